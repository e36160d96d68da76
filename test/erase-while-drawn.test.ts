import assert from 'node:assert/strict';
import { eraseTweet } from '../store/erase.ts';
import { forSuite } from './support/for-tests.ts';
import { startWorkbench } from './support/workbench.ts';

describe('a card that is being drawn', () => {
  const bench = forSuite(() => startWorkbench());

  it('is drawn again if its host is erased meanwhile', async () => {
    const { id } = await bench.announce({ inMinutes: 60, room: 'A103' });
    const drawn = (await bench.store.openSpaces.find(id)) ?? assert.fail();
    await eraseTweet(bench.db, id, new Date());
    await bench.store.openSpaces.markDrawn(drawn);
    assert.equal((await bench.store.openSpaces.find(id))?.stale, true);
  });
});
