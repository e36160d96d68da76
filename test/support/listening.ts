import type { IncomingTweet } from '../../activities/incoming-tweet.ts';
import type { StreamPace } from '../../x/backoff.ts';
import type { XClient } from '../../x/client.ts';
import { type ListeningState, type ListenOptions, listenToStream } from '../../x/stream.ts';

export const KEYWORDS = ['pyconopenspaces', 'PyConOpenSpace'];

const FAST: Partial<StreamPace> = { lostStep: 5, refusedFirst: 20, limitedFirst: 20, connect: 200, silence: 2_000 };

/** What one listener heard, and a way to stop it. */
export interface Listening {
  readonly heard: IncomingTweet[];
  readonly states: ListeningState[];
  gaps: number;
  stop(): Promise<void>;
}

/** Listens with short pauses. */
export function listen(client: XClient, more: Partial<ListenOptions> & { pace?: Partial<StreamPace> } = {}): Listening {
  const stop = new AbortController();
  const heard: IncomingTweet[] = [];
  const states: ListeningState[] = [];
  const listening: Listening = {
    heard,
    states,
    gaps: 0,
    stop: async () => {
      stop.abort();
      await done;
    },
  };
  const done = listenToStream(client, {
    keywords: KEYWORDS,
    botUsername: 'openspacesbot',
    onTweet: async (tweet) => void heard.push(tweet),
    onState: (state) => states.push(state),
    onReconnected: async () => void listening.gaps++,
    signal: stop.signal,
    ...more,
    pace: { ...FAST, ...more.pace },
  });
  return listening;
}

export const isConnected = ({ states }: Listening): boolean => states.at(-1)?.connected === true;
