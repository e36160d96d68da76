/** What organisers ask, through Slack, the API and Temporal, and what they were told. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Verb } from '../../core/request.ts';
import { isAlertRole } from '../../slack/alerts.ts';
import { decideSignal, openSpaceWorkflowId } from '../../workflows/messages.ts';
import type { Step } from '../model/steps.ts';
import type { PlannedStep } from './plan.ts';
import type { Stage } from './play.ts';
import { count, isDisturbed } from './records.ts';
import { conferenceId, type Answer } from './run-bot.ts';

/** Milliseconds. */
const patience = 15_000;

type Ask = Extract<Step, { do: 'ask' }>;

export async function ask(
  stage: Stage,
  openSpaceId: string,
  { verb, stale }: Ask,
  planned: PlannedStep,
): Promise<void> {
  const view = await stage.bot.store.openSpaces.find(openSpaceId);
  if (view === null) return;
  const revision = Math.max(0, view.revision - stale);
  switch (planned.door) {
    case 'slack':
      return press(stage, openSpaceId, verb);
    case 'api':
      return decideByApi(stage, openSpaceId, verb, revision);
    case 'signal':
      return sendSignal(stage, openSpaceId, verb, planned.pick, stale === 0 ? undefined : revision);
  }
}

/** As an operator does with the Temporal CLI; without a revision it is about whatever stands. */
async function sendSignal({ bot, records }: Stage, openSpaceId: string, verb: Verb, n: number, revision?: number) {
  const request = { ...verb, by: 'an operator', id: `signal-${n}`, ...(revision === undefined ? {} : { revision }) };
  const handle = bot.client.workflow.getHandle(openSpaceWorkflowId(conferenceId, openSpaceId));
  const sent = await bot.client
    .withDeadline(Date.now() + 10_000, () => handle.signal(decideSignal, request))
    .then(
      () => 'sent',
      () => 'not taken',
    );
  count(records.answers, `signal: ${sent}`);
}

async function decideByApi(stage: Stage, openSpaceId: string, verb: Verb, revision: number): Promise<void> {
  const headers = { 'If-Match': `"${revision}"` };
  const path = `open-spaces/${openSpaceId}`;
  const call = (method: string, route: string, body?: unknown) =>
    askApi(stage, method, route, body, openSpaceId, headers);
  switch (verb.verb) {
    case 'decide':
      if (verb.room !== undefined) await call('PATCH', path, { room: verb.room });
      else if (verb.approval === 'needs_action')
        await call('PATCH', `reminders/${openSpaceId}-1`, { approval: 'needs_action' });
      else await call('POST', `${path}/${verb.approval === 'approved' ? 'approve' : 'deny'}`);
      return;
    case 'change':
      await call('PATCH', path, {
        ...(verb.room === undefined ? {} : { room: verb.room }),
        ...(verb.title === undefined ? {} : { title: verb.title }),
      });
      return;
    case 'cancel':
      await call('POST', `${path}/cancel`);
      return;
    case 'sendNow':
      await call('POST', `${path}/send-now`);
      return;
    case 'retry':
    case 'stage':
    case 'undo':
    case 'confirmSent':
      // The API has no route for these.
      return sendSignal(stage, openSpaceId, verb, revision, revision);
  }
}

/** The button that asks for it; undefined where no button does. */
function buttonOf(verb: Verb): string | undefined {
  switch (verb.verb) {
    case 'decide':
      return { approved: 'approve', denied: 'deny', needs_action: 'take_back' }[verb.approval];
    case 'change':
      return verb.room === undefined ? undefined : 'apply';
    case 'cancel':
      return 'cancel';
    case 'sendNow':
      return 'send_now';
    case 'retry':
      return 'try_again';
    case 'undo':
      return 'take_back';
    case 'stage':
    case 'confirmSent':
      return undefined;
  }
}

async function press({ bot, records }: Stage, openSpaceId: string, verb: Verb): Promise<void> {
  const view = await bot.store.openSpaces.find(openSpaceId);
  const actionId = buttonOf(verb);
  if (view === null || actionId === undefined) return;
  const ofAlert = actionId === 'try_again';
  const card = view.cards?.findLast(({ role }) => isAlertRole(role) === ofAlert);
  if (card === undefined) return count(records.answers, 'slack: no card');
  const values = 'room' in verb && verb.room !== undefined ? { room: verb.room } : {};
  const { status } = await bot.slack('POST', 'actions', { channel: card.channel, ts: card.ts, actionId, values });
  count(records.answers, `slack: ${status}`);
}

/**
 * A call to the API. Every answer must be one that its description knows; a failure counts only where nothing was
 * disturbed. What it confirmed about an open space is remembered.
 */
export async function askApi(
  stage: Stage,
  method: string,
  path: string,
  body?: unknown,
  openSpaceId?: string,
  headers?: Record<string, string>,
): Promise<Answer> {
  const { bot, records, note } = stage;
  const askedAt = Date.now();
  const what = `${method} ${path}`;
  const answer = await untilItListens(() => bot.api(method, path, body, headers));
  note(`${what} ${JSON.stringify(body ?? {})}: ${answer.status} after ${Date.now() - askedAt} ms, ${reasonOf(answer)}`);
  count(records.answers, `api: ${answer.status}`);
  const isFailure = answer.status === 0 || answer.status >= 500;
  if (isFailure && !isDisturbed(records, Date.now()) && !isDisturbed(records, askedAt)) {
    records.problems.add(`${what} was answered ${answer.status} although nothing was disturbed: ${reasonOf(answer)}`);
  }
  const decision = answer.body['decision'] as { at?: string } | undefined;
  if (answer.status === 200 && openSpaceId !== undefined && decision?.at !== undefined) {
    records.confirmed.push({ openSpaceId, decidedAt: Date.parse(decision.at), what });
  }
  return answer;
}

/** As people do whose browser says that the server cannot be reached: they try again. Nothing was asked yet. */
async function untilItListens(request: () => Promise<Answer>): Promise<Answer> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      const { code } = (error as { cause?: { code?: string } }).cause ?? {};
      if (code !== 'ECONNREFUSED' || Date.now() > deadline) return { status: 0, body: { error: String(error), code } };
    }
    await sleep(300);
  }
}

function reasonOf({ body }: Answer): string {
  const { detail, error, revision, status } = body as Record<string, string | undefined>;
  return detail ?? error ?? `${status ?? ''} ${revision ?? ''}`;
}
