// Operators' signals carry no revision, so whatever comes first is decided first. Whatever the order, a room is held by
// exactly one of two that want it, and nobody's request is lost.
import assert from 'node:assert/strict';
import { heldRoom, type OpenSpace } from '../../core/open-space.ts';
import type { Verb } from '../../core/request.ts';
import { decideSignal } from '../../workflows/messages.ts';
import { forSuite } from '../support/for-tests.ts';
import { expectInvariants } from '../support/invariants.ts';
import { randomBy } from '../support/random.ts';
import { eventually } from '../support/running-bot.ts';
import { hour, minute, startWorkbench, testConfig } from '../support/workbench.ts';

const sessions = 30;
const seed = 20_170_519;

describe('requests that reach an open space at the same moment', function () {
  // Real servers beside everything else that a busy machine does.
  this.timeout(180_000);
  const rooms = ['R', 'S'].flatMap((letter) =>
    Array.from({ length: sessions }, (_, at) => ({ name: `${letter}${at + 1}`, aliases: [] })),
  );
  const conference = { ...testConfig().conference, rooms };
  const bench = forSuite(() => startWorkbench({ realTime: true, config: { conference } }));
  let requests = 0;
  let wave = 0;

  /** One that is approved, and another one that wants the same room then and waits for it. */
  async function openRivals(at: number): Promise<{ holder: OpenSpace; rival: OpenSpace }> {
    const wish = { room: `R${at + 1}`, inMinutes: 600 + wave * 180 };
    const holder = await bench.announce({ ...wish, approvedBy: { id: 'ana', name: 'ana', door: 'api' } });
    const rival = await bench.announce(wish);
    assert.deepEqual([holder.standing.status, rival.standing.status], ['scheduled', 'conflict']);
    return { holder, rival };
  }

  async function signal({ id }: OpenSpace, verb: Verb): Promise<string> {
    const requestId = `signal-${(requests += 1)}`;
    const handle = bench.client.workflow.getHandle(bench.workflowId(id));
    await handle.signal(decideSignal, { ...verb, by: 'an operator', id: requestId });
    return requestId;
  }

  /** Sends each its verbs in the same moment, and checks what people would see once all are answered. */
  async function race(verbsOf: (space: OpenSpace, at: number) => readonly Verb[]): Promise<void> {
    wave += 1;
    const pairs = await Promise.all(Array.from({ length: sessions }, (_, at) => openRivals(at)));
    const sent = await Promise.all(
      pairs.map(async ({ holder }, at) => ({
        holder,
        ids: await Promise.all(verbsOf(holder, at).map((verb) => signal(holder, verb))),
      })),
    );
    const stored = async ({ id }: OpenSpace) => (await bench.store.openSpaces.find(id))?.space ?? assert.fail();
    await eventually(
      'every request is decided or refused',
      async () => {
        const answered = await Promise.all(
          sent.map(async ({ holder, ids }) => {
            const { decisions, refusals } = await stored(holder);
            const known = [...decisions, ...refusals].map(({ id }) => id);
            return ids.every((id) => known.includes(id));
          }),
        );
        return answered.every(Boolean);
      },
      50,
    );
    // The one who waits gets a room that was given up, and nobody gets a room that was not.
    await eventually(
      'each room has one holder',
      async () => {
        const held = await Promise.all(
          pairs.map(async ({ holder, rival }) => {
            const [first, second] = [heldRoom(await stored(holder)), heldRoom(await stored(rival))];
            const keeps = first?.room === holder.room && first?.startAt === holder.startAt;
            return keeps !== (second !== undefined);
          }),
        );
        return held.every(Boolean);
      },
      50,
    );
    await expectInvariants(bench.store);
  }

  const deny: Verb = { verb: 'decide', approval: 'denied' };
  const approve: Verb = { verb: 'decide', approval: 'approved' };

  it('deny and approve: no other session gets the room of an approved one', async () => {
    await race((_, at) => (at % 2 === 0 ? [deny, approve] : [approve, deny]));
  });

  it('another room and cancel: a cancelled session blocks neither room', async () => {
    await race((_, at) => {
      const move: Verb = { verb: 'change', room: `S${at + 1}` };
      return at % 2 === 0 ? [move, { verb: 'cancel' }] : [{ verb: 'cancel' }, move];
    });
  });

  it(`any two or three verbs, by seed ${seed}`, async () => {
    const random = randomBy(seed);
    await race(({ startAt = 0 }, at) => {
      const verbs: readonly Verb[] = [
        deny,
        approve,
        { verb: 'decide', approval: 'needs_action' },
        { verb: 'change', room: `S${at + 1}` },
        { verb: 'change', place: 'the sofas' },
        { verb: 'change', startAt: startAt + hour },
        { verb: 'change', startAt: startAt + 50 * minute, room: `S${at + 1}` },
        { verb: 'decide', approval: 'approved', room: `R${at + 1}`, startAt },
        { verb: 'stage', room: `R${at + 1}`, startAt },
        { verb: 'cancel' },
      ];
      return Array.from({ length: 2 + random.below(2) }, () => random.pick(verbs));
    });
  });

  it('two different changes by one organiser from one card: one counts, the other is refused', async () => {
    wave += 1;
    const { holder } = await openRivals(0);
    const { revision } = await bench.state(holder.id);
    const answers = await Promise.all(
      ['S1', 'S2'].map((room) => bench.ask(holder.id, { verb: 'change', room }, { revision })),
    );
    const kinds = answers.map(({ kind }) => kind);
    assert.deepEqual(kinds.toSorted(), ['decided', 'refused']);
    const refusal = answers.find((answer) => answer.kind === 'refused');
    assert.match(refusal?.reason ?? '', /^ana was faster: S[12] instead of R1\./u);
    const { room, decisions } = await bench.state(holder.id);
    assert.equal(room, kinds[0] === 'decided' ? 'S1' : 'S2');
    assert.equal(decisions.length, 1);
  });
});
