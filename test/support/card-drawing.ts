import type { Config } from '../../core/config.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { SlackSandbox } from '../../sandbox/slack/start.ts';
import { createCardDrawer, type CardDrawer, type Drawn } from '../../slack/draw.ts';
import type { Card, UnplacedCard } from '../../store/open-spaces.ts';
import { control, startSandbox, tokens } from './sandbox-app.ts';
import { now, someConfig, tweetOf, viewOf } from './slack-views.ts';

/** A message as it now stands in a channel. */
export interface Listed {
  readonly ts: string;
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly { readonly elements?: readonly { readonly action_id?: string }[] }[];
  readonly metadata?: { readonly event_payload: object };
}

/** The drawer of cards in a Slack of its own for each test of a suite. */
export function cardDrawing() {
  const drawing = {
    sandbox: undefined as unknown as SlackSandbox,
    drawer: undefined as unknown as CardDrawer,
    /** The messages of one open space. */
    cards: [] as Card[],
    /** Those that Slack may have, and whose places are not known. */
    unplaced: [] as UnplacedCard[],

    /** @param time what the drawer takes for the present, epoch milliseconds */
    drawerAt: (time: number): CardDrawer =>
      createCardDrawer({ token: tokens.botToken, apiUrl: drawing.sandbox.apiUrl, clock: () => time }),

    async draw(space: OpenSpace, config: Config = someConfig()): Promise<Drawn> {
      const onNotPosted = async (placed: readonly UnplacedCard[]) => {
        drawing.unplaced = drawing.unplaced.filter((card) => !placed.includes(card));
      };
      return drawing.drawer.draw({
        view: { ...viewOf(space, [...drawing.cards]), unplaced: drawing.unplaced },
        tweet: tweetOf(space),
        config,
        onPosting: async (card) => void drawing.unplaced.push(card),
        async onPosted(card, begun) {
          drawing.cards.push(card);
          await onNotPosted(begun);
        },
        onNotPosted,
      });
    },

    messages: async (channel: string): Promise<Listed[]> =>
      (await control<Listed[]>(drawing.sandbox, `messages?channel=${channel}`)).body,
  };

  beforeEach(async () => {
    drawing.sandbox = await startSandbox({ rateLimit: false });
    drawing.drawer = drawing.drawerAt(now);
    drawing.cards = [];
    drawing.unplaced = [];
  });
  afterEach(() => drawing.sandbox.close());

  return drawing;
}
