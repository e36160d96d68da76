import assert from 'node:assert/strict';
import { lookForNews } from '../activities/desk-news.ts';
import { keepUnreadable, tellUnreadable } from '../activities/unreadable-tweets.ts';
import { createConfigService } from '../temporal/config-service.ts';
import { forEachTest } from './support/for-tests.ts';
import { ana, someConfig } from './support/slack-views.ts';
import { startTellingDesk } from './support/telling-desk.ts';

const diesFirst = (): Promise<never> => Promise.reject(new Error('the process died'));

describe('a process dies between two writes', () => {
  const desk = forEachTest(startTellingDesk);

  it('and the audit still says who saved the config', async () => {
    const { store, depsWith } = desk;
    await lookForNews(depsWith(store));
    const dying = { ...store, audit: { ...store.audit, addConfig: diesFirst } };
    await assert.rejects(createConfigService(depsWith(dying)).setPaused(true, ana));
    await lookForNews(depsWith(store));
    const entries = await store.audit.list({}, 10);
    assert.deepEqual(
      entries.map(({ by, words }) => [by.name, words]),
      [[ana.name, 'config version 2']],
    );
  });

  it('and organisers are told only once of a post that cannot be read', async () => {
    const { store, deps, depsWith, told } = desk;
    const config = someConfig();
    const dying = { ...store, tweets: { ...store.tweets, markTold: diesFirst } };
    await keepUnreadable(
      { ...deps(), clock: Date.now },
      { id: '7', why: 'X sent it without created_at', text: 'Chess' },
      'c',
    );
    await tellUnreadable(depsWith(dying), config).catch(() => {});
    // Meanwhile there is a newer one: it comes in a message of its own, because an edit notifies nobody.
    await keepUnreadable({ ...deps(), clock: Date.now }, { id: '8', why: 'X sent it without text', text: 'Go' }, 'c');
    await tellUnreadable(deps(), config);
    assert.equal((await told()).length, 1, JSON.stringify(await told()));
    await tellUnreadable(deps(), config);
    assert.deepEqual(
      (await told()).map((text) => /status\/(\d)/u.exec(text)?.[1]),
      ['7', '8'],
    );
    assert.deepEqual(await store.tweets.listUntold(), []);
  });
});
