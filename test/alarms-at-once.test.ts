import assert from 'node:assert/strict';
import { createCauseFinder, usualLimits } from '../activities/alarm-causes.ts';
import { mendAlarm, raiseAlarm, watchAlarms } from '../activities/alarms.ts';
import type { Deps } from '../activities/deps.ts';
import { tellOrganisers } from '../activities/desk-news.ts';
import { forEachTest } from './support/for-tests.ts';
import { standingStill } from './support/held.ts';
import { now, someConfig } from './support/slack-views.ts';
import { startTellingDesk } from './support/telling-desk.ts';

const disk = { _id: 'disk', words: 'The disk is nearly full.', mendedWords: 'It has space.' } as const;

describe('a desk that stood still while it looked for alarms', () => {
  const desk = forEachTest(startTellingDesk);

  /** Without Temporal. */
  const openSpaces = {
    listProblems: () => Promise.reject(new Error('no Temporal here')),
    deskHeartbeatAt: () => Promise.reject(new Error('no Temporal here')),
  } as unknown as Deps['openSpaces'];

  /** A desk stands still in its first look, after it has found the causes of alarms, until `meanwhile` is over. */
  async function standStill(meanwhile: () => Promise<void>, isLong = false): Promise<void> {
    const { deps, store } = desk;
    const over = new AbortController();
    let time = 0;
    const serverTime = standingStill(() => Promise.resolve(now));
    const stopwatch = () => time;
    const standing = { ...deps(), openSpaces, stopwatch, store: { ...store, serverTime: serverTime.call } };
    const watching = watchAlarms(standing, over.signal);
    await serverTime.reached;
    await meanwhile();
    if (isLong) time += 60_000;
    over.abort();
    serverTime.goOn();
    await watching;
    await tellOrganisers(deps());
  }

  it('does not end an alarm that has begun since', async () => {
    await standStill(async () => {
      await raiseAlarm(desk.deps(), disk);
      await tellOrganisers(desk.deps());
    });
    assert.deepEqual(await desk.told(), ['⚠ The disk is nearly full.']);
  });

  it('does not raise an alarm that has ended since', async () => {
    const { deps, store, told, setTime } = desk;
    const lost = { connected: false, since: new Date(now - 3_600_000), lastError: 'the connection was closed' };
    await store.health.say('listener', lost, new Date(now));
    const isRaised = { _id: 'stream', words: 'Tweets are not heard.', mendedWords: 'Tweets are heard again.' } as const;
    await raiseAlarm(deps(), isRaised);
    await tellOrganisers(deps());
    await standStill(async () => {
      await store.health.say('listener', { connected: true, since: new Date(now) }, new Date(now));
      await mendAlarm(deps(), 'stream');
      await tellOrganisers(deps());
      setTime(now + 60_000);
    }, true);
    assert.deepEqual(await told(), ['⚠ Tweets are not heard.', '✓ Tweets are heard again.']);
  });

  it('does not believe that its clock is wrong', async () => {
    const { deps, store } = desk;
    let time = now;
    const deskHeartbeatAt = async (): Promise<number> => {
      const heartbeat = time - 1_000;
      time += 60_000;
      return heartbeat;
    };
    const standing = { ...deps(), store: { ...store, serverTime: async () => now }, clock: () => time };
    const find = createCauseFinder({ ...standing, openSpaces: { ...openSpaces, deskHeartbeatAt } }, usualLimits);
    assert.deepEqual(await find(someConfig()), []);
  });
});
