import assert from 'node:assert/strict';
import { createShift } from '../temporal/shift.ts';
import { startWebPages, type WebPages } from './support/web-pages.ts';

const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;

describe('A shift in the middle of which the bot loses its servers', () => {
  let web: WebPages;
  before(async () => {
    web = await startWebPages();
  });
  after(() => web.stop());

  it('says what it has moved, so that it can be undone', async () => {
    const { store, openSpaces } = web.context;
    const early = await web.hear('early_e', 'Yoga tomorrow at 18:00 in A105 #pyconopenspaces');
    const late = await web.hear('late_l', 'Chess tomorrow at 20:00 in A105 #pyconopenspaces');
    const { shift } = createShift(store, async (asked) => {
      if (asked.openSpaceId === early) throw new Error('Temporal is away');
      return openSpaces.ask(asked);
    });
    const both = [{ id: early }, { id: late }];
    const { moved, refused } = await shift(both, 15, by);
    assert.deepEqual([moved.map(({ view }) => view._id), refused.map(({ view }) => view._id)], [[late], [early]]);
    assert.match(refused[0]?.reason ?? '', /^The bot cannot reach its own servers/u);
    // Where nothing has moved, or the same request will come again, there is nothing to say.
    await assert.rejects(shift([{ id: early }], 15, by), /Temporal is away/u);
    await assert.rejects(shift(both, 15, by, 'repeatable'), /Temporal is away/u);
  });
});
