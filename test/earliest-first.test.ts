import assert from 'node:assert/strict';
import { forSuite } from './support/for-tests.ts';
import { eventually } from './support/running-bot.ts';
import { minute, startWorkbench } from './support/workbench.ts';

describe('when more reminders are overdue than X takes at once', function () {
  this.timeout(300_000);
  const bench = forSuite(() => startWorkbench({ realTime: true }));

  it('a later start waits, and says so, until the earlier ones are out', async () => {
    const crowd = Array.from({ length: 100 }, (_, n) => `crowd-${n}`);
    const rows = crowd.map((openSpaceId) => ({
      _id: openSpaceId as never,
      conferenceId: 'testconf',
      openSpaceId,
      status: 'approved',
      dueAt: new Date(Date.now() - minute),
      startAt: new Date(Date.now() + 5 * minute),
    }));
    await bench.db.collection('reminders').insertMany(rows);
    const approvedBy = { id: 'ana', name: 'Ana', door: 'api' } as const;
    const earliest = await bench.announce({ room: 'A103', inMinutes: 4, approvedBy });
    const later = await bench.announce({ room: 'B114', inMinutes: 10, approvedBy });

    const heldOf = async (id: string) => (await bench.state(id)).reminders[0]?.held;
    await eventually('the later one waits', async () => (await heldOf(later.id)) !== undefined, 100);
    assert.match((await heldOf(later.id)) ?? '', /^X takes 100 posts at once, and 10\d that start earlier go first/u);
    const statusOf = async (id: string) => (await bench.store.openSpaces.find(id))?.status;
    await eventually('the earliest goes out', async () => (await statusOf(earliest.id)) === 'sent', 100);
    assert.equal((await bench.x.timeline()).length, 1);

    await bench.db.collection('reminders').deleteMany({ openSpaceId: { $in: crowd } });
    await eventually('the later one follows', async () => (await statusOf(later.id)) === 'sent', 100);
    assert.equal((await bench.x.timeline()).length, 2);
  });

  it('a late one does not wait for ever if X has named a limit of no posts, as to a refused account', async () => {
    const windows = [{ minutes: 15, limit: 0 }];
    const none = { route: 'post', limit: 0, remaining: 0, resetAt: Date.now() - minute, windows } as const;
    await bench.store.health.sayLimits([none], new Date());
    const approvedBy = { id: 'ana', name: 'Ana', door: 'api' } as const;
    const { id } = await bench.announce({ room: 'A104', inMinutes: 10, approvedBy });
    await eventually('it goes out', async () => (await bench.store.openSpaces.find(id))?.status === 'sent');
  });
});
