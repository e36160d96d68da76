import { z } from '@hono/zod-openapi';
import type { Conference } from '../../core/conference.ts';
import { approvals } from '../../core/reminder.ts';
import { localDayAndTime } from '../../core/local-time.ts';
import { titleOf } from '../../core/open-space.ts';
import { postIdOf } from '../../core/posts-of.ts';
import type { OpenSpaceView } from '../../store/open-spaces.ts';
import type { ReminderView } from '../../store/reminders.ts';
import type { TweetDoc } from '../../store/tweets.ts';
import { workflowUrl } from '../../temporal/workflow-url.ts';
import { openSpaceWorkflowId } from '../../workflows/messages.ts';
import type { ApiContext } from '../context.ts';
import { conflictAnswer, conflictShape } from './conflict-answer.ts';
import { actorSchema, decisionShape, instantAnswer, isoIn, madeDecision } from './fields.ts';
import { reminderInside, reminderInsideAnswer } from './reminder-answer.ts';
import { decisionWords, outsideWords, statuses } from '../../core/words.ts';

const openSpaceFields = {
  id: z.string().openapi({
    description: 'The id of the tweet’s first version, or `manual-<n>`; the workflow’s id after its last colon.',
  }),
  status: z.enum(statuses),
  approval: z.enum(approvals).openapi({ description: 'The approval of its next or last reminder.' }),
  room: z.string().nullable(),
  place: z.string().nullable(),
  title: z.string().nullable(),
  note: z.string().nullable(),
  startsAt: instantAnswer.nullable(),
  startsAtLocal: z.string().nullable().openapi({ description: 'For people.', example: 'Fri 19 May 17:00 PDT' }),
  tweet: z
    .strictObject({
      id: z.string().openapi({ description: 'The id of its newest version.' }),
      url: z.string(),
      host: z.strictObject({ id: z.string(), username: z.string(), name: z.string().nullable() }),
    })
    .nullable()
    .openapi({ description: 'Null if it was entered by hand without a tweet.' }),
  text: z.string().optional().openapi({ description: 'The tweet’s text, if the bot heard it.' }),
  reasons: z.array(z.string()).openapi({ description: 'What was read from which words, or why a person is needed.' }),
  warnings: z.array(z.string()).openapi({ description: 'That the start is on no day of the conference.' }),
  conflictWith: conflictShape.optional(),
  reminders: z.array(reminderInside),
  decisions: z.array(decisionShape),
  refusals: z
    .array(z.strictObject({ at: instantAnswer, by: actorSchema, reason: z.string() }))
    .openapi({ description: 'The newest requests that were kept and later refused.' }),
  revision: z.int().openapi({ description: 'Grows with every change. Also the ETag.' }),
  temporalUrl: z.string().optional().openapi({ description: 'Its workflow in the Temporal UI.' }),
};

const example = {
  id: '865679812345678901',
  status: 'approved',
  approval: 'approved',
  room: 'B114',
  place: null,
  title: null,
  note: null,
  startsAt: '2017-05-19T17:00:00-07:00',
  startsAtLocal: 'Fri 19 May 17:00 PDT',
  tweet: {
    id: '865679812345678901',
    url: 'https://x.com/host/status/865679812345678901',
    host: { id: '1234', username: 'host', name: 'A Host' },
  },
  text: 'Acro yoga @ 5pm in B114 #pyconopenspaces',
  reasons: ['room B114', '17:00 on the day it was written'],
  warnings: [],
  reminders: [],
  decisions: [
    {
      at: '2017-05-19T12:02:11-07:00',
      by: { id: 'U012AB3CD', name: 'ana', door: 'slack' as const },
      verb: 'decide',
      words: 'approved',
    },
  ],
  refusals: [],
  revision: 1,
} as const;

const plainShape = z.strictObject(openSpaceFields);
export const openSpaceShape = plainShape.openapi('OpenSpace', { example });

/** An open space with the decision that a request made. */
export const decidedShape = z.strictObject({ ...openSpaceFields, decision: madeDecision }).openapi('DecidedOpenSpace', {
  example: {
    ...example,
    decision: { at: '2017-05-19T12:02:11-07:00', by: { id: 't1', name: 'board', door: 'api' }, words: 'approved' },
  },
});

/** A request that no worker answered in time. */
export const keptShape = z
  .strictObject({ kept: z.literal(true), detail: z.string(), openSpace: openSpaceShape })
  .openapi('KeptRequest', {
    description: 'No worker answers at the moment. The request is kept and will be decided. Check again later.',
  });

export type OpenSpaceAnswer = z.infer<typeof plainShape>;

type Heard = { readonly name: string };

/**
 * Views in the format for callers, with facts of the tweets, hosts and reminders. Three queries, however many views.
 */
export async function openSpaceAnswers(
  { store, temporalUi }: ApiContext,
  views: readonly OpenSpaceView[],
): Promise<OpenSpaceAnswer[]> {
  const ids = views.map((view) => view._id);
  const hostIds = [...new Set(views.flatMap((view) => view.hostId ?? []))];
  const [{ conference }, tweets, users, reminders] = await Promise.all([
    store.configs.current(),
    store.tweets.findMany(views.map(({ space }) => postIdOf(space))),
    store.users.list({ ids: hostIds }, hostIds.length + 1),
    store.reminders.listOf(ids),
  ]);
  const names = new Map<string, Heard>(users.map((user) => [user._id, user]));
  return views.map((view) =>
    toAnswer(view, {
      tweet: tweets.get(postIdOf(view.space)),
      host: names.get(view.hostId ?? ''),
      reminders: reminders.filter((reminder) => reminder.openSpaceId === view._id),
      conference,
      temporalUi,
    }),
  );
}

export async function openSpaceAnswer(context: ApiContext, view: OpenSpaceView): Promise<OpenSpaceAnswer> {
  const [one] = await openSpaceAnswers(context, [view]);
  if (one === undefined) throw new Error('one view makes one answer');
  return one;
}

interface Beside {
  readonly tweet: TweetDoc | undefined;
  readonly host: Heard | undefined;
  readonly reminders: readonly ReminderView[];
  readonly conference: Conference;
  readonly temporalUi: ApiContext['temporalUi'];
}

function toAnswer(view: OpenSpaceView, { tweet, host, reminders, conference, temporalUi }: Beside): OpenSpaceAnswer {
  const { space } = view;
  const { source, standing, startAt, timeZone } = space;
  const outside = outsideWords(startAt, conference);
  const iso = (at: number) => isoIn(timeZone, at);
  return {
    id: view._id,
    status: view.status,
    approval: view.currentApproval,
    room: space.room ?? null,
    place: space.place ?? null,
    title: titleOf(space) ?? null,
    note: space.note ?? null,
    startsAt: startAt === undefined ? null : iso(startAt),
    startsAtLocal: startAt === undefined ? null : localDayAndTime(startAt, timeZone),
    tweet:
      source === undefined
        ? null
        : {
            id: source.tweetId,
            url: source.url,
            host: { ...source.host, name: host?.name ?? tweet?.author.name ?? null },
          },
    ...(tweet === undefined || tweet.text === '' ? {} : { text: tweet.text }),
    reasons: (tweet?.reading?.reasons ?? []).map((reason) => reason.words),
    warnings: outside === undefined ? [] : [outside],
    ...(standing.status === 'conflict' ? { conflictWith: conflictAnswer(standing.with, timeZone) } : {}),
    reminders: reminders
      .toSorted((a, b) => b.minutes - a.minutes)
      .map((reminder) => reminderInsideAnswer(reminder, timeZone)),
    decisions: space.decisions.map((decision) => ({
      at: iso(decision.at),
      by: decision.by,
      verb: decision.verb,
      words: decisionWords(decision, timeZone),
    })),
    refusals: space.refusals.map(({ at, by, reason }) => ({ at: iso(at), by, reason })),
    revision: view.revision,
    ...(temporalUi === undefined
      ? {}
      : { temporalUrl: workflowUrl(temporalUi, openSpaceWorkflowId(space.conferenceId, space.id)) }),
  };
}
