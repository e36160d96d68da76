/** The bot behind the Slack app, in memory: the real rules, no Temporal and no store. */
import type { Actor } from '../../core/actor.ts';
import { decide } from '../../core/decide.ts';
import type { Config } from '../../core/config.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { requestId } from '../../core/request.ts';
import { statusOf } from '../../core/status.ts';
import type { SlackService } from '../../slack/open-space-service.ts';
import type { Asked, Entry } from '../../temporal/open-space-service.ts';
import type { Card } from '../../store/open-spaces.ts';
import type { AskOutcome } from '../../temporal/ask-open-space.ts';
import type { DecisionResult } from '../../workflows/messages.ts';
import { now, someConfig, viewOf } from './slack-views.ts';

export interface TestBot {
  readonly service: SlackService;
  config: Config;
  readonly spaces: Map<string, OpenSpace>;
  readonly cards: Map<string, Card[]>;
  readonly asked: Asked[];
  readonly entries: (Entry & { readonly by: Actor })[];
  /** Answers every request instead of the rules, while it is set. */
  answer: (() => Promise<AskOutcome>) | undefined;
  /** Whether the bot's own servers are away. */
  isAway: boolean;
}

export function createTestBot(): TestBot {
  const answered = new Map<string, DecisionResult>();
  const bot: TestBot = {
    config: someConfig(),
    spaces: new Map(),
    cards: new Map(),
    asked: [],
    entries: [],
    answer: undefined,
    isAway: false,
    service: {
      async config() {
        if (bot.isAway) throw new Error('MongoDB is away');
        return bot.config;
      },
      async find(id) {
        const space = bot.spaces.get(id);
        return space === undefined ? null : viewOf(space, bot.cards.get(id) ?? []);
      },
      async listUndecided() {
        return [...bot.spaces.values()].map((space) => viewOf(space, bot.cards.get(space.id) ?? []));
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
        const answer = decide(space, { ...request.verb, id, by: request.by, revision }, now, rules);
        if (answer.kind === 'refused') return answer;
        bot.spaces.set(space.id, answer.space);
        const result = { decision: answer.decision, status: statusOf(answer.space) };
        answered.set(`${space.id}/${id}`, result);
        return { kind: 'decided', result };
      },
      async enterByHand(entry, by) {
        bot.entries.push({ ...entry, by });
        return entry.room === 'C120'
          ? { kind: 'refused', reason: 'C120 is taken then.' }
          : { kind: 'entered', id: 'manual-1' };
      },
    },
  };
  return bot;
}
