import assert from 'node:assert/strict';
import { denyWaiting } from '../temporal/deny-waiting.ts';
import { createTestBot } from './support/slack-service.ts';
import { yoga } from './support/slack-views.ts';

describe('denying everything of a host', () => {
  it('denies what was listed, and nothing that somebody has approved since', async () => {
    const bot = createTestBot();
    const space = yoga();
    bot.spaces.set(space.id, space);
    const listed = await bot.service.listWaitingOf('77001');
    const approval = { verb: 'decide', approval: 'approved' } as const;
    const by = { id: 'U0ORG1', name: 'ana', door: 'web' } as const;
    await bot.service.ask({ openSpaceId: space.id, verb: approval, by });
    await denyWaiting({ ...bot.service, listWaitingOf: async () => listed }, '77001', by);
    assert.equal(bot.spaces.get(space.id)?.reminders[0]?.state.status, 'approved');
  });
});
