import { watchForChanges } from '../activities/look-for-changes.ts';
import { eventually } from './support/running-bot.ts';
import { hearFromX, hearingBench, soon } from './support/tweets-heard.ts';
import { minute } from './support/workbench.ts';

describe('a deleted post', () => {
  const { bench } = hearingBench();

  it('is noticed although X says of many others that it does not have them', async () => {
    const { deps } = bench;
    const ids: string[] = [];
    for (let at = 0; at < 12; at += 1)
      ids.push(await bench.x.tweet('ada', `Loom ${at} @ ${soon(50)} #pyconopenspaces`));
    for (const id of ids) await hearFromX(bench, id);
    const [shown = '', ...missed] = ids;
    const lookUpMany = async () =>
      new Map([
        [shown, await deps.x.lookUp(shown)],
        ...missed.map((id) => [id, { kind: 'gone', why: 'deleted' }] as const),
      ]);
    let passed = 0;
    const stopwatch = () => (passed += 4 * minute);
    const look = watchForChanges({ ...deps, stopwatch, x: { ...deps.x, lookUpMany } });
    // The second one is deleted after X was asked for it.
    for (const id of missed.slice(-2)) {
      await bench.x.control(`DELETE /sandbox/tweets/${id}`);
      for (let round = 0; round < 3; round += 1) await look(await deps.store.configs.current());
      await eventually('it is known', async () => (await bench.state(id)).source?.isGone === true);
    }
  });
});
