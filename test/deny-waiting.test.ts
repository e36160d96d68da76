import assert from 'node:assert/strict';
import { ServiceError } from '@temporalio/client';
import { manyWords } from '../core/words.ts';
import { denyWaiting } from '../temporal/ask-many.ts';
import { collectedLog } from './support/collected-log.ts';
import { createTestBot } from './support/slack-service.ts';
import { yoga } from './support/slack-views.ts';

describe('denying everything of a host', () => {
  const log = collectedLog();

  it('denies the listed open spaces, but none that somebody has approved since', async () => {
    const bot = createTestBot();
    const space = yoga();
    bot.spaces.set(space.id, space);
    const listed = await bot.service.listWaitingOf('77001');
    const approval = { verb: 'decide', approval: 'approved' } as const;
    const by = { id: 'U0ORG1', name: 'ana', door: 'web' } as const;
    await bot.service.ask({ openSpaceId: space.id, verb: approval, by });
    await denyWaiting({ ...bot.service, log, listWaitingOf: async () => listed }, '77001', by);
    assert.equal(bot.spaces.get(space.id)?.reminders[0]?.state.status, 'approved');
  });

  it('names those that it has denied, and the others with the reason, if the servers fail in the middle', async () => {
    const bot = createTestBot();
    const [one, two] = [yoga({ id: '8660000000000001' }), yoga({ id: '8660000000000002' })];
    for (const space of [one, two]) bot.spaces.set(space.id, space);
    const by = { id: 'U0ORG1', name: 'ana', door: 'web' } as const;
    const ask: typeof bot.service.ask = async (asked) => {
      if (asked.openSpaceId === two.id) throw new ServiceError('Temporal is away');
      return bot.service.ask(asked);
    };
    const answers = await denyWaiting({ ...bot.service, ask, log }, '77001', by);
    assert.equal(
      manyWords('Denied', answers),
      'Denied 1 open space. 1 could not be denied (an open space by @host_of_yoga): ' +
        'Temporal does not answer. Try again in a few seconds. Before you try again, check whether it was done.',
    );
    bot.spaces.delete(one.id);
    await assert.rejects(denyWaiting({ ...bot.service, ask, log }, '77001', by), /Temporal is away/u);
  });
});
