import assert from 'node:assert/strict';
import type { Db } from 'mongodb';
import { mendAlarm, raiseAlarm } from '../activities/alarms.ts';
import { tellOrganisers } from '../activities/desk-news.ts';
import { createStore, type Store } from '../store/store.ts';
import { Killed } from './support/crash-at.ts';
import { forEachTest } from './support/for-tests.ts';
import { held } from './support/held.ts';
import { now } from './support/slack-views.ts';
import { startTellingDesk } from './support/telling-desk.ts';

const disk = { _id: 'disk', words: 'The disk is nearly full.', mendedWords: 'It has space.' } as const;

describe('while a message to organisers is being sent, they are told', () => {
  const desk = forEachTest(startTellingDesk);

  it('of an alarm before they are told that it is over, if Slack takes the first message slowly', async () => {
    const { deps, told } = desk;
    const [slow, sending] = [held(), held()];
    const { cards, ...first } = deps();
    const tell: typeof cards.tell = async (...message) => {
      sending.release();
      await slow.released;
      return cards.tell(...message);
    };
    await raiseAlarm(deps(), disk);
    const telling = tellOrganisers({ ...first, cards: { ...cards, tell } });
    await sending.released;
    await mendAlarm(deps(), 'disk');
    await tellOrganisers(deps());
    slow.release();
    await telling;
    await tellOrganisers(deps());
    assert.deepEqual(await told(), ['⚠ The disk is nearly full.', '✓ It has space.']);
  });

  it('of no alarm that Slack refuses for good, if it has ended meanwhile', async () => {
    const { store, deps, told } = desk;
    const { cards, ...first } = deps();
    const why = 'channel_not_found';
    const tell: typeof cards.tell = async (...message) => {
      if (message[1] !== '⚠ The disk is nearly full.') return cards.tell(...message);
      await mendAlarm(deps(), 'disk');
      return { kind: 'later', afterMs: 0, why, isAmbiguous: false, isMessageRefused: true };
    };
    await raiseAlarm(deps(), disk);
    await tellOrganisers({ ...first, cards: { ...cards, tell } });
    assert.equal(await store.outbox.findRefused(), null);
    await tellOrganisers(deps());
    assert.deepEqual(await told(), ['✓ It has space.']);
  });

  it('of an alarm again, if a process died while it ended the last one of this cause', async () => {
    const { store, deps, depsWith, told } = desk;
    await raiseAlarm(deps(), disk);
    await tellOrganisers(deps());
    const remove = () => Promise.reject(new Killed());
    await assert.rejects(mendAlarm(depsWith({ ...store, alarms: { ...store.alarms, remove } }), 'disk'), Killed);
    await tellOrganisers(deps());
    desk.setTime(now + 60_000);
    await raiseAlarm(deps(), disk);
    await tellOrganisers(deps());
    assert.deepEqual(await told(), ['⚠ The disk is nearly full.', '✓ It has space.', '⚠ The disk is nearly full.']);
  });

  it('of an alarm that is on again last, also if a process stood still while it ended the one before', async () => {
    const { store, deps, depsWith, told } = desk;
    await raiseAlarm(deps(), disk);
    await tellOrganisers(deps());
    const [asleep, awake] = [held(), held()];
    const put: typeof store.outbox.put = async (...message) => {
      asleep.release();
      await awake.released;
      return store.outbox.put(...message);
    };
    const ending = mendAlarm(depsWith({ ...store, outbox: { ...store.outbox, put } }), 'disk');
    await asleep.released;
    desk.setTime(now + 30_000);
    await raiseAlarm(deps(), disk);
    await tellOrganisers(deps());
    awake.release();
    await ending;
    await tellOrganisers(deps());
    assert.equal((await told()).at(-1), '⚠ The disk is nearly full.');
  });

  it('about all repairs, also about one that is made just when the message is taken', async () => {
    const { db, store, told, depsWith } = desk;
    await store.outbox.put('repairs', 'One is repaired.', new Date(now));
    let isPut = false;
    const outbox = db.collection('outbox');
    /** The next repair is stored right after the desk has found the message. */
    const findOne: typeof outbox.findOne = async (...asked: [object?, object?]) => {
      const found = await outbox.findOne(...(asked as [object]));
      isPut ||= await store.outbox.put('repairs', 'Two are repaired.', new Date(now));
      return found;
    };
    const found = Object.assign(Object.create(outbox) as typeof outbox, { findOne });
    const collection = (name: string) => (name === 'outbox' ? found : db.collection(name));
    const between = Object.assign(Object.create(db) as Db, { collection });
    await tellOrganisers(depsWith(createStore(between)));
    assert.deepEqual([isPut, await told()], [true, ['Two are repaired.']]);
  });

  it('once, although a process that stood still before it sent the message goes on', async () => {
    const { store, deps, depsWith, told, setTime } = desk;
    await store.outbox.put('one', 'One.', new Date(now));
    const [asleep, awake] = [held(), held()];
    const current: Store['configs']['current'] = async () => {
      asleep.release();
      await awake.released;
      return store.configs.current();
    };
    const telling = tellOrganisers(depsWith({ ...store, configs: { ...store.configs, current } }));
    await asleep.released;
    setTime(now + 60_000);
    await tellOrganisers(deps());
    awake.release();
    await telling;
    assert.deepEqual(await told(), ['One.']);
  });

  it('once, also if it stood still right before it sent the message', async () => {
    const { store, deps, told, setTime } = desk;
    await store.outbox.put('one', 'One.', new Date(now));
    const [asleep, awake] = [held(), held()];
    const { cards, ...first } = deps();
    const tell: typeof cards.tell = async (...message) => {
      asleep.release();
      await awake.released;
      return cards.tell(...message);
    };
    const telling = tellOrganisers({ ...first, cards: { ...cards, tell } });
    await asleep.released;
    setTime(now + 60_000);
    await tellOrganisers(deps());
    assert.deepEqual(await told(), ['One.']);
    awake.release();
    await telling;
    assert.deepEqual(await told(), ['One.']);
  });

  it('even if another process finds the message before it is noted', async () => {
    const { store, deps, depsWith, told, setTime } = desk;
    await store.outbox.put('one', 'One.', new Date(now));
    const [asleep, awake] = [held(), held()];
    const markTold: typeof store.outbox.markTold = async (...noted) => {
      asleep.release();
      await awake.released;
      return store.outbox.markTold(...noted);
    };
    const telling = tellOrganisers(depsWith({ ...store, outbox: { ...store.outbox, markTold } }));
    await asleep.released;
    setTime(now + 60_000);
    await tellOrganisers(deps());
    awake.release();
    await telling;
    assert.deepEqual(await told(), ['One.']);
  });
});
