import assert from 'node:assert/strict';
import { lookAtSource } from '../activities/look-at-source.ts';
import { forSuite } from './support/for-tests.ts';
import { eventually } from './support/running-bot.ts';
import { hearFromX } from './support/tweets-heard.ts';
import { minute, startWorkbench } from './support/workbench.ts';

describe('an edit of “in 40 minutes”', () => {
  const bench = forSuite(() => startWorkbench());

  it('moves the session only if these words are edited', async () => {
    const postedAt = Date.now() - 20 * minute;
    const write = (text: string, after: number, editOf?: string): Promise<string> => {
      const createdAt = new Date(postedAt + after * minute).toISOString();
      return bench.x.tweet('host', `${text} #pyconopenspaces`, { createdAt, editOf });
    };
    const hear = async (id: string): Promise<void> => {
      await hearFromX(bench, id);
      await eventually('it knows this version', async () => (await bench.state(first)).source?.tweetId === id);
    };
    const first = await write('Rubby for all in 40 minutes, A103', 0);
    await hear(first);
    await bench.ask(first, { verb: 'decide', approval: 'approved' });
    const { startAt } = await bench.state(first);
    assert.equal(startAt, postedAt + 40 * minute);

    const second = await write('Ruby for all in 40 minutes, A103', 4, first);
    await hear(second);
    const third = await write('Ruby for everybody, in 40 minutes, A103!', 9, second);
    await hear(third);
    const known = await bench.state(first);
    assert.deepEqual([known.startAt, known.reminders[0]?.state.status], [startAt, 'approved']);

    // The look just before a reminder reads an edit that was not heard in the same way.
    const unheard = await write('Ruby for all of us, in 40 minutes, A103', 14, third);
    const { change } = await lookAtSource(bench.deps, known);
    assert.equal(change?.kind === 'edited' ? change.startAt : undefined, startAt);

    await hear(await write('Ruby for all in 45 minutes, A103', 15, unheard));
    const moved = await bench.state(first);
    assert.deepEqual([moved.startAt, moved.reminders[0]?.state.status], [postedAt + 60 * minute, 'needs_action']);
  });
});
