// A test run for test/test-runs.test.ts: its first hook fails when something runs already, which nobody stops.
import { mongoServer } from '../servers.ts';

describe('a run', () => {
  before(async () => {
    await mongoServer();
    setInterval(() => undefined, 60_000);
    throw new Error('the sample hook fails');
  });
  it('that is never reached', () => undefined);
});

describe('the rest of the run', () => {
  it('goes on', () => undefined);
});
