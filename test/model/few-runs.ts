/**
 * The model for `npm run mutate`: for each planted fault one run of forty, the same ones each time, without a search
 * for the smallest example. A fault that leaves a promise open ends the run.
 */
import * as fc from 'fast-check';
import { properties } from './properties.ts';

describe('an open space under some orders of messages', () => {
  for (const { name, property, runs } of properties) {
    it(name, async () => {
      await fc.assert(property, { numRuns: runs / 40, seed: 4, endOnFailure: true, timeout: 20_000 });
    });
  }
});
