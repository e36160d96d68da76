/** What a run must leave behind once everything has come to rest, as sentences about what is wrong. */
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultPayloadConverter } from '@temporalio/common';
import { decidableUntil } from '../../core/open-space.ts';
import { isSettled, reminderId } from '../../core/reminder.ts';
import type { AuditEntry } from '../../store/audit.ts';
import type { OpenSpaceView } from '../../store/open-spaces.ts';
import type { OpenSpaceResult } from '../../workflows/messages.ts';
import { decideSignal, openSpaceWorkflowId, stateQuery } from '../../workflows/messages.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { judgeLedger, type Lateness } from './ledger.ts';
import type { Stage } from './play.ts';
import type { Records } from './records.ts';
import { conferenceId, type RunBot } from './run-bot.ts';

const all = 10_000;
/** The reconciler's ten minutes, and one of its rounds. Milliseconds. */
const abandonedAfterMs = 11 * 60_000;
/** What is due for so long has no excuse any more once nothing is disturbed. Milliseconds. */
const dueFor = 5_000;

export interface Judgement {
  readonly problems: string[];
  /** Reminders that are about to go out: the run should wait for them. */
  readonly comingUp: number;
  readonly openSpaces: number;
  readonly posts: number;
  readonly lateness: readonly Lateness[];
  /** Reminders by how they stand. */
  readonly ends: Readonly<Record<string, number>>;
}

/** @param deep also asks Temporal about every workflow, which takes longer */
export async function judge({ bot, records }: Stage, deep: boolean): Promise<Judgement> {
  const { store } = bot;
  const [views, audit, config, broken, abandoned] = await Promise.all([
    store.openSpaces.list(conferenceId, {}, all),
    auditOf(bot),
    store.configs.current(),
    brokenInvariants(store),
    abandonedClaims(bot),
  ]);
  const ledger = await judgeLedger(bot, records, views, audit);
  const now = Date.now();
  const due = views
    .filter(({ space }) => space.standing.status === 'scheduled' && !config.paused)
    .flatMap(({ space }) =>
      space.reminders
        .filter(({ state }) => state.status === 'approved')
        .map(({ key, sendAt = 0 }) => ({ id: reminderId(space.id, key), sendAt })),
    );
  return {
    problems: [
      ...records.problems,
      ...broken.filter((problem) => !abandoned.some((id) => problem.startsWith(`${id} is not stored`))),
      ...ledger.problems,
      ...due
        .filter(({ sendAt }) => sendAt < now - dueFor)
        .map(({ id, sendAt }) => `${id} is due since ${new Date(sendAt).toISOString()}`),
      ...views.flatMap(untold),
      ...(await stray(bot, views)),
      ...(await unheard(bot, records, views)),
      ...forgotten(records, audit),
      ...(deep ? await judgeWorkflows(bot, records, views, audit) : []),
    ],
    comingUp: due.filter(({ sendAt }) => sendAt >= now - dueFor && sendAt < now + 15_000).length,
    openSpaces: views.length,
    posts: ledger.posts,
    lateness: ledger.lateness,
    ends: ledger.ends,
  };
}

/**
 * Open spaces for which a room was claimed lately: where their first state is never stored, the reconciler frees it ten
 * minutes later.
 */
async function abandonedClaims({ db }: RunBot): Promise<string[]> {
  const document = await db.collection<{ claims: { openSpaceId: string; claimedAt: Date }[] }>('roomClaims').findOne();
  const since = Date.now() - abandonedAfterMs;
  return (document?.claims ?? [])
    .filter(({ claimedAt }) => claimedAt.getTime() > since)
    .map(({ openSpaceId }) => openSpaceId);
}

async function auditOf({ store }: RunBot): Promise<AuditEntry[]> {
  return store.audit.list({}, 100_000);
}

/** Every end is told: on the card, and by a message of its own where an approved reminder did not go out. */
function untold({ _id, space, stale, cards = [] }: OpenSpaceView): string[] {
  const alerts = space.reminders.flatMap(({ key, state }) => {
    const isLoss = state.status === 'failed' || state.status === 'unconfirmed';
    if (!isLoss && !(state.status === 'missed' && state.wasApproved === true)) return [];
    // Trouble that came again has the revision of the decision before it in its role.
    return cards.some(({ role }) => `${role}:`.startsWith(`alert:${state.status}:${key}:`))
      ? []
      : [`${_id}-${key} ${state.status} and nobody was told`];
  });
  const sending = space.reminders.flatMap(({ key, state }) =>
    state.status === 'sending' ? [`${_id}-${key} is still sending`] : [],
  );
  return [
    ...alerts,
    ...sending,
    ...(stale ? [`the card of ${_id} is not up to date`] : []),
    ...(cards.length === 0 ? [`${_id} has no card`] : []),
  ];
}

/** Each message about an open space is one that the bot knows, so that it follows what becomes of it. */
async function stray(bot: RunBot, views: readonly OpenSpaceView[]): Promise<string[]> {
  const known = new Set(views.flatMap(({ _id, cards = [] }) => cards.map(({ ts }) => `${_id} ${ts}`)));
  const inChannels = await Promise.all(
    ['outgoing_tweets', 'need_review', 'event_conflict'].map(async (channel) => {
      const { body } = await bot.slack('GET', `messages?channel=${channel}`);
      return body as unknown as { ts: string; metadata?: { event_payload: { open_space_id?: string } } }[];
    }),
  );
  return inChannels.flat().flatMap(({ ts, metadata }) => {
    const id = metadata?.event_payload.open_space_id;
    return id === undefined || known.has(`${id} ${ts}`) ? [] : [`a message about ${id} is never drawn again`];
  });
}

/** Every post of a host is stored with its verdict, and its newest version is what the open space rests on. */
async function unheard({ store }: RunBot, { posts }: Records, views: readonly OpenSpaceView[]): Promise<string[]> {
  const stored = await store.tweets.findMany(posts.map(({ first }) => first));
  return posts.flatMap(({ first, versions, deletedAt, isChatter }) => {
    const tweet = stored.get(first);
    // X delivers nothing that was deleted before the bot could hear it.
    if (deletedAt !== undefined) return [];
    if (tweet === undefined) return [`the tweet ${first} was never heard`];
    if (tweet.state !== 'handled') return [`the tweet ${first} is ${tweet.state}`];
    if (tweet.reading === undefined && tweet.ignoredBecause === undefined) return [`the tweet ${first} has no verdict`];
    const newest = versions.at(-1);
    if (tweet.tweetId !== newest) return [`the edit ${newest} of the tweet ${first} was never heard`];
    const space = views.find(({ _id }) => _id === first)?.space;
    if (space === undefined) return isChatter === true ? [] : [`no open space came of the tweet ${first}`];
    // What an operator ended hears of the edit once somebody takes that back.
    const isEnded = space.decisions.some(({ verb }) => verb === 'ended');
    const isOver = isEnded || ['cancelled', 'over'].includes(space.standing.status) || space.reminders.some(isSettled);
    return isOver || space.source?.tweetId === newest
      ? []
      : [`${first} rests on ${space.source?.tweetId}, not on its edit ${newest}`];
  });
}

/** What the API confirmed stands in the audit for ever. */
function forgotten({ confirmed }: Records, audit: readonly AuditEntry[]): string[] {
  const known = new Set(audit.map(({ openSpaceId, at }) => `${openSpaceId} ${at.getTime()}`));
  return confirmed.flatMap(({ openSpaceId, decidedAt, what }) =>
    known.has(`${openSpaceId} ${decidedAt}`) ? [] : [`${what} was confirmed, and no such decision stands`],
  );
}

/** Each workflow stands where the store does, and has answered all that was sent to it. */
async function judgeWorkflows(
  bot: RunBot,
  records: Records,
  views: readonly OpenSpaceView[],
  audit: readonly AuditEntry[],
): Promise<string[]> {
  const answered = new Set(audit.map(({ openSpaceId, decision }) => `${openSpaceId} ${decision?.id}`));
  const problems: string[] = [];
  for (const view of views) {
    const { _id } = view;
    let found = await judgeWorkflow(bot, view);
    if (found.length > 0) {
      // Starts pass while this is judged: what has just ended is in the store by now.
      await sleep(2_000);
      found = await judgeWorkflow(bot, (await bot.store.openSpaces.find(_id)) ?? view);
    }
    problems.push(...found);
    if (
      records.forgetful.has(_id) ||
      records.terminated.has(_id) ||
      records.wipedAt.some((at) => at > view.space.openedAt)
    )
      continue;
    const requests = await signalled(bot, _id).catch(() => []);
    const isAnswered = (id: string) => answered.has(`${_id} ${id}`) || records.refusals.has(`${_id} ${id}`);
    problems.push(
      ...requests.filter((id) => !isAnswered(id)).map((id) => `the request ${id} of ${_id} was never answered`),
    );
  }
  return problems;
}

async function judgeWorkflow({ client }: RunBot, { _id, space, revision }: OpenSpaceView): Promise<string[]> {
  const handle = client.workflow.getHandle(openSpaceWorkflowId(conferenceId, _id));
  const status = await handle.describe().then(
    ({ status }) => status.name,
    () => 'none',
  );
  const isWaiting =
    space.standing.status !== 'over' &&
    decidableUntil(space) > Date.now() + 5_000 &&
    (space.standing.status !== 'scheduled' || space.reminders.some((one) => !isSettled(one)));
  if (status === 'RUNNING') {
    const state = await client.withDeadline(Date.now() + 10_000, () => handle.query(stateQuery)).catch(() => undefined);
    if (state === undefined) return [`the workflow of ${_id} does not answer`];
    return state.revision === revision
      ? []
      : [`the workflow of ${_id} stands at ${state.revision}, the store at ${revision}`];
  }
  if (status === 'COMPLETED') {
    const { space: ended } = (await handle.result()) as OpenSpaceResult;
    if (isWaiting) return [`the workflow of ${_id} has ended although it is ${space.standing.status}`];
    return ended.revision <= revision
      ? []
      : [`the workflow of ${_id} ended at ${ended.revision}, the store stands at ${revision}`];
  }
  return isWaiting && !['cancelled', 'dismissed'].includes(space.standing.status)
    ? [`${_id} is ${space.standing.status}, and its workflow ${status}`]
    : [];
}

/** The ids of what was sent to it by signal, by Temporal's own record. */
async function signalled({ client }: RunBot, openSpaceId: string): Promise<string[]> {
  const workflowId = openSpaceWorkflowId(conferenceId, openSpaceId);
  const ids: string[] = [];
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    for (const { workflowExecutionSignaledEventAttributes: sent } of events ?? []) {
      const payload = sent?.signalName === decideSignal.name ? sent.input?.payloads?.[0] : undefined;
      if (payload !== undefined && payload !== null)
        ids.push(defaultPayloadConverter.fromPayload<{ id: string }>(payload).id);
    }
  }
  return ids;
}
