/**
 * The store in memory, for the model test alone: the same conditional writes as store/*.ts, and a hook before each of
 * them, where a step can crash or stand still.
 */
import {
  withClaim,
  withoutFreed,
  type BookingRules,
  type Claim,
  type StoredHold,
  type Wish,
} from '../../core/claim.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { reminderId } from '../../core/reminder.ts';
import { statusOf } from '../../core/status.ts';
import type { Config } from '../../core/config.ts';
import type { Intent } from '../../store/intents.ts';
import type { Store } from '../../store/store.ts';
import type { TweetDoc } from '../../store/tweets.ts';

export interface View {
  readonly _id: string;
  readonly space: OpenSpace;
  readonly revision: number;
  readonly commitId: string;
  readonly settled: boolean;
  readonly updatedAt: Date;
}

export interface Row {
  readonly revision: number;
  readonly status: string;
  readonly tweetId?: string;
  readonly intent?: Intent;
  readonly turn?: symbol;
}

/** Everything that is stored; a copy of it is a backup. */
export interface Stored {
  views: Map<string, View>;
  rows: Map<string, Row>;
  claims: readonly Claim[];
  /** The posts of hosts, by the first version's id. */
  tweets: Map<string, Tweet>;
  config: Config;
}

/** What the reconciler needs of a stored tweet. */
export type Tweet = Omit<TweetDoc, 'conferenceId' | 'text' | 'receivedAt' | 'isRetweet'>;

const ended = ['sent', 'missed', 'unconfirmed', 'failed', 'superseded'];

export const emptyStore = (config: Config): Stored => ({
  views: new Map(),
  rows: new Map(),
  claims: [],
  tweets: new Map(),
  config,
});

export const copyOf = (stored: Stored): Stored => ({
  views: new Map(stored.views),
  rows: new Map(stored.rows),
  claims: [...stored.claims],
  tweets: new Map(stored.tweets),
  config: stored.config,
});

/**
 * @param at what is stored now; a restored backup replaces it
 * @param step awaited before every access
 * @param onWrite hears of each state that is stored, and of the one that it replaces
 */
export function simulateStore(
  at: () => Stored,
  step: () => Promise<void>,
  onWrite: (space: OpenSpace, before: OpenSpace | undefined) => void,
): Store {
  const now = (): Date => new Date(0);
  const listWithout = (statuses: readonly string[], from: Date): View[] => {
    const isToCome = ({ space }: View) => (space.startAt ?? Infinity) > from.getTime();
    return [...at().views.values()].filter((view) => isToCome(view) && !statuses.includes(statusOf(view.space)));
  };

  const openSpaces = {
    async find(id: string) {
      await step();
      return at().views.get(id) ?? null;
    },
    async findMany(ids: readonly string[]) {
      await step();
      return ids.flatMap((id) => at().views.get(id) ?? []);
    },
    async write(space: OpenSpace, commitId: string) {
      await step();
      const before = at().views.get(space.id);
      if (before !== undefined && before.revision >= space.revision) return false;
      const view = { _id: space.id, space, revision: space.revision, commitId, settled: false, updatedAt: now() };
      at().views.set(space.id, view);
      onWrite(space, before?.space);
      return true;
    },
    async markSettled(id: string, revision: number) {
      await step();
      const view = at().views.get(id);
      if (view?.revision === revision) at().views.set(id, { ...view, settled: true });
    },
    async listUnsettled() {
      await step();
      return [...at().views.values()].filter(({ settled }) => !settled);
    },
    async listLive() {
      await step();
      return [...at().views.values()].filter(({ space }) => ![...ended, 'over'].includes(statusOf(space)));
    },
    async listComing(_conferenceId: string, now: Date) {
      return listWithout(['cancelled', 'dismissed', 'over'], now);
    },
    async listToCome(_conferenceId: string, now: Date) {
      return listWithout(['over'], now);
    },
    async listEnded(_conferenceId: string, now: Date) {
      await step();
      const isToCome = ({ space }: View) => (space.startAt ?? 0) > now.getTime();
      return [...at().views.values()].filter((view) => isToCome(view) && ended.includes(statusOf(view.space)));
    },
    markNaming: () => Promise.resolve(),
    async listBlockedBy(id: string) {
      await step();
      const isBlocked = ({ space }: View) =>
        space.standing.status === 'conflict' && space.standing.with.openSpaceId === id;
      return [...at().views.values()].filter(isBlocked);
    },
  };

  const reminders = {
    async record(space: OpenSpace) {
      for (const reminder of space.reminders) {
        await step();
        const id = reminderId(space.id, reminder.key);
        const row = at().rows.get(id);
        if (row !== undefined && row.revision > space.revision) continue;
        const { state } = reminder;
        const sent = state.status === 'sent' && state.tweetId !== undefined ? { tweetId: state.tweetId } : {};
        at().rows.set(id, { ...row, revision: space.revision, status: state.status, ...sent });
      }
    },
    async withdraw(openSpaceId: string, key: string, revision: number) {
      await step();
      const id = reminderId(openSpaceId, key);
      const row = at().rows.get(id);
      if (row?.intent !== undefined && row.intent.phase !== 'refused') return false;
      if (row !== undefined) at().rows.set(id, { ...row, revision: Math.max(row.revision, revision) });
      return true;
    },
    async findIntent(id: string) {
      await step();
      return at().rows.get(id)?.intent;
    },
    async freezeIntent(id: string, revision: number, intent: Intent, others: readonly string[] = []) {
      const isApproved = () => {
        const row = at().rows.get(id);
        return row?.revision === revision && row.status === 'approved' && row.intent === undefined;
      };
      const setTurn = (of: string, turn: symbol | undefined) => {
        const { turn: _, ...row } = at().rows.get(of) ?? {};
        if ('revision' in row) at().rows.set(of, { ...(row as Row), ...(turn && { turn }) });
      };
      const turn = others.length === 0 ? undefined : Symbol(id);
      await step();
      if (turn !== undefined && isApproved()) {
        setTurn(id, turn);
        await step();
        for (const other of others) setTurn(other, undefined);
        await step();
        const isOnX = (other: string) => ['posting', 'sent'].includes(at().rows.get(other)?.intent?.phase ?? '');
        const ahead = others.filter(isOnX);
        if (ahead.length > 0) return ahead;
        await step();
      }
      const row = at().rows.get(id);
      if (row === undefined || !isApproved()) return row?.intent === undefined ? 'outdated' : 'posting';
      if (row.turn !== turn && turn !== undefined) return [];
      at().rows.set(id, { ...row, intent });
      return 'frozen';
    },
    // Never so many that X's limit matters.
    countOverdue: () => Promise.resolve(0),
    async takeText(text: string, id: string) {
      await step();
      return ![...at().rows].some(([other, { intent }]) => other !== id && intent?.text === text);
    },
    async takePost(post: { id: string; text: string }, exceptId: string) {
      await step();
      return ![...at().rows].some(
        ([id, { tweetId, intent }]) =>
          id !== exceptId &&
          ([tweetId, intent?.tweetId].includes(post.id) || (intent?.phase === 'posting' && intent.text === post.text)),
      );
    },
    async outdate(openSpaceId: string, key: string, revision: number) {
      await step();
      const id = reminderId(openSpaceId, key);
      const row = at().rows.get(id);
      if (row !== undefined) at().rows.set(id, { ...row, revision: Math.max(row.revision, revision) });
    },
    nextAttempt: (id: string, revision: number, intent: Intent, startedAt: Date) =>
      changeIntent(id, (is, row) => isStill(is, intent) && row.revision <= revision, {
        attempt: intent.attempt + 1,
        startedAt,
      }),
    async isLatest(id: string, intent: Intent) {
      await step();
      const is = at().rows.get(id)?.intent;
      return is !== undefined && isStill(is, intent);
    },
    changeAttempt: (id: string, intent: Intent, found: Partial<Intent>) =>
      changeIntent(id, (is) => isStill(is, intent), found),
    async closeIntent(
      id: string,
      intent: Intent | undefined,
      outcome: NonNullable<Intent['outcome']>,
      closedAs: number,
      isRetry = false,
    ) {
      if (intent?.phase !== 'posting' && intent?.phase !== 'refused') return;
      const isToClose = (is: Intent, row: Row) => isStill(is, intent) && (!isRetry || row.revision <= closedAs);
      await changeIntent(id, isToClose, { phase: 'closed', outcome, closedAs });
    },
    async settleIntent(id: string, sent: Omit<Intent, 'phase'>) {
      await step();
      const row = at().rows.get(id);
      if (row !== undefined) at().rows.set(id, { ...row, intent: { ...row.intent, ...sent, phase: 'sent' } });
    },
    async releaseIntent(id: string, intent: Intent) {
      await step();
      const row = at().rows.get(id);
      const { intent: is } = row ?? {};
      if (row === undefined || is === undefined || !isStill(is, intent)) return;
      const { intent: _, ...free } = row;
      at().rows.set(id, free);
    },
  };

  const isStill = (is: Intent, { phase, attempt, startedAt }: Intent): boolean =>
    is.phase === phase && is.attempt === attempt && is.startedAt.getTime() === startedAt.getTime();

  async function changeIntent(id: string, isWanted: (intent: Intent, row: Row) => boolean, change: Partial<Intent>) {
    await step();
    const row = at().rows.get(id);
    if (row?.intent === undefined || !isWanted(row.intent, row)) return false;
    at().rows.set(id, { ...row, intent: { ...row.intent, ...change } });
    return true;
  }

  const roomClaims = {
    async claim(_: string, wish: Wish, rules: BookingRules, claimedAt: number) {
      await step();
      const { claims, taken } = withClaim(at().claims, { ...wish, claimedAt }, rules);
      at().claims = claims;
      return taken;
    },
    async settle(_conferenceId: string, stored: StoredHold) {
      await step();
      const before = at().claims;
      at().claims = withoutFreed(before, stored);
      return at().claims !== before;
    },
    async list() {
      await step();
      return at().claims;
    },
  };

  const store = {
    openSpaces,
    reminders,
    roomClaims,
    audit: { addDecisions: step, addConfig: step },
    budgets: {
      spend: step,
      find: async () => ({ spent: 0 }),
      async newestPostId() {
        await step();
        const ids = [...at().rows.values()].flatMap(({ intent }) => intent?.tweetId ?? []);
        return ids.toSorted((a, b) => Number(b) - Number(a))[0];
      },
    },
    outbox: {
      put: () => step().then(() => true),
      withdraw: () => step().then(() => false),
    },
    health: { findLimits: () => Promise.resolve(null), haveDifferentKeys: () => Promise.resolve(false) },
    configs: {
      async newest() {
        return { _id: 0, config: at().config };
      },
      async save(config: Config) {
        at().config = config;
        return { _id: 0, config };
      },
      async current() {
        await step();
        return at().config;
      },
    },
    users: { rename: () => Promise.resolve(), listRenamed: () => Promise.resolve([]) },
    tweets: {
      async erase(id: string, deletedAt: Date) {
        await step();
        const tweet = at().tweets.get(id);
        if (tweet !== undefined) at().tweets.set(id, { ...tweet, deletedAt });
      },
      async find(id: string) {
        await step();
        return at().tweets.get(id) ?? null;
      },
      async findMany(ids: readonly string[]) {
        await step();
        return new Map(ids.flatMap((id) => at().tweets.get(id) ?? []).map((tweet) => [tweet._id, tweet]));
      },
    },
  };
  return store as unknown as Store;
}
