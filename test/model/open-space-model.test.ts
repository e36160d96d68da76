import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { play } from './play.ts';
import { anyStep, sentBefore, stepAfterwards, type Step } from './steps.ts';
import { rooms } from './world.ts';

/** Runs of the model; each is some dozens of steps. */
const runs = { calm: 4_000, corrected: 2_000, rough: 9_000 };
/**
 * `npm run mutate` plays one run of a hundred for each fault that it plants, the same ones each time, and needs no
 * small example. A promise that a planted fault leaves open would hold it up for ever.
 */
const few = { seed: 1, endOnFailure: true, timeout: 20_000 };
const parameters = (numRuns: number): fc.Parameters<unknown> & { timeout?: number } =>
  process.env['FEW_MODEL_RUNS'] === undefined ? { numRuns } : { ...few, numRuns: numRuns / 50 };
const ids = ['1', '2', '3', '4'] as const;
/** Starts, in minutes from the beginning: near enough to clash, far enough not to. */
const starts = [40, 55, 120] as const;

const step = anyStep({ ids, rooms, starts });

describe('an open space under every order of messages', () => {
  const keepsItsRules = (of: fc.Arbitrary<Step>, numRuns: number) =>
    fc.assert(
      fc.asyncProperty(fc.array(of, { minLength: 10, maxLength: 60, size: 'max' }), async (steps) => {
        assert.deepEqual(await play(steps), []);
      }),
      parameters(numRuns),
    );

  it('keeps its rules while activities crash, stand still and come late', async function () {
    this.timeout(600_000);
    const rough = ['reset', 'lose Temporal', 'copy', 'restore', 'pause'];
    const calm = step.filter((one) => !rough.includes(one.do));
    await keepsItsRules(calm, runs.calm);
  });

  it('corrects what people were told, once for each change', async function () {
    this.timeout(600_000);
    const changes = fc.array(stepAfterwards('1', rooms, 120), { minLength: 5, maxLength: 30, size: 'max' });
    const played = (steps: readonly Step[]) => play([...sentBefore('1', 'A1', 120), ...steps]);
    const run = fc.asyncProperty(changes, async (steps) => assert.deepEqual(await played(steps), []));
    await fc.assert(run, parameters(runs.corrected));
  });

  it('keeps its rules over resets, a lost Temporal and restored databases as well', async function () {
    this.timeout(600_000);
    await keepsItsRules(step, runs.rough);
  });
});
