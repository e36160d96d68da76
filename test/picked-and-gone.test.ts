import assert from 'node:assert/strict';
import { organisersPages } from './support/web-client.ts';

/** As after a restore from an older copy, while a page from before is open. */
const gone = '1999999999999999999';

describe('Several open spaces of which one does not exist any more', () => {
  const { web, client } = organisersPages();

  const approve = async (...picks: string[]): Promise<string> => {
    await client.post('/admin/approve', picks.map((pick) => `pick=${encodeURIComponent(pick)}`).join('&'));
    return client.said();
  };

  it('are approved, and the answer names it', async () => {
    const id = await web.hear('heron', 'Origami tomorrow at 18:00 in A105 #pyconopenspaces');
    const revision = (await web.context.store.openSpaces.find(id))?.revision ?? 0;
    assert.equal(
      await approve(`${id}:${revision}`, `${gone}:3`),
      `Approved 1 open space. 1 could not be approved (${gone}): It does not exist, or was removed.`,
    );
    assert.match(await approve(`${gone}:3`), /^Approved 0 open spaces\. 1 could not be approved/u);
  });

  it('are shifted, and the answer names it', async () => {
    const id = await web.hear('egret', 'Knots tomorrow at 20:00 in A106 #pyconopenspaces');
    const revision = (await web.context.store.openSpaces.find(id))?.revision ?? 0;
    const form = { minutes: '15', targets: `${id}.${revision},${gone}.3` };
    const page = await (await client.post('/admin/shift', form)).text();
    assert.match(page, /Shifted 1 open space, 15 minutes later\./u);
    assert.match(page, new RegExp(`Not shifted[^]*${gone}[^]*It does not exist, or was removed\\.`, 'u'));
  });
});
