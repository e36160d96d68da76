/** One attempt to post a reminder, over the model's store and an X that answers as told. */
import type { Deps } from '../../activities/deps.ts';
import type { TweetLookup } from '../../x/lookup.ts';
import type { PostOutcome } from '../../x/post.ts';
import type { OwnPostLookup, TextsLike } from '../../x/timeline.ts';
import { sendReminder } from '../../activities/send-reminder.ts';
import type { Config } from '../../core/config.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { SendResult } from '../../core/outcomes.ts';
import type { Restore } from '../../core/restored.ts';
import { withoutUndefined } from '../../core/without-undefined.ts';
import type { Intent } from '../../store/intents.ts';
import { approved, minute, now, reminder, spaceWith, startAt } from '../support/rule-spaces.ts';
import type { Row } from './simulated-store.ts';
import { World } from './world.ts';

/** What the store, X and the clock say to one attempt; what is left out is as where nothing is wrong. */
export interface Situation {
  readonly space?: OpenSpace;
  readonly key?: string;
  readonly at?: number;
  /** By Temporal’s clock [`at`]. */
  readonly askedAt?: number;
  readonly intent?: Intent;
  readonly rows?: Readonly<Record<string, Row>>;
  readonly outcome?: PostOutcome;
  readonly lookUp?: TweetLookup;
  /** What its own timeline shows, one answer after the other; the last one stays. */
  readonly timeline?: readonly OwnPostLookup[];
  readonly newest?: string;
  readonly config?: Partial<Config>;
  readonly restore?: Restore;
  /** How long it took until now, milliseconds. */
  readonly took?: number;
  /** What a wait does to the clock, instead of letting the time come. */
  readonly oversleeps?: number;
  readonly store?: Partial<Record<keyof Deps['store'], unknown>>;
}

export interface Attempted {
  readonly result: SendResult;
  /** What X was sent. */
  readonly posts: readonly string[];
  /** What was spent, dollars and what for. */
  readonly spent: readonly (readonly [number, unknown])[];
  /** What it looked for on its timeline. */
  readonly looks: readonly unknown[];
  readonly waits: readonly number[];
  readonly row: Row | undefined;
  readonly world: World;
}

/** Due at 16:45, and it is that. */
export const due = startAt - 15 * minute;
export const approvedSpace = spaceWith([reminder(15, approved)]);

export const intentOf = (change: Partial<Intent> = {}): Intent => ({
  text: 'frozen https://x.com/yara/status/1',
  attempt: 1,
  startedAt: new Date(due),
  phase: 'posting',
  ...change,
});

export async function attempt(situation: Situation): Promise<Attempted> {
  const { space = approvedSpace, key = '15', timeline = [{ kind: 'absent' }], config = {} } = situation;
  const world = new World();
  world.now = situation.at ?? due;
  world.restore = situation.restore ?? null;
  const view = { _id: '1', space, revision: space.revision, commitId: 'c', settled: true, updatedAt: new Date(now) };
  world.stored.views.set('1', view);
  const status = space.reminders.find((one) => one.key === key)?.state.status ?? 'approved';
  const row = {
    revision: space.revision,
    status,
    ...(situation.intent === undefined ? {} : { intent: situation.intent }),
  };
  world.stored.rows.set(`1-${key}`, row);
  for (const [id, other] of Object.entries(situation.rows ?? {})) world.stored.rows.set(id, other);
  const deps = world.deps({ kind: 'none' });
  const posts: string[] = [];
  const spent: [number, unknown][] = [];
  const looks: unknown[] = [];
  const waits: number[] = [];
  const answers = [...timeline];
  const x = {
    post: async (text: string) => {
      posts.push(text);
      return situation.outcome ?? { kind: 'posted', id: '900' };
    },
    lookUp: async () => situation.lookUp ?? { kind: 'unavailable', reason: 'away' },
    findOwnPosts: async ({ textsLike, sinceId }: { textsLike: TextsLike; sinceId: string | undefined }) => {
      looks.push({ texts: textsLike(''), sinceId });
      return answers.length > 1 ? answers.shift() : answers[0];
    },
    earlierPostId: () => '5',
    postIdAt: (at: number) => `at ${at}`,
    newestOwnPostId: async () => situation.newest,
  };
  const budgets = {
    ...deps.store.budgets,
    spend: async (_: string, dollars: number, what: unknown) => void spent.push([dollars, what]),
  };
  const rules: Config = { ...world.config(), ...config };
  let asked = 0;
  const result = await sendReminder(
    {
      ...deps,
      store: { ...deps.store, budgets, configs: { current: async () => rules }, ...situation.store },
      x,
      stopwatch: () => 1_000 + (asked++ === 0 ? 0 : (situation.took ?? 0)),
      waitUntil: async (at: number) => {
        waits.push(at);
        world.now = Math.max(world.now, at) + (situation.oversleeps ?? 0);
      },
    } as unknown as Deps,
    { space, key, ...withoutUndefined({ askedAt: situation.askedAt }) },
  );
  return { result, posts, spent, looks, waits, row: world.stored.rows.get(`1-${key}`), world };
}
