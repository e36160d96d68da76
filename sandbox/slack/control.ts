/** The sandbox's own routes: for the page, and for tests. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Outcome } from './delivery.ts';
import { faultSchema } from './faults.ts';
import type { Faults } from './faults.ts';
import { answerJson, readBody, Refusal } from './http.ts';
import { dismissView, pressInMessage, pressInView, submitView } from './interactions.ts';
import type { Hand } from './hand.ts';
import { openHome, runCommand, useShortcut } from './invocations.ts';
import { say } from './said.ts';
import type { SocketMode } from './socket-mode.ts';
import type { Message, State } from './state.ts';
import { channels, findChannel, findPerson, sandboxOrganisers, sandboxStrangers } from './workspace.ts';

export interface Controls extends Hand {
  readonly faults: Faults;
  readonly sockets: SocketMode;
  /** Whether the app gets signed requests, instead of using sockets. */
  readonly byRequests: boolean;
}

const someOrganiser = sandboxOrganisers[0].id;
const userId = z.string().default(someOrganiser);
const values = z.record(z.string(), z.unknown()).default({});
/** Several rows of a message may have elements with equal action ids. The block id says which one is meant. */
const action = { actionId: z.string(), blockId: z.string().optional(), userId, values };
const inMessage = z.object({ channel: z.string(), ts: z.string(), ...action });
const inView = z.object({ viewId: z.string(), ...action });
const submission = z.object({ viewId: z.string(), userId, values });
const command = z.object({
  command: z.string(),
  text: z.string().default(''),
  userId,
  channel: z.string().default('general'),
});
const shortcut = z.object({ callbackId: z.string(), channel: z.string(), ts: z.string(), userId });
const somebody = z.object({ userId });
const writing = z.object({ channel: z.string(), text: z.string().min(1).max(4_000), userId });
const membership = z.object({
  userId: z.string(),
  deactivated: z.boolean().optional(),
  guest: z.enum(['single-channel', 'multi-channel']).optional(),
  teamId: z.string().optional(),
  channels: z.array(z.string()).optional(),
});
const disconnection = z.object({ reason: z.string().default('refresh_requested') });

type Route = (controls: Controls, query: URLSearchParams, body: unknown) => Promise<[status: number, body: unknown]>;

const ok: [number, unknown] = [200, { ok: true }];

const routes: Readonly<Record<string, Route>> = {
  'GET messages': async ({ state }, query) => [200, messagesIn(state, query.get('channel'))],
  'GET ephemerals': async ({ state }, query) => {
    const person = personIn(query);
    const seen = state.ephemerals.rows().filter((one) => person === undefined || one.userId === person);
    return [
      200,
      seen.map(({ channelId, userId, ...one }) => ({ ...one, channel: nameOf(channelId), channelId, user: userId })),
    ];
  },
  'GET views': async ({ state }, query) => {
    const person = personIn(query);
    return [200, state.views.rows().filter((view) => person === undefined || view.userId === person)];
  },
  'GET warnings': async ({ state }) => [200, state.warnings.rows()],
  'GET failures': async ({ state }) => [200, state.failures.rows()],
  'GET page': async (controls, query) => [200, drawable(controls, personIn(query) ?? someOrganiser)],
  'POST messages': async (controls, _query, body) => {
    const { ts, outcome } = await say(controls, parse(writing, body));
    const [status, answer] = answerTo(outcome);
    return [status, { ...(answer as object), ts }];
  },
  'POST actions': async (controls, _query, body) => {
    const isView = z.object({ viewId: z.string() }).safeParse(body).success;
    return answerTo(
      isView
        ? await pressInView(controls, parse(inView, body))
        : await pressInMessage(controls, parse(inMessage, body)),
    );
  },
  'POST submissions': async (controls, _query, body) => {
    const { outcome, errors } = await submitView(controls, parse(submission, body));
    const [status, answer] = answerTo(outcome);
    return Object.keys(errors).length === 0 ? [status, answer] : [200, { ok: false, acked: true, errors }];
  },
  'POST dismissals': async ({ state }, _query, body) => {
    dismissView(state, parse(somebody, body).userId);
    return ok;
  },
  'POST commands': async (controls, _query, body) => answerTo(await runCommand(controls, parse(command, body))),
  'POST shortcuts': async (controls, _query, body) => answerTo(await useShortcut(controls, parse(shortcut, body))),
  'POST home-opened': async (controls, _query, body) =>
    answerTo(await openHome(controls, parse(somebody, body).userId)),
  'POST members': async ({ state }, _query, body) => {
    const { userId, ...what } = parse(membership, body);
    state.members.set(userId, what);
    return ok;
  },
  'POST disconnect': async ({ sockets }, _query, body) => [
    200,
    { ok: true, sockets: sockets.disconnect(parse(disconnection, body).reason) },
  ],
  'POST faults': async ({ faults }, _query, body) => {
    faults.add(parse(faultSchema, body));
    return ok;
  },
  'GET faults': async ({ faults }) => [200, faults.list()],
  'DELETE faults': async ({ faults }) => {
    faults.clear();
    return ok;
  },
};

/** @param name the path after `/sandbox/` */
export async function answerControl(
  controls: Controls,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const route = routes[`${request.method} ${name}`];
  if (route === undefined) throw new Refusal(404, 'not_found', `no ${request.method} /sandbox/${name}`);
  const text = await readBody(request);
  const [status, body] = await route(controls, query, readJson(text));
  answerJson(response, status, body, { 'cache-control': 'no-store' });
}

function readJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, 'invalid_json', 'the body must be JSON');
  }
}

function parse<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Refusal(400, 'invalid_body', z.prettifyError(parsed.error));
  return parsed.data;
}

function answerTo(outcome: Outcome): [status: number, body: unknown] {
  switch (outcome.result) {
    case 'acked':
      return [200, { ok: true, acked: true }];
    case 'unacked':
      return [
        504,
        { ok: false, acked: false, error: 'not_acked', message: 'This app did not respond: no ack within 3 seconds.' },
      ];
    case 'no_app_connected':
      return [503, { ok: false, acked: false, error: 'no_app_connected', message: 'No app is connected.' }];
    case 'refused':
      return [502, { ok: false, acked: false, error: 'refused', message: `The app answered ${outcome.status}.` }];
    default:
      return outcome satisfies never;
  }
}

const nameOf = (channelId: string): string => findChannel(channelId)?.name ?? channelId;

function personIn(query: URLSearchParams): string | undefined {
  const user = query.get('user');
  if (user === null || user === '') return undefined;
  return findPerson(user)?.id ?? user;
}

function messagesIn(state: State, channel: string | null): unknown[] {
  const wanted = channel === null || channel === '' ? undefined : findChannel(channel);
  if (wanted === undefined && channel !== null && channel !== '') {
    throw new Refusal(404, 'channel_not_found', `no channel ${channel}`);
  }
  const messages = state.messages.rows().filter(({ channelId }) => wanted === undefined || channelId === wanted.id);
  return messages.map(asListed);
}

function asListed({ channelId, userId, ...message }: Message): unknown {
  return { ...message, channel: nameOf(channelId), channelId, user: userId };
}

/** The number of newest messages that the page shows of each channel. */
const drawn = 200;

/** All data that the page needs to show the workspace as one person sees it. */
function drawable({ state, sockets, byRequests }: Controls, user: string): unknown {
  return {
    user,
    organisers: sandboxOrganisers,
    strangers: sandboxStrangers,
    link: byRequests
      ? { isUp: true, text: 'signed requests' }
      : { isUp: sockets.connected() > 0, text: sockets.connected() > 0 ? 'app connected' : 'no app connected' },
    channels: channels.map(({ id, name }) => ({
      id,
      name,
      messages: state.messages
        .rows()
        .filter(({ channelId }) => channelId === id)
        .slice(-drawn),
      ephemerals: state.ephemerals
        .rows()
        .filter((one) => one.channelId === id && one.userId === user)
        .slice(-20),
    })),
    views: state.views.rows().filter((view) => view.userId === user),
    picks: state.picks.rows().filter((pick) => pick.userId === user),
    failures: state.failures
      .rows()
      .filter((failure) => failure.userId === user)
      .slice(-20),
  };
}
