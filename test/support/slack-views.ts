/** Open spaces as the store holds them, for tests of the Slack app. */
import { configSchema, defaultRules, type Config } from '../../core/config.ts';
import type { Conflict } from '../../core/conflict.ts';
import { decide } from '../../core/decide.ts';
import { newOpenSpace, type OpenSpace } from '../../core/open-space.ts';
import type { Reason } from '../../core/reading/reading.ts';
import type { Verb } from '../../core/request.ts';
import { approvalOf } from '../../core/reminder.ts';
import { currentReminder, statusOf } from '../../core/status.ts';
import { isUndecided } from '../../core/undecided.ts';
import type { Card, OpenSpaceView } from '../../store/open-spaces.ts';
import type { TweetDoc } from '../../store/tweets.ts';
import { sandboxChannels, sandboxOrganisers } from '../../sandbox/slack/workspace.ts';

/** Friday 19 May 2017, 14:00 in Portland. */
export const now = Date.parse('2017-05-19T14:00:00-07:00');
export const fivePm = Date.parse('2017-05-19T17:00:00-07:00');
export const ana = { id: sandboxOrganisers[0].id, name: 'ana', door: 'slack' } as const;
export const bo = { id: sandboxOrganisers[1].id, name: 'bo', door: 'slack' } as const;

export function someConfig(change: Partial<Config> = {}): Config {
  const rooms = ['A103', 'A104', 'A105', 'B114', 'B115', 'C120'].map((name) => ({ name, aliases: [] }));
  return configSchema.parse({
    ...defaultRules,
    conference: {
      id: 'pycon',
      name: 'PyCon 2017',
      timeZone: 'America/Los_Angeles',
      startDate: '2017-05-19',
      endDate: '2017-05-21',
      rooms,
    },
    organisers: sandboxOrganisers.map((one) => one.id),
    slackChannels: {
      outgoingTweets: sandboxChannels.outgoing_tweets,
      needReview: sandboxChannels.need_review,
      eventConflict: sandboxChannels.event_conflict,
    },
    ...change,
  });
}

export interface SpaceOptions {
  readonly id?: string;
  readonly verdict?: 'schedule' | 'review';
  readonly room?: string;
  readonly startAt?: number;
  readonly taken?: Conflict;
  readonly minutes?: readonly number[];
  readonly username?: string;
}

let made = 0;
/** An id that no other open space has. */
export const fresh = (): { readonly id: string } => ({ id: String(866_000_000_000_001_000n + BigInt((made += 1))) });

export function someSpace(options: SpaceOptions = {}): OpenSpace {
  const { id = '865000000000000001', verdict = 'schedule', room, startAt, taken, minutes = [15] } = options;
  const { username = 'host_of_yoga' } = options;
  const rules = { autoSend: false, approvalLeadMinutes: 30, reminderMinutes: [...minutes] };
  return newOpenSpace(
    {
      id,
      conferenceId: 'pycon',
      timeZone: 'America/Los_Angeles',
      conferenceEndsAt: Date.parse('2017-05-22T00:00:00-07:00'),
      source: {
        tweetId: id,
        url: `https://twitter.com/${username}/status/${id}`,
        host: { id: '77001', username },
      },
      plan: {
        verdict,
        ...(room === undefined ? {} : { room }),
        ...(startAt === undefined ? {} : { startAt }),
      },
      approvedBy: 'nobody',
      ...(taken === undefined ? {} : { taken }),
    },
    now,
    rules,
  );
}

/** Friday, 17:00, B114: needs approval. */
export const yoga = (options: SpaceOptions = {}): OpenSpace => someSpace({ room: 'B114', startAt: fivePm, ...options });

/** The space after an organiser's verb. @throws {Error} where the rules refuse it */
export function after(
  space: OpenSpace,
  verb: Verb,
  by: OpenSpace['decisions'][number]['by'] = ana,
  at = now,
): OpenSpace {
  const rules = { autoSend: false, approvalLeadMinutes: 30, reminderMinutes: [15] };
  const answer = decide({ space, now: at, rules }, { ...verb, id: `${verb.verb}:r${space.revision}`, by });
  if (answer.kind === 'refused') throw new Error(answer.reason);
  return answer.space;
}

export function viewOf(space: OpenSpace, cards: readonly Card[] = []): OpenSpaceView {
  return {
    _id: space.id,
    conferenceId: space.conferenceId,
    revision: space.revision,
    commitId: 'test',
    settled: true,
    status: statusOf(space),
    currentApproval: approvalOf(currentReminder(space)?.state ?? { status: 'needs_action' }),
    undecided: isUndecided(space),
    words: '',
    space,
    stale: true,
    cards,
    updatedAt: new Date(now),
  };
}

/** The host's tweet. @param found words of the text that gave something, by what they gave */
export function tweetOf(
  space: OpenSpace,
  text = 'Acro yoga @ 5pm in B114 #pyconopenspaces',
  found: Partial<Record<Reason['about'], string>> = { time: '5pm', room: 'B114' },
  more: readonly Reason[] = [],
): TweetDoc {
  const reasons = Object.entries(found).map(([about, words]): Reason => {
    const from = text.indexOf(words);
    return { about: about as Reason['about'], words: `“${words}”`, span: { from, to: from + words.length } };
  });
  return {
    _id: space.id,
    conferenceId: space.conferenceId,
    tweetId: space.id,
    text,
    url: `https://twitter.com/host_of_yoga/status/${space.id}`,
    postedAt: new Date(now),
    receivedAt: new Date(now),
    author: { id: '77001', username: 'host_of_yoga', name: 'Harper Host' },
    isRetweet: false,
    state: 'handled',
    reading: { verdict: 'schedule', intent: 'announce', reasons: [...reasons, ...more], rooms: [], starts: [] },
    openSpaceId: space.id,
  };
}
