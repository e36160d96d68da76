import { WebClient, LogLevel } from '@slack/web-api';
import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { CardFacts } from '../activities/card-facts.ts';
import type { DeskNews } from '../activities/desk-news.ts';
import type { Config } from '../core/config.ts';
import { inPresentRooms } from '../core/present-room.ts';
import type { Card, OpenSpaceView, UnplacedCard } from '../store/open-spaces.ts';
import type { TweetDoc } from '../store/tweets.ts';
import { alertMessage, alertsOf, isAlertRole, endedAlert } from './alerts.ts';
import { cardFor, type CardContent, type CardMessage } from './card.ts';
import { cardIn, cardRoles, roleOf, type CardRole } from './card-role.ts';
import { digestFor, type Digest } from './digest.ts';
import { createLinks, createLinksWithCards, type LinkOptions } from './links.ts';
import { newsButtons } from './pause.ts';
import { cut, escapeText, oneLine } from './plain-words.ts';
import { createPoster } from './post.ts';
import { paragraph, plain, plainMessage } from './rich-text.ts';
import { createOwnWorkspace } from './who-may-act.ts';
import { newsWords } from './words.ts';
import { clientOptions, isRefusedForGood, mayExist, quietly, readFailure, type TryLater } from './slack-answers.ts';

export interface CardDrawerOptions {
  readonly token: string;
  /** Slack's Web API, with a slash at the end. */
  readonly apiUrl: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly links?: LinkOptions;
}

interface Draw {
  readonly view: OpenSpaceView;
  readonly tweet: TweetDoc | null;
  readonly config: Config;
  readonly facts?: CardFacts;
  /** Called and awaited before a message is posted in a channel. */
  readonly onPosting?: (card: UnplacedCard) => Promise<void>;
  /**
   * Called and awaited right after a message was posted or found, before anything else can fail. `begun`: what
   * `onPosting` got for it.
   */
  readonly onPosted: (card: Card, begun: readonly UnplacedCard[]) => Promise<void>;
  /** Called and awaited when it is known that Slack does not have such messages. */
  readonly onNotPosted?: (cards: readonly UnplacedCard[]) => Promise<void>;
  /** Called and awaited when a surplus message was deleted. */
  readonly onRemoved?: (card: Card) => Promise<void>;
}

/** The result of drawing a card. */
export type Drawn =
  | { readonly kind: 'drawn' }
  /** Slack asks to wait, or does not answer: try again after `afterMs` milliseconds. */
  | ({ readonly kind: 'later' } & TryLater);

type OnTold = (ts?: string) => Promise<boolean | void>;

export type CardDrawer = ReturnType<typeof createCardDrawer>;

/** Draws cards for the desk. Every call to Slack is tried once; after a failure the desk tries again. */
export function createCardDrawer({ token, apiUrl, clock, links: addresses }: CardDrawerOptions) {
  const client = new WebClient(token, { ...clientOptions(apiUrl), logLevel: LogLevel.ERROR });
  const poster = createPoster(client);
  const links = createLinks(addresses);
  const linksWithCards = createLinksWithCards(createOwnWorkspace(client), addresses);

  const update = (card: Card, message: CardMessage, view: OpenSpaceView): Promise<boolean> =>
    poster.update(card, message, metadataOf(view, card.role));

  /** The last text of pointers and ended alerts, by channel and timestamp. */
  const told = new Map<string, string>();
  const placeOf = ({ channel, ts }: Card): string => `${channel}/${ts}`;

  /**
   * These messages seldom change although the card does, so an unchanged one is not sent again. The memory is lost when
   * the turn ends: then each is sent once more.
   */
  async function updateIfChanged(card: Card, message: CardMessage, view: OpenSpaceView): Promise<void> {
    const place = placeOf(card);
    if (told.get(place) === message.text) return;
    // If Slack's answer is lost, nobody knows what the message says.
    told.delete(place);
    await update(card, message, view);
    if (told.size >= 5_000) told.clear();
    told.set(place, message.text);
  }

  async function drawHome(draw: Draw, home: CardRole): Promise<void> {
    const { view } = draw;
    const message = cardFor({ ...draw, links, role: home, now: clock() });
    const standing = cardIn(view, home);
    if (standing !== undefined && (await update(standing, message, view))) return;
    await postCard(draw, home, home, message);
  }

  /** @param role what the message is called among the open space's messages */
  async function postCard(draw: Draw, home: CardRole, role: string, message: CardMessage): Promise<void> {
    const { view, config, onPosting, onPosted, onNotPosted } = draw;
    const begun: UnplacedCard[] = [];
    const begin = async (channel: string): Promise<void> => {
      const known = (view.cards ?? []).filter((card) => card.role === role).map(({ ts }) => ts);
      const card = { role, channel, since: new Date(clock()), known };
      begun.push(card);
      await onPosting?.(card);
    };
    const posting = poster.post(message, metadataOf(view, role), channelsFor(home, config), begin);
    const posted = await posting.catch(async (error: unknown) => {
      if (!mayExist(error)) await onNotPosted?.(begun);
      throw error;
    });
    await onPosted({ ...posted, role }, begun);
  }

  /**
   * Finds the messages that an earlier try may have posted: Slack's answer was lost, or the process died before it
   * stored the place.
   *
   * @returns the open space's messages with those that were found
   */
  async function findUnplaced({ view, onPosted, onNotPosted }: Draw): Promise<Card[]> {
    const cards = [...(view.cards ?? [])];
    for (const begun of view.unplaced ?? []) {
      const { role, channel, since } = begun;
      const known = [...cards, ...(view.surplus ?? [])].map(({ ts }) => ts);
      const all = await poster.find(metadataOf(view, role), [channel], since);
      // Two desks may have posted it at the same time.
      const found = all.filter(({ ts }) => !known.includes(ts));
      if (found.length === 0) await onNotPosted?.([begun]);
      for (const place of found) {
        cards.push({ ...place, role });
        await onPosted({ ...place, role }, [begun]);
      }
    }
    return cards;
  }

  /** Turns the messages in the card's earlier channels into lines that point to the card. */
  async function drawPointers(draw: Draw, home: CardRole): Promise<void> {
    const { view } = draw;
    for (const role of cardRoles) {
      const card = role === home ? undefined : cardIn(view, role);
      if (card === undefined) continue;
      await updateIfChanged(card, cardFor({ ...draw, links, view, role, now: clock() }), view);
    }
  }

  /** Alerts: posts each one once, and keeps it in line with the open space until its reason is gone. */
  async function drawAlerts(draw: Draw, home: CardRole): Promise<void> {
    const { view, config } = draw;
    const alerts = alertsOf(view.space, config.undecidedWarningMinutes, clock());
    const content: CardContent = {
      ...draw,
      links: alerts.length === 0 ? links : await linksWithCards(),
      role: home,
      now: clock(),
    };
    for (const alert of alerts) {
      const message = alertMessage(alert, content);
      const standing = view.cards?.findLast(({ role }) => role === alert.role);
      // If somebody deleted it, they have read it: it is not posted again.
      if (standing !== undefined) await update(standing, message, view);
      else await postCard(draw, home, alert.role, message);
    }
    for (const card of view.cards ?? []) {
      if (!isAlertRole(card.role) || alerts.some(({ role }) => role === card.role)) continue;
      await updateIfChanged(card, endedAlert(content, card.role), view);
    }
  }

  /** @param key the name of the message, the same at each try */
  const postNews = (
    key: string,
    message: CardMessage,
    config: Config,
    onTold?: OnTold,
    triedAt?: Date,
  ): Promise<Drawn> =>
    orLater(async () => {
      const metadata = { event_type: 'news', event_payload: { key } };
      const channels = channelsFor('needReview', config);
      const [found] = triedAt === undefined ? [] : await poster.find(metadata, channels, triedAt);
      const isThere = found !== undefined && (await poster.update(found, message, metadata));
      const place = isThere ? found : await poster.post(message, metadata, channels);
      if ((await onTold?.(place.ts)) === false) await poster.remove(place);
    });

  async function orLater(work: () => Promise<void>): Promise<Drawn> {
    try {
      await work();
      return { kind: 'drawn' };
    } catch (error) {
      return { kind: 'later', ...readFailure(error) };
    }
  }

  return {
    /**
     * Updates the open space's messages to its newest revision. If its status belongs to a channel without a card,
     * posts one.
     */
    draw: async (draw: Draw): Promise<Drawn> =>
      orLater(async () => {
        const [shown = draw.view] = inPresentRooms([draw.view], draw.config.conference.rooms);
        const home = roleOf(shown);
        const view = { ...shown, cards: await findUnplaced({ ...draw, view: shown }) };
        const isToSend = ({ role }: Card) => role === home || view.drawAll === true;
        for (const card of view.cards ?? []) if (isToSend(card)) told.delete(placeOf(card));
        let posted: Card | undefined;
        const onPosted: Draw['onPosted'] = async (card, begun) => {
          posted = card;
          await draw.onPosted(card, begun);
        };
        await drawHome({ ...draw, view, onPosted }, home);
        const drawn = posted === undefined ? view : { ...view, cards: [...(view.cards ?? []), posted] };
        await drawPointers({ ...draw, view: drawn }, home);
        await drawAlerts({ ...draw, view: drawn }, home);
        for (const surplus of view.surplus ?? []) {
          await poster.remove(surplus);
          await draw.onRemoved?.(surplus);
        }
      }),

    /** Another process may have drawn and posted since the last turn of this one: forgets what was known then. */
    beginTurn(): void {
      told.clear();
      poster.forgetRefusals();
    },

    /** The last answer of each channel: the reason why the bot may not post there, or undefined if it may. */
    refusals: poster.refusals,

    /**
     * One message before many cards.
     *
     * @param key the name of this digest, the same at each try
     * @param triedAt as for `tell`
     */
    drawDigest: async (
      key: string,
      { config, ...digest }: Digest & { readonly config: Config },
      triedAt?: Date,
    ): Promise<Drawn> => postNews(key, digestFor(digest, config, clock()), config, undefined, triedAt),

    /**
     * Tells one person the result of their kept request. Nobody else sees it: it is an ephemeral message in one of the
     * bot's channels that the person is in, or else a direct message.
     *
     * @throws if Slack refuses both for a reason that does not pass
     */
    tellPerson: async (user: string, words: string, view: OpenSpaceView, config: Config): Promise<Drawn> =>
      orLater(async () => {
        const home = roleOf(view);
        const { text, blocks } = plainMessage(oneLine(words, 1000));
        const message = { text, blocks: [...blocks] };
        const channels = [cardIn(view, home)?.channel ?? [], channelsFor(home, config)].flat();
        const say = (channel: string): Promise<unknown> =>
          channel === user
            ? client.chat.postMessage({ channel, ...quietly, ...message })
            : client.chat.postEphemeral({ channel, user, ...message });
        await poster.whereTaken([...channels, user], say).catch((error: unknown) => {
          throw isRefusedForGood(error) ? new Error(readFailure(error).why) : error;
        });
      }),

    /**
     * Posts a message for all organisers.
     *
     * @param key the name of this message, the same at each try
     * @param onTold stores by which message organisers were told. If it fails, the next try looks for the message
     *   first. If it returns false, they were told by another one, and this one is deleted
     * @param triedAt when any process first sent it, if Slack may have taken it since: this try looks for it first
     */
    tell: async (
      key: string,
      news: string | DeskNews,
      config: Config,
      onTold?: OnTold,
      triedAt?: Date,
    ): Promise<Drawn> => {
      const { timeZone } = config.conference;
      const words = oneLine(typeof news === 'string' ? news : newsWords(news, clock(), timeZone), 2000);
      const blocks: KnownBlock[] = [paragraph(plain(words))];
      if (typeof news !== 'string') blocks.push(...newsButtons(news));
      return postNews(key, { text: escapeText(cut(words, 1000)), blocks }, config, onTold, triedAt);
    },
  };
}

/** The channel of this role, then the other channels of the config. */
const channelsFor = (home: CardRole, { slackChannels }: Config): string[] => [
  ...new Set([home, ...cardRoles].map((role) => slackChannels[role])),
];

/** Everybody in the channel can read the metadata, so it holds ids only. */
function metadataOf(view: OpenSpaceView, role: string): MessageMetadata {
  return { event_type: 'open_space', event_payload: { open_space_id: view._id, revision: view.revision, role } };
}
