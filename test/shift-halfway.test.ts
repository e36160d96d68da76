import assert from 'node:assert/strict';
import { ServiceError } from '@temporalio/client';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { ManyAsker } from '../temporal/ask-many.ts';
import { createShift } from '../temporal/shift.ts';
import { forSuite } from './support/for-tests.ts';
import { startWebPages } from './support/web-pages.ts';

const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;

describe('A shift that fails in the middle', () => {
  const web = forSuite(() => startWebPages());

  async function shiftThree(failure: Error) {
    const { store, openSpaces, log } = web.context;
    const n = heard++;
    const hear = (host: string, hour: number) =>
      web.hear(`${host}_${n}`, `Yoga tomorrow at ${hour}:00 in ${rooms[n]} #pyconopenspaces`);
    const [early, middle, late] = [await hear('early', 16), await hear('middle', 18), await hear('late', 20)];
    const asker: ManyAsker = {
      log,
      async ask(asked) {
        if (asked.openSpaceId === middle) throw failure;
        return openSpaces.ask(asked);
      },
    };
    const { shift } = createShift(store, asker);
    const names = new Map([
      [early, 'early'],
      [middle, 'middle'],
      [late, 'late'],
    ]);
    return {
      shift: (ids: readonly string[], seed?: string) =>
        shift(
          ids.map((id) => ({ id })),
          15,
          by,
          seed,
        ),
      all: [early, middle, late],
      middle,
      name: ({ view }: { view: OpenSpaceView }) => names.get(view._id),
    };
  }
  const rooms = ['A103', 'A104', 'A105'];
  let heard = 0;

  it('names what it has moved, so that it can be undone, and asks no more open spaces', async () => {
    const { shift, all, middle, name } = await shiftThree(new ServiceError('Temporal is away'));
    const { moved, refused } = await shift(all);
    assert.deepEqual([moved.map(name), refused.map(name)], [['late'], ['middle', 'early']]);
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      [
        'Temporal does not answer. Try again in a few seconds. Before you try again, check whether it was done.',
        'It was not asked. Temporal does not answer. Try again in a few seconds.',
      ],
    );
    assert.match(web.logged.at(-1) ?? '', /some of many requests failed.*Temporal is away/u);
    // Where nothing has moved, or the same request will come again, there is nothing to say.
    await assert.rejects(shift([middle]), /Temporal is away/u);
    await assert.rejects(shift(all, 'repeatable'), /Temporal is away/u);
  });

  it('moves the others if the bot itself fails on one, and does not blame its servers', async () => {
    const { shift, all, name } = await shiftThree(new TypeError('a fault of the bot'));
    const { moved, refused } = await shift(all);
    assert.deepEqual([moved.map(name), refused.map(name)], [['late', 'early'], ['middle']]);
    assert.equal(
      refused[0]?.reason,
      'The fault is ours, and it is in the log. Before you try again, check whether it was done.',
    );
    assert.match(web.logged.at(-1) ?? '', /some of many requests failed.*a fault of the bot/u);
  });
});
