import assert from 'node:assert/strict';
import { hearTweet } from '../activities/hear-tweet.ts';
import { lookForChanges, watchForChanges } from '../activities/look-for-changes.ts';
import { incomingTweet as tweet } from './support/incoming-tweet.ts';
import { eventually } from './support/running-bot.ts';
import { hearFromX, hearingBench, soon } from './support/tweets-heard.ts';
import { minute } from './support/workbench.ts';

describe('a deleted post among many', () => {
  const { bench, view } = hearingBench();

  it('does not count as deleted if X finds none of them', async () => {
    const rooms = ['A103', 'A104', 'A105', 'A106', 'B114', 'B115'];
    const posts = rooms.map((room) => tweet(`Session @ ${soon(56)} in ${room} #pyconopenspaces`));
    for (const post of posts) await hearTweet(bench.deps, post);
    await watchForChanges(bench.deps)(await bench.store.configs.current());
    const spaces = () => Promise.all(posts.map(({ id }) => bench.state(id)));
    const gone = async () => (await spaces()).filter(({ source }) => source?.isGone === true).length;
    assert.equal(await gone(), 0);
    // If X finds another one, five count as deleted in one round, and the rest in the next.
    const found = await bench.x.tweet('ada', 'Lovely lunch #pyconopenspaces');
    const lookUpMany = (ids: readonly string[]) => bench.deps.x.lookUpMany([...ids, found]);
    const deps = { ...bench.deps, x: { ...bench.deps.x, lookUpMany } };
    for (const count of [5, 6]) {
      await lookForChanges(deps, await spaces(), await bench.store.configs.current());
      await eventually(`${count} are gone`, async () => (await gone()) === count);
    }
  });

  it('does not count as deleted where X finds it when it is asked for this one alone', async () => {
    const { deps } = bench;
    const id = await bench.x.tweet('ada', `Seldom found @ ${soon(57)} in A103 #pyconopenspaces`);
    await hearFromX(bench, id);
    const { space } = (await view(id)) ?? assert.fail();
    const alone: string[] = [];
    const lookUp = async (asked: string) => {
      alone.push(asked);
      return deps.x.lookUp(asked);
    };
    const gone = { kind: 'gone', why: 'deleted' } as const;
    const config = await deps.store.configs.current();
    const look = (...ids: string[]) => {
      const lookUpMany = async () => new Map(ids.map((one) => [one, gone] as const));
      return lookForChanges({ ...deps, x: { ...deps.x, lookUp, lookUpMany } }, [space, space], config);
    };
    const spent = async () => (await deps.store.budgets.find(config.conference.id)).spent;
    const before = await spent();
    // Two sessions are based on it.
    await look(id, '1');
    assert.match((await bench.store.tweets.find(id))?.text ?? '', /^Seldom found/u);
    assert.equal((await bench.state(id)).source?.isGone, undefined);
    assert.deepEqual(alone, [id]);
    assert.ok((await spent()) > before, 'X bills the answer');
    // Where only this one was asked for, X is not asked again.
    await look(id);
    await eventually('it is off', async () => (await bench.state(id)).source?.isGone === true);
    assert.deepEqual(alone, [id]);
  });

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
