// Many organisers at once, from Slack, the API and the Temporal CLI, about sessions that want the same few rooms.
import assert from 'node:assert/strict';
import { defaultPayloadConverter } from '@temporalio/common';
import { clashes } from '../../core/conflict.ts';
import { occupiedRooms } from '../../core/listed-room.ts';
import { heldRoom, type OpenSpace } from '../../core/open-space.ts';
import type { Request, Verb } from '../../core/request.ts';
import { decideSignal } from '../../workflows/messages.ts';
import { startTestApi } from '../support/api-server.ts';
import { forSuite } from '../support/for-tests.ts';
import { expectInvariants } from '../support/invariants.ts';
import { randomBy } from '../support/random.ts';
import { eventually } from '../support/running-bot.ts';
import { minute } from '../support/workbench.ts';

/** 3,000 take some minutes on a small machine; run them where posting, claims or the mailbox change. */
const requests = 600;
const inOneWave = 150;
const atOnce = 16;
const sessions = 40;
const rooms = ['A103', 'A104', 'A105', 'A106', 'A105+A106', 'B114'];
/** Minutes from now: the first two clash, the third one does not. */
const starts = [600, 610, 700];
const seed = 3_000;

describe(`${requests} requests from everywhere about ${sessions} sessions that want ${rooms.length} rooms`, () => {
  const api = forSuite(() => startTestApi());
  let spaces: OpenSpace[];
  const began = Date.now();
  const random = randomBy(seed);
  /** The ids of all that was decided, and of kept requests that were refused. */
  const answered = new Set<string>();
  const counts: Record<string, number> = {};

  before(async () => {
    spaces = [];
    for (let at = 0; at < sessions; at += 1) {
      const [room, inMinutes] = [random.pick(rooms), random.pick(starts)];
      spaces.push(await api.bench.announce({ room, inMinutes }));
    }
  });

  const startAt = () => Math.ceil(began / minute + random.pick(starts)) * minute;
  const views = () => api.bench.store.openSpaces.list('testconf', {}, 1_000);

  async function look(): Promise<void> {
    for (const { space } of await views()) {
      for (const { id } of [...space.decisions, ...space.refusals]) answered.add(`${space.id} ${id}`);
    }
  }

  function someVerb(): Verb {
    return random.pick<() => Verb>([
      () => ({ verb: 'decide', approval: 'approved' }),
      () => ({ verb: 'decide', approval: 'approved', room: random.pick(rooms), startAt: startAt() }),
      () => ({ verb: 'decide', approval: 'denied' }),
      () => ({ verb: 'decide', approval: 'needs_action' }),
      () => ({ verb: 'change', room: random.pick(rooms) }),
      () => ({ verb: 'change', startAt: startAt() }),
      () => ({ verb: 'change', title: `Title ${random.below(5)}` }),
      () => ({ verb: 'stage', room: random.pick(rooms), startAt: startAt() }),
      () => ({ verb: 'cancel' }),
    ])();
  }

  /** A press in Slack: with the revision of the card, which may be old by now. */
  async function press(openSpaceId: string, n: number): Promise<string> {
    const by = { id: `U${n % 7}`, name: `organiser ${n % 7}`, door: 'slack' } as const;
    const card = await api.bench.store.openSpaces.find(openSpaceId);
    const verb = someVerb();
    const answer = await api.context.openSpaces.ask({
      openSpaceId,
      verb,
      by,
      ...(card === null ? {} : { revision: card.revision }),
    });
    if (answer.kind === 'refused') assert.ok(answer.reason.length > 0);
    return answer.kind;
  }

  async function call(openSpaceId: string): Promise<string> {
    const request = random.pick<() => { path: string; body?: object }>([
      () => ({ path: `POST /open-spaces/${openSpaceId}/approve` }),
      () => ({ path: `POST /open-spaces/${openSpaceId}/deny` }),
      () => ({ path: `POST /open-spaces/${openSpaceId}/cancel` }),
      () => ({ path: `PATCH /open-spaces/${openSpaceId}`, body: { room: random.pick(rooms) } }),
      () => ({ path: `PATCH /open-spaces/${openSpaceId}`, body: { startsAt: new Date(startAt()).toISOString() } }),
    ])();
    const { status, text } = await api.call(request.path, request.body === undefined ? {} : { body: request.body });
    assert.ok([200, 202, 409, 412].includes(status), `${request.path}: ${status} ${text}`);
    return status === 200 ? 'decided' : status === 202 ? 'kept' : 'refused';
  }

  async function signal(openSpaceId: string, n: number): Promise<string> {
    const handle = api.bench.client.workflow.getHandle(api.bench.workflowId(openSpaceId));
    await handle.signal(decideSignal, { ...someVerb(), by: 'an operator', id: `signal-${n}` });
    return 'signalled';
  }

  /** What was sent by signal, an operator's or a request that was kept, by Temporal's own record. */
  async function signalled(openSpaceId: string): Promise<string[]> {
    const { events } = await api.bench.client.workflow.getHandle(api.bench.workflowId(openSpaceId)).fetchHistory();
    const inputs = (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: sent }) =>
      sent?.signalName === decideSignal.name ? [sent.input?.payloads?.[0]] : [],
    );
    return inputs.map((payload) => defaultPayloadConverter.fromPayload<Request>(payload ?? assert.fail()).id);
  }

  it('books no room twice, blocks none, and leaves nobody without an answer', async function () {
    this.timeout(600_000);
    for (let sent = 0; sent < requests; sent += inOneWave) {
      let next = sent;
      const asker = async () => {
        while (next < sent + inOneWave) {
          const n = next++;
          // Some sessions are asked far more than others, so that a request often finds another one there.
          const space = random.pick(random.below(3) === 0 ? spaces.slice(0, 2) : spaces);
          const way = random.pick([() => press(space.id, n), () => call(space.id), () => signal(space.id, n)]);
          const kind = await way();
          counts[kind] = (counts[kind] ?? 0) + 1;
        }
      };
      const watching = new AbortController();
      const watch = (async () => {
        while (!watching.signal.aborted) {
          await look();
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      })();
      await Promise.all(Array.from({ length: atOnce }, asker));
      const kept = await Promise.all(
        spaces.map(async ({ id }) => (await signalled(id)).map((request) => `${id} ${request}`)),
      );
      const isAnswered = async () => kept.flat().every((request) => answered.has(request));
      await eventually('every request that was kept is answered', isAnswered, 60);
      watching.abort();
      await watch;
      await expectInvariants(api.bench.store);
    }
    assert.equal(counts['gone'], undefined);
    // Most are refused, because somebody was faster; far from all.
    assert.ok(answered.size > requests / 5, `${answered.size} are decided, or kept and refused`);
    process.stderr.write(`  ${JSON.stringify(counts)}\n`);
  });

  it('and the rooms that nobody holds can be booked by the next one', async () => {
    const { conference, conflictWindow } = await api.bench.store.configs.current();
    for (const room of rooms) {
      for (const minutes of starts) {
        const wanted = Math.ceil(began / minute + minutes) * minute;
        const isTaken = (await views()).some(({ space }) => {
          const held = heldRoom(space);
          if (held === undefined || !clashes(wanted, held.startAt, conflictWindow)) return false;
          const occupied = occupiedRooms(held.room, conference.rooms);
          return occupiedRooms(room, conference.rooms).some((part) => occupied.includes(part));
        });
        const startsAt = new Date(wanted).toISOString();
        const { status, text } = await api.call('POST /open-spaces', { body: { room, startsAt } });
        assert.equal(status, isTaken ? 409 : 201, `${room} ${startsAt}: ${text}`);
      }
    }
    await expectInvariants(api.bench.store);
  });
});
