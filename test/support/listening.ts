import type { IncomingTweet, UnreadableTweet } from '../../x/incoming.ts';
import type { StreamPace } from '../../x/backoff.ts';
import type { XClient } from '../../x/client.ts';
import { createXGateway, type GatewayOptions } from '../../x/gateway.ts';
import type { ListeningState, ListenOptions } from '../../x/listening.ts';

export const KEYWORDS = ['pyconopenspaces', 'PyConOpenSpace'];

const FAST: Partial<StreamPace> = {
  lostStep: 5,
  refusedFirst: 20,
  limitedFirst: 20,
  // A busy machine answers on loopback within this, and each silent attempt costs a test as much.
  connect: 1_000,
  silence: 2_000,
  lag: 0,
};

/** What one listener heard, and a way to stop it. */
export interface Listening {
  /** Each tweet once: the search of a gap may bring again what the stream brought, and the bot keeps a tweet once. */
  readonly heard: IncomingTweet[];
  readonly states: ListeningState[];
  readonly unreadable: UnreadableTweet[];
  /** How often the mark was asked for: once by each search. */
  gaps: number;
  /** Up to when everything was heard, epoch milliseconds. */
  through: number;
  stop(): Promise<void>;
}

/** Listens with short pauses. */
export function listen(
  client: XClient,
  {
    pace = {},
    own = () => Promise.resolve({ id: '1', username: 'openspacesbot' }),
    ...more
  }: Partial<Omit<ListenOptions, 'own'> & Pick<GatewayOptions, 'pace' | 'own'>> = {},
): Listening {
  const stop = new AbortController();
  const heard: IncomingTweet[] = [];
  const states: ListeningState[] = [];
  const listening: Listening = {
    heard,
    states,
    unreadable: [],
    gaps: 0,
    through: Date.now(),
    stop: async () => {
      stop.abort();
      await done;
    },
  };
  const done = createXGateway(client, { listen: 'stream', own, pace: { ...FAST, ...pace } }).listen({
    keywords: KEYWORDS,
    onTweet: async (tweet) => void (heard.some(({ id }) => id === tweet.id) || heard.push(tweet)),
    onState: (state) => states.push(state),
    onUnreadable: async (tweet) => void listening.unreadable.push(tweet),
    heardThrough: async () => {
      listening.gaps++;
      return listening.through;
    },
    onHeardThrough: async (through) => void (listening.through = Math.max(listening.through, through)),
    signal: stop.signal,
    ...more,
  });
  return listening;
}

export const isConnected = ({ states }: Listening): boolean => states.at(-1)?.connected === true;
