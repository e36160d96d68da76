import * as fc from 'fast-check';
import { properties } from './properties.ts';

describe('an open space under every order of messages', () => {
  for (const { name, property, runs } of properties) {
    it(name, async function () {
      this.timeout(600_000);
      await fc.assert(property, { numRuns: runs });
    });
  }
});
