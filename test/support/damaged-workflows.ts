/** A bot whose workflows an operator or a crash loses, ends and resets. */
import assert from 'node:assert/strict';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Verb } from '../../core/request.ts';
import { forSuite } from './for-tests.ts';
import { expectInvariants } from './invariants.ts';
import { reconciling } from './reconciling.ts';
import { eventually } from './running-bot.ts';
import { startWorkbench, testConfig } from './workbench.ts';

export const ana = { id: 'ana', name: 'ana', door: 'api' } as const;

export function damagedWorkflows() {
  const rooms = Array.from({ length: 40 }, (_, at) => ({ name: `R${at + 1}`, aliases: [] }));
  const conference = { ...testConfig().conference, rooms };
  const bench = forSuite(() => startWorkbench({ realTime: true, settleSeconds: 1, config: { conference } }));
  beforeEach(() => bench.x.control('DELETE /sandbox/faults'));
  afterEach(() => expectInvariants(bench.store));

  let room = 0;
  const freeRoom = (): string => `R${(room += 1)}`;
  const stored = async (id: string): Promise<OpenSpace> =>
    (await bench.store.openSpaces.find(id))?.space ?? assert.fail();
  const statusOf = async (id: string) => (await stored(id)).reminders[0]?.state.status;
  return {
    bench,
    ...reconciling(bench),
    freeRoom,
    stored,
    statusOf,
    approved: () => bench.announce({ room: freeRoom(), inMinutes: 120, approvedBy: ana }),
    isStatus: (id: string, status: string) =>
      eventually(`${id} is ${status}`, async () => (await statusOf(id)) === status),
    postsAbout: async (id: string) => (await bench.x.timeline()).filter(({ text }) => text.includes(id)),
    ask: (openSpaceId: string, verb: Verb) => bench.service.ask({ openSpaceId, verb, by: ana }),
  };
}
