import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Document } from 'mongodb';
import { createCauseFinder, usualLimits } from '../activities/alarm-causes.ts';
import { mendAlarm, raiseAlarm } from '../activities/alarms.ts';
import { lookForNews, tellOrganisers } from '../activities/desk-news.ts';
import type { Deps } from '../activities/deps.ts';
import { theBot } from '../core/actor.ts';
import { dumpStore, loadBackup } from '../store/backup.ts';
import { ensureCollections } from '../store/connect.ts';
import { createStore, type Store } from '../store/store.ts';
import { createConfigService } from '../temporal/config-service.ts';
import { forEachTest } from './support/for-tests.ts';
import { freshDatabase } from './support/servers.ts';
import { ana, now, someConfig } from './support/slack-views.ts';
import { startTellingDesk } from './support/telling-desk.ts';

const disk = { _id: 'disk', words: 'The disk is nearly full.', mendedWords: 'It has space.' } as const;
const late = { _id: 'overdue', words: 'B114 is overdue.', mendedWords: 'None is overdue.', about: ['1-15'] } as const;

const kinds: Readonly<Record<string, (deps: Deps) => Promise<unknown>>> = {
  async 'a pause'(deps) {
    await lookForNews(deps);
    await createConfigService(deps).setPaused(true, ana);
    await lookForNews(deps);
    // If this desk dies before it notes the version, the next desk looks at the same version again.
    await deps.store.health.noteSeenConfig(1);
    await lookForNews(deps);
  },
  async 'an alarm'(deps) {
    for (let look = 0; look < 2; look += 1) await raiseAlarm(deps, disk);
  },
};

/** Finds the alarms that are on, without Temporal. */
function findCausesOf(deps: Deps) {
  const away = () => Promise.reject(new Error('no Temporal here'));
  const openSpaces = { listProblems: away, deskHeartbeatAt: away } as unknown as Deps['openSpaces'];
  return createCauseFinder({ ...deps, openSpaces }, usualLimits);
}

const failures: Readonly<Record<string, () => ReturnType<Deps['cards']['tell']>>> = {
  'Slack refuses one for good': () =>
    Promise.resolve({
      kind: 'later',
      afterMs: 60_000,
      why: 'Slack refuses: it is too long',
      isAmbiguous: false,
      isMessageRefused: true,
    }),
  'the bot fails on one': () => Promise.reject(new TypeError('it is too long')),
};

describe('organisers are told', () => {
  const desk = forEachTest(startTellingDesk);

  for (const [what, happen] of Object.entries(kinds)) {
    it(`once of ${what}, even if each process dies before it has stored that they were told`, async () => {
      const { store, depsWith, setTime, told } = desk;
      await happen(depsWith(store));
      const markTold = (): Promise<never> => Promise.reject(new Error('the disk is full'));
      const full = { ...store, outbox: { ...store.outbox, markTold } };
      for (let time = 0; time < 3; time += 1) {
        await tellOrganisers(depsWith(full)).catch(() => {});
        setTime(now + (time + 1) * 60_000);
      }
      assert.equal((await told()).length, 1, JSON.stringify(await told()));
    });
  }

  it('in order and once about what waited while Slack was down, even by another process', async () => {
    const { setAway, deps, store, told } = desk;
    await setAway(true);
    for (const [at, words] of ['One.', 'Two.', 'Three.'].entries()) {
      await store.outbox.put(words, words, new Date(now + at));
    }
    let asked = 0;
    const { cards, ...first } = deps();
    const tell: typeof cards.tell = (...message) => {
      asked += 1;
      return cards.tell(...message);
    };
    await tellOrganisers({ ...first, cards: { ...cards, tell } });
    assert.equal(asked, 1, 'if Slack does not take one, the others wait');
    await setAway(false);
    for (let look = 0; look < 2; look += 1) await tellOrganisers(deps());
    assert.deepEqual(await told(), ['One.', 'Two.', 'Three.']);
  });

  it('in order after Slack has refused the bot’s token', async () => {
    const { deps, store, told } = desk;
    for (const [at, words] of ['One.', 'Two.'].entries()) await store.outbox.put(words, words, new Date(now + at));
    await tellOrganisers(deps('xoxb-old'));
    assert.equal(await store.outbox.findRefused(), null);
    await tellOrganisers(deps());
    assert.deepEqual(await told(), ['One.', 'Two.']);
  });

  it('once by two processes, if Slack’s answer is lost', async () => {
    await desk.store.outbox.put('one', 'One.', new Date(now));
    await desk.loseAnswer();
    for (let process = 0; process < 3; process += 1) await tellOrganisers(desk.deps());
    assert.deepEqual(await desk.told(), ['One.']);
  });

  for (const [what, tell] of Object.entries(failures)) {
    it(`of the others, where ${what}, and of that one later`, async () => {
      const { store, deps, told, setTime } = desk;
      for (const [at, words] of ['One.', 'Two.'].entries()) await store.outbox.put(words, words, new Date(now + at));
      const { cards, ...others } = deps();
      let tries = 0;
      const failing: Deps['cards']['tell'] = async (key, ...message) => {
        if (key === 'One.') tries += 1;
        return key === 'One.' ? tell() : cards.tell(key, ...message);
      };
      const standing = { ...others, cards: { ...cards, tell: failing } };
      for (let look = 0; look < 2; look += 1) await tellOrganisers(standing);
      assert.deepEqual([await told(), tries], [['Two.'], 1]);
      const find = findCausesOf(standing);
      const causeOf = async () => (await find(someConfig())).find(({ _id }) => _id === 'slack:outbox');
      assert.match((await causeOf())?.words ?? '', /cannot be posted in Slack \(.*too long\): One\.$/u);
      setTime(now + 61_000);
      await tellOrganisers(deps());
      assert.deepEqual([await told(), await causeOf()], [['Two.', 'One.'], undefined]);
    });
  }

  it('of no message any more that Slack has refused for a day: then its alarm is over too', async () => {
    const { store, deps, setTime } = desk;
    const { cards, ...others } = deps();
    const tell = failures['Slack refuses one for good'] ?? assert.fail();
    await store.outbox.put('mended', '✓ It has space.', new Date(now));
    for (const hours of [0, 12, 25, 48]) {
      setTime(now + hours * 3_600_000);
      await tellOrganisers({ ...others, cards: { ...cards, tell } });
      assert.equal((await store.outbox.findRefused()) === null, hours >= 25, `after ${hours} h`);
    }
  });

  it('about all repairs, also about one that is made while earlier ones are reported', async () => {
    const { store, deps, told } = desk;
    const { cards, ...others } = deps();
    await store.outbox.put('repairs', 'One is repaired.', new Date(now));
    const tell: typeof cards.tell = async (...message) => {
      assert.equal(await store.outbox.put('repairs', 'Two are repaired.', new Date(now)), false);
      return cards.tell(...message);
    };
    await tellOrganisers({ ...others, cards: { ...cards, tell } });
    assert.deepEqual(await told(), ['One is repaired.']);
  });

  it('again that nothing is posted, if the cap was raised and then lowered', async () => {
    const { store, deps, told, setTime } = desk;
    await store.budgets.spend(someConfig().conference.id, 10, {});
    for (const [at, cap] of [10, 11, 10, 100, 10].entries()) {
      setTime(now + at * 60_000);
      const found = await findCausesOf(deps())(someConfig({ spendingCap: cap }));
      const causes = found.filter(({ _id }) => _id.startsWith('spending'));
      for (const { _id } of await store.alarms.list()) if (_id !== causes[0]?._id) await mendAlarm(deps(), _id);
      for (const cause of causes) await raiseAlarm(deps(), cause);
      await tellOrganisers(deps());
    }
    const warnings = (await told()).filter((text) => /Nothing is posted until/u.test(text));
    assert.equal(warnings.length, 3, (await told()).join('\n'));
  });

  it('in one message about an alarm that was over before Slack took its first message', async () => {
    await raiseAlarm(desk.deps(), disk);
    await mendAlarm(desk.deps(), 'disk');
    await tellOrganisers(desk.deps());
    const [only = '', ...others] = await desk.told();
    assert.match(only, /^✓ It has space\. Since .*: The disk is nearly full\.$/u);
    assert.deepEqual(others, []);
  });

  it('last of what is so, even if another process sees an alarm again while it ends', async () => {
    const { deps, depsWith, store, told, setTime } = desk;
    await raiseAlarm(deps(), disk);
    const put: Store['outbox']['put'] = async (key, ...message) => {
      const isUntold = await store.outbox.put(key, ...message);
      setTime(now + 60_000);
      await raiseAlarm(deps(), disk);
      return isUntold;
    };
    await mendAlarm(depsWith({ ...store, outbox: { ...store.outbox, put } }), 'disk');
    await tellOrganisers(deps());
    const isOn = (await store.alarms.find('disk')) !== null;
    assert.match((await told()).at(-1) ?? '', isOn ? /^⚠ The disk/u : /^✓ It has space\./u);
    await mendAlarm(deps(), 'disk');
    await tellOrganisers(deps());
    assert.match((await told()).at(-1) ?? '', /^✓ It has space\./u);
  });

  it('once about an alarm that came back, even if a stopped process then ends the earlier one', async () => {
    const { deps, depsWith, store, told, setTime } = desk;
    await raiseAlarm(deps(), disk);
    await tellOrganisers(deps());
    const put: Store['outbox']['put'] = async (...message) => {
      const isUntold = await store.outbox.put(...message);
      await mendAlarm(deps(), 'disk');
      setTime(now + 60_000);
      await raiseAlarm(deps(), disk);
      await tellOrganisers(deps());
      return isUntold;
    };
    await mendAlarm(depsWith({ ...store, outbox: { ...store.outbox, put } }), 'disk');
    setTime(now + 120_000);
    await raiseAlarm(deps(), disk);
    await tellOrganisers(deps());
    const on = '⚠ The disk is nearly full.';
    assert.deepEqual(await told(), [on, on]);
  });

  it('when an alarm begins, when it is about more than before, and when it is over', async () => {
    for (const about of [['1-15'], ['1-15', '2-15'], ['1-15', '2-15', '3-15'], ['3-15']]) {
      await raiseAlarm(desk.deps(), { ...late, about, words: `${about.length} are overdue.` });
      if (about.length !== 2) await tellOrganisers(desk.deps());
    }
    for (let look = 0; look < 2; look += 1) await mendAlarm(desk.deps(), 'overdue');
    await tellOrganisers(desk.deps());
    assert.deepEqual(await desk.told(), ['⚠ 1 are overdue.', '⚠ 3 are overdue.', '✓ None is overdue.']);
    desk.setTime(now + 60_000);
    await raiseAlarm(desk.deps(), late);
    await tellOrganisers(desk.deps());
    assert.equal((await desk.told()).at(-1), '⚠ B114 is overdue.', 'and again when it is on again');
  });

  it('about no ended alarm in the data of an earlier version', async () => {
    const { db, deps, store, told } = desk;
    for (const alarm of [{ ...disk, mendedAt: new Date(now) }, late]) {
      await db
        .collection<Document & { _id: string }>('alarms')
        .insertOne({ ...alarm, since: new Date(now), told: 'raised' });
    }
    await ensureCollections(db);
    assert.deepEqual(
      (await store.alarms.list()).map(({ _id }) => _id),
      ['overdue'],
    );
    for (const { _id } of [disk, late]) await mendAlarm(deps(), _id);
    await tellOrganisers(deps());
    assert.match((await told()).join(), /^✓ None is overdue\. Since .*: B114 is overdue\.$/u);
  });

  it('about the state in the morning, with the numbers at the time when Slack takes the message', async () => {
    const { setTime, setAway, deps, store, told } = desk;
    const morning = Date.parse('2017-05-20T08:00:00-07:00');
    setTime(morning);
    await store.health.say('listener', { connected: true, since: new Date(now) }, new Date(now));
    await setAway(true);
    await lookForNews(deps());
    await tellOrganisers(deps());
    await store.configs.save(someConfig({ output: 'live' }), 1, ana, new Date(morning));
    await setAway(false);
    setTime(morning + 60_000);
    for (let look = 0; look < 2; look += 1) {
      await lookForNews(deps());
      await tellOrganisers(deps());
    }
    const [only = '', ...others] = await told();
    assert.match(only, /^Good morning\. Reminders are posted on X\./u);
    assert.deepEqual(others, []);
  });

  it('nothing about a morning that was over before Slack took the message', async () => {
    const { setTime, setAway, deps, store, told } = desk;
    const listening = { connected: true, since: new Date(now) };
    await store.health.say('listener', listening, new Date(now));
    const lookAt = async (time: string): Promise<void> => {
      setTime(Date.parse(`2017-05-${time}-07:00`));
      await lookForNews(deps());
      await tellOrganisers(deps());
    };
    await setAway(true);
    await lookAt('20T08:00:00');
    await setAway(false);
    await lookAt('20T15:00:00');
    assert.deepEqual(await told(), []);
    await lookAt('21T08:00:00');
    assert.equal((await told()).length, 1);
  });

  it('after a restore, about nothing that waited at the time of the backup, and nothing that they knew', async () => {
    const { db, deps, store, told } = desk;
    await store.outbox.put('known', 'Known.', new Date(now));
    await tellOrganisers(deps());
    await store.outbox.put('waiting', 'Waiting.', new Date(now));
    const copy: string[] = [];
    for await (const line of dumpStore(db, new Date(now))) copy.push(line);
    const other = await freshDatabase();
    try {
      await loadBackup(other.db, Readable.from(copy));
      const restored = desk.depsWith(createStore(other.db));
      await restored.store.configs.begin(someConfig(), theBot, new Date());
      await restored.store.outbox.put('known', 'Known.', new Date(now));
      await restored.store.outbox.put('new', 'New.', new Date(now));
      await tellOrganisers(restored);
      assert.deepEqual(await told(), ['Known.', 'New.']);
    } finally {
      await other.drop();
    }
  });
});
