/** The bot behind the Slack app, in memory: the real rules, no Temporal and no store. */
import type { Actor } from '../../core/actor.ts';
import { decide } from '../../core/decide.ts';
import type { Config } from '../../core/config.ts';
import { isDenied, type OpenSpace } from '../../core/open-space.ts';
import { inPresentRooms } from '../../core/present-room.ts';
import { requestId } from '../../core/request.ts';
import { statusOf } from '../../core/status.ts';
import { isUndecided } from '../../core/undecided.ts';
import type { SlackService } from '../../slack/conversation.ts';
import type { Ask, AskOutcome } from '../../temporal/ask-open-space.ts';
import type { Entry } from '../../temporal/enter-by-hand.ts';
import type { ToShift } from '../../temporal/shift.ts';
import type { Card } from '../../store/open-spaces.ts';
import { StoreTimeout } from '../../store/patience.ts';
import type { DecisionResult } from '../../workflows/messages.ts';
import { now, someConfig, viewOf } from './slack-views.ts';

export interface TestBot {
  readonly service: SlackService;
  config: Config;
  readonly spaces: Map<string, OpenSpace>;
  readonly cards: Map<string, Card[]>;
  readonly asked: Ask[];
  /** The id of the next open space that is entered. */
  nextEntry: string;
  readonly entries: (Entry & { readonly by: Actor; readonly key: string })[];
  readonly changes: {
    readonly change: string;
    readonly openSpaceId: string;
    readonly by: Actor;
    readonly picked: object;
  }[];
  readonly taken: { readonly id: string; readonly by: Actor }[];
  readonly shifts: { readonly targets: readonly ToShift[]; readonly minutes: number }[];
  /** Answers every request instead of the rules, while it is set. */
  answer: (() => Promise<AskOutcome>) | undefined;
  /** Whether the bot's own servers are away. */
  isAway: boolean;
}

export function createTestBot(): TestBot {
  const answered = new Map<string, DecisionResult>();
  const views = () => {
    const stored = [...bot.spaces.values()].map((space) => viewOf(space, bot.cards.get(space.id) ?? []));
    return inPresentRooms(stored, bot.config.conference.rooms);
  };
  const isBetween = ({ standing, startAt = 0 }: OpenSpace, from: number, to: number): boolean =>
    standing.status === 'scheduled' && startAt >= from && startAt < to;
  const bot: TestBot = {
    config: someConfig(),
    spaces: new Map(),
    cards: new Map(),
    asked: [],
    nextEntry: 'manual-1',
    entries: [],
    taken: [],
    changes: [],
    shifts: [],
    answer: undefined,
    isAway: false,
    service: {
      async config() {
        if (bot.isAway) throw new StoreTimeout();
        return bot.config;
      },
      async find(id) {
        return views().find(({ _id }) => _id === id) ?? null;
      },
      async listUndecided() {
        return views().filter(({ space }) => isUndecided(space));
      },
      async listWaitingOf(hostId) {
        return views().filter(({ space }) => space.source?.host.id === hostId && isUndecided(space));
      },
      async listUpcoming(from, to) {
        return views().filter(({ space }) => isBetween(space, from, to) && !isDenied(space));
      },
      async listShiftable(room, from, before = Infinity) {
        const isThere = (space: OpenSpace) => room === undefined || space.room === room;
        return views().filter(({ space }) => isThere(space) && isBetween(space, from, before) && !isDenied(space));
      },
      async shift(targets, minutes) {
        bot.shifts.push({ targets, minutes });
        const moved = views().filter(({ _id }) => targets.some(({ id }) => id === _id));
        return {
          moved: moved.map((view) => ({ view, from: view.space.startAt ?? 0, revision: view.revision + 1 })),
          kept: [],
          refused: [],
          missing: targets.flatMap(({ id }) => (bot.spaces.has(id) ? [] : [id])),
        };
      },
      async changeKnown(change, { openSpaceId, by, picked = {} }) {
        bot.changes.push({ change, openSpaceId, by, picked });
        return (await bot.answer?.()) ?? { kind: 'kept' };
      },
      async take(id, by) {
        const [first = { by }] = bot.taken.filter((one) => one.id === id);
        bot.taken.push({ id, by });
        return first.by;
      },
      async setIgnored(userId, isListed) {
        bot.config = { ...bot.config, ignoreUsers: isListed ? [userId] : [] };
        return true;
      },
      async setTrusted(userId, isListed) {
        bot.config = { ...bot.config, trustUsers: isListed ? [userId] : [] };
        return true;
      },
      async setPaused(paused) {
        const changed = bot.config.paused !== paused;
        bot.config = { ...bot.config, paused };
        return changed;
      },
      async overview() {
        return {
          mode: bot.config.output,
          listening: null,
          waiting: views().length,
          approved: 0,
          spent: 1.5,
          cap: null,
        };
      },
      async ask(request) {
        bot.asked.push(request);
        if (bot.answer !== undefined) return bot.answer();
        const space = bot.spaces.get(request.openSpaceId);
        if (space === undefined) return { kind: 'gone' };
        const { revision = space.revision } = request;
        const id = requestId(request.verb, revision);
        const earlier = answered.get(`${space.id}/${id}`);
        if (earlier !== undefined) return { kind: 'decided', result: earlier };
        const rules = { ...bot.config };
        const answer = decide({ space, now, rules }, { ...request.verb, id, by: request.by, revision });
        if (answer.kind === 'refused') return answer;
        bot.spaces.set(space.id, answer.space);
        const result = { decision: answer.decision, status: statusOf(answer.space) };
        answered.set(`${space.id}/${id}`, result);
        return { kind: 'decided', result };
      },
      async enterByHand(entry, by, key) {
        bot.entries.push({ ...entry, by, key });
        if (entry.room === 'C120') return { kind: 'refused', reason: 'C120 is taken at that time.' };
        const isKept = (await bot.answer?.())?.kind === 'kept';
        return { kind: 'entered', id: bot.nextEntry, ...(isKept ? { isKept } : {}) };
      },
    },
  };
  return bot;
}
