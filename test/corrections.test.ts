import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findCorrectedPosts } from '../commands/corrected-posts.ts';
import { readCases } from '../commands/labelled-cases.ts';
import { theBot } from '../core/actor.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { Plan } from '../core/plan.ts';
import { isCorrection, withoutNames } from '../core/reading/correction.ts';
import { ensureCollections } from '../store/connect.ts';
import { createStore, type Store } from '../store/store.ts';
import { forSuite } from './support/for-tests.ts';
import { addCorrections } from './support/add-corrections.ts';
import { eventually } from './support/running-bot.ts';
import { inMinutes, startTestApi } from './support/api-server.ts';
import { ana, approved, plan, reminder, spaceWith } from './support/rule-spaces.ts';
import { freshDatabase, type TestDatabase } from './support/servers.ts';
import { hear } from './support/tweets-heard.ts';
import { testConfig } from './support/workbench.ts';
import { notAnAnnouncement } from '../core/words.ts';

const five = Date.parse('2017-05-19T17:00:00-07:00');

describe('what an organiser corrects', () => {
  let database: TestDatabase;
  let store: Store;
  let folder: string;

  const config = testConfig();
  const decided = { id: 'd', verb: 'change', by: ana, at: five, revision: 4, from: {}, to: {} } as const;
  const noAnnouncement = { standing: { status: 'dismissed', by: ana }, note: notAnAnnouncement } as const;

  const author = { id: '7', username: 'yara', name: 'Yara' };
  const post = (_id: string, text: string, tweetId = _id) => {
    const [postedAt, receivedAt] = [new Date(five - 3_600_000), new Date()];
    const { id: conferenceId } = config.conference;
    return { _id, tweetId, conferenceId, text, url: 'u', postedAt, receivedAt, author, isRetweet: false };
  };
  /** Stores a post and its open space, which takes place at five in B114, after ana's decision. */
  async function decide(id: string, text: string, readAs: Plan, change: Partial<OpenSpace> = {}): Promise<void> {
    await store.tweets.receive(post(id, text));
    const source = { tweetId: id, url: 'u', host: author, readAs };
    const more = { id, conferenceId: config.conference.id, source, decisions: [decided], ...change };
    await store.openSpaces.write(spaceWith([reminder(15, approved)], more), 'decided', new Date());
  }
  const corrected = () => findCorrectedPosts(database.db, config.conference.id);
  const runCase = () => addCorrections(folder, { MONGODB_URI: database.uri, MONGODB_DATABASE: database.name });

  beforeEach(async () => {
    database = await freshDatabase();
    await ensureCollections(database.db);
    store = createStore(database.db);
    await store.configs.begin(config, theBot, new Date());
    folder = mkdtempSync(join(tmpdir(), 'cases-'));
  });
  afterEach(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('does not exist if they only approve what was read', () => {
    const readAs = { verdict: 'schedule', room: 'B114', startAt: five } as const;
    assert.equal(isCorrection(readAs, { kind: 'announcement', room: 'B114', startAt: five }), false);
    assert.equal(isCorrection(readAs, { kind: 'announcement', room: 'A103', startAt: five }), true);
    assert.equal(isCorrection(readAs, { kind: 'announcement', room: 'B114', startAt: five + 60_000 }), true);
    assert.equal(isCorrection(readAs, { kind: 'no announcement' }), true);
    assert.equal(isCorrection({ verdict: 'review' }, { kind: 'announcement', room: 'B114', startAt: five }), true);
    assert.equal(isCorrection({ verdict: 'review' }, { kind: 'no announcement' }), false);
  });

  it('becomes a labelled case without handles, links and addresses, once, with the conference beside it', async () => {
    const text = 'B114 at 5pm is where @ada_l and @grace_h hide, says @ada_l https://t.co/AbC123 mail ada@lovelace.org';
    await decide('101', text, plan, noAnnouncement);
    await decide('102', 'typing, B114!', { verdict: 'review' }, { decisions: [{ ...decided, at: five + 1 }] });
    const first = await runCase();
    assert.equal(first.code, 0, first.err);
    const [one, two, ...more] = readCases(join(folder, 'added.jsonl'));
    assert.deepEqual(more, []);
    assert.equal(
      one?.text,
      'B114 at 5pm is where @someone1 and @someone2 hide, says @someone1 https://t.co/example mail someone@example.org',
    );
    assert.deepEqual([one?.verdict, one?.intent, one?.rooms], ['review', 'other', ['B114']]);
    assert.deepEqual(
      [two?.verdict, two?.intent, two?.rooms, two?.times.map(({ start }) => Date.parse(start))],
      ['schedule', 'announce', ['B114'], [five]],
    );
    const known: unknown = JSON.parse(readFileSync(join(folder, 'added-conferences.json'), 'utf8'));
    assert.deepEqual(Object.keys(known as object), [config.conference.id]);

    const again = await runCase();
    assert.match(again.out, /^0 of 2 corrections added/u);
    assert.equal(readCases(join(folder, 'added.jsonl')).length, 2);
  });

  it('is their last statement about the post, until its host edits or deletes it', async () => {
    const [one, other] = ['Acro yoga, B114, 5pm', 'Chess, B114, 5pm'];
    await decide('101', one, plan, noAnnouncement);
    await decide('101', one, plan, { room: 'A103', revision: 5 });
    await decide('102', other, plan, { room: 'A104' });
    assert.deepEqual(
      (await corrected()).map(({ text, truth }) => [text, truth]),
      [
        [one, { kind: 'announcement', room: 'A103', startAt: five }],
        [other, { kind: 'announcement', room: 'A104', startAt: five }],
      ],
    );
    await store.tweets.receive(post('102', 'Chess is off', '103'));
    await store.tweets.erase('101', new Date());
    const { code } = await runCase();
    assert.deepEqual([code, existsSync(join(folder, 'added.jsonl'))], [0, false]);
  });

  it('has no collection: copies of earlier versions are removed at the start', async () => {
    const copies = database.db.collection('corrections');
    await copies.insertOne({ text: 'Acro yoga, B114, 5pm' });
    await ensureCollections(database.db);
    assert.equal(await copies.countDocuments(), 0);
  });

  it('keeps rooms that are written as handles', () => {
    assert.equal(withoutNames('@B114 @5pm with @ada', ['B114']), '@B114 @5pm with @someone1');
  });
});

describe('what an organiser decides on a tweet', () => {
  const api = forSuite(() => startTestApi());

  const corrected = async (text: string) =>
    (await findCorrectedPosts(api.bench.db, 'testconf')).find((post) => post.text === text);
  const ask = async (call: string, body?: object) => {
    const answer = await api.call(call, body === undefined ? {} : { body });
    // A busy machine may keep the request first (202).
    assert.ok(answer.status < 300, answer.text);
  };

  it('is a correction if the reading was different, until the tweet is deleted', async () => {
    const text = 'Is anybody up for board games? #pyconopenspaces 5pm';
    const id = await hear(api.bench, text);
    const startsAt = inMinutes(300);
    await ask(`PATCH /open-spaces/${id}`, { room: 'B114', startsAt });
    await ask(`POST /open-spaces/${id}/approve`);
    const correction = await eventually('its correction', () => corrected(text));
    assert.deepEqual(correction.truth, { kind: 'announcement', room: 'B114', startAt: Date.parse(startsAt) });
    assert.equal(correction.readAs.verdict, 'review');
    await api.bench.store.tweets.erase(id, new Date());
    assert.equal(await corrected(text), undefined);
  });

  it('is no correction if they deny it, unless they say that the tweet announces nothing', async () => {
    const texts = ['5pm', '6:30pm'].map((hour) => `Acro yoga in B115 at ${hour} today #pyconopenspaces`);
    const [text = '', otherText = ''] = texts;
    const [one, other] = [await hear(api.bench, text), await hear(api.bench, otherText)];
    for (const [id, note] of [
      [one, 'The room is being painted'],
      [other, notAnAnnouncement],
    ] as const) {
      await ask(`POST /open-spaces/${id}/deny`);
      await ask(`PATCH /open-spaces/${id}`, { note });
    }
    await eventually('both are decided', async () => {
      const views = await Promise.all([one, other].map((id) => api.bench.store.openSpaces.find(id)));
      return views.every((view) => view?.settled && view.space.decisions.length === 2);
    });
    assert.equal(await corrected(text), undefined);
    const read = (await api.bench.store.tweets.find(other))?.reading?.verdict;
    const truth = (await corrected(otherText))?.truth;
    assert.deepEqual(truth, read === 'schedule' ? { kind: 'no announcement' } : undefined);
  });
});
