import assert from 'node:assert/strict';
import type { Db } from 'mongodb';
import { mendAlarm, raiseAlarm } from '../activities/alarms.ts';
import { tellOrganisers } from '../activities/desk-news.ts';
import { createStore } from '../store/store.ts';
import { Killed } from './support/crash-at.ts';
import { forEachTest } from './support/for-tests.ts';
import { standingStill } from './support/held.ts';
import { now } from './support/slack-views.ts';
import { startTellingDesk } from './support/telling-desk.ts';

const disk = { _id: 'disk', words: 'The disk is nearly full.', mendedWords: 'It has space.' } as const;

describe('while a message to organisers is being sent, they are told', () => {
  const desk = forEachTest(startTellingDesk);

  /** A process stands still while it sends a message, and another one sends it. @returns lets the first one go on */
  async function toldMeanwhile(
    { reached, goOn }: Pick<ReturnType<typeof standingStill>, 'reached' | 'goOn'>,
    first: Parameters<typeof tellOrganisers>[0],
  ): Promise<() => Promise<void>> {
    await desk.store.outbox.put('one', 'One.', new Date(now));
    const telling = tellOrganisers(first);
    await reached;
    desk.setTime(now + 60_000);
    await tellOrganisers(desk.deps());
    return async () => {
      goOn();
      await telling;
    };
  }

  it('of an alarm before they are told that it is over, if Slack takes the first message slowly', async () => {
    const { deps, told } = desk;
    const { cards, ...first } = deps();
    const tell = standingStill(cards.tell);
    await raiseAlarm(deps(), disk);
    const telling = tellOrganisers({ ...first, cards: { ...cards, tell: tell.call } });
    await tell.reached;
    await mendAlarm(deps(), 'disk');
    await tellOrganisers(deps());
    tell.goOn();
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
    const isOn = '⚠ The disk is nearly full.';
    assert.deepEqual(await told(), [isOn, '✓ It has space.', isOn]);
  });

  it('of an alarm that is on again last, also if a process stood still while it ended the one before', async () => {
    const { store, deps, depsWith, told } = desk;
    await raiseAlarm(deps(), disk);
    await tellOrganisers(deps());
    const put = standingStill(store.outbox.put);
    const ending = mendAlarm(depsWith({ ...store, outbox: { ...store.outbox, put: put.call } }), 'disk');
    await put.reached;
    desk.setTime(now + 30_000);
    await raiseAlarm(deps(), disk);
    await tellOrganisers(deps());
    put.goOn();
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
    const { store, depsWith, told } = desk;
    const current = standingStill(store.configs.current);
    const goOn = await toldMeanwhile(
      current,
      depsWith({ ...store, configs: { ...store.configs, current: current.call } }),
    );
    await goOn();
    assert.deepEqual(await told(), ['One.']);
  });

  it('once, also if it stood still right before it sent the message', async () => {
    const { cards, ...first } = desk.deps();
    const tell = standingStill(cards.tell);
    const goOn = await toldMeanwhile(tell, { ...first, cards: { ...cards, tell: tell.call } });
    assert.deepEqual(await desk.told(), ['One.']);
    await goOn();
    assert.deepEqual(await desk.told(), ['One.']);
  });

  it('even if another process finds the message before it is noted', async () => {
    const { store, depsWith, told } = desk;
    const markTold = standingStill(store.outbox.markTold);
    const goOn = await toldMeanwhile(
      markTold,
      depsWith({ ...store, outbox: { ...store.outbox, markTold: markTold.call } }),
    );
    await goOn();
    assert.deepEqual(await told(), ['One.']);
  });
});
