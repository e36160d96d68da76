import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readCases } from '../commands/labelled-cases.ts';
import { theBot } from '../core/actor.ts';
import { isCorrection, withoutNames, type Correction } from '../core/reading/correction.ts';
import { ensureCollections } from '../store/connect.ts';
import { createStore, type Store } from '../store/store.ts';
import { forSuite } from './support/for-tests.ts';
import { addCorrections } from './support/add-corrections.ts';
import { eventually } from './support/running-bot.ts';
import { inMinutes, startTestApi } from './support/api-server.ts';
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
  const correction = (changes: Partial<Correction> = {}): Correction => ({
    tweetId: '101',
    conferenceId: config.conference.id,
    authorId: '7',
    text: 'B114 at 5pm is where @ada_l and @grace_h hide, says @ada_l https://t.co/AbC123 mail ada@lovelace.org',
    postedAt: five - 3_600_000,
    readAs: { verdict: 'schedule', room: 'B114', startAt: five },
    truth: { kind: 'no announcement', intent: 'other' },
    by: { id: 'U1', name: 'Olga', door: 'slack' },
    at: five,
    ...changes,
  });

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

  it('is none where they only approve what was read', () => {
    const readAs = { verdict: 'schedule', room: 'B114', startAt: five } as const;
    assert.equal(isCorrection(readAs, { kind: 'announcement', room: 'B114', startAt: five }), false);
    assert.equal(isCorrection(readAs, { kind: 'announcement', room: 'A103', startAt: five }), true);
    assert.equal(isCorrection(readAs, { kind: 'announcement', room: 'B114', startAt: five + 60_000 }), true);
    assert.equal(isCorrection(readAs, { kind: 'no announcement' }), true);
    assert.equal(isCorrection({ verdict: 'review' }, { kind: 'announcement', room: 'B114', startAt: five }), true);
    assert.equal(isCorrection({ verdict: 'review' }, { kind: 'no announcement' }), false);
  });

  it('becomes a labelled case without handles, links and addresses, once, with the conference beside it', async () => {
    await store.corrections.keep(correction());
    await store.corrections.keep(
      correction({
        tweetId: '102',
        text: 'typing, B114!',
        truth: { kind: 'announcement', room: 'B114', startAt: five },
      }),
    );
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

  it('is replaced by what the organiser says later about the same post, and dropped with the post', async () => {
    await store.corrections.keep(correction());
    await store.corrections.keep(correction({ truth: { kind: 'announcement', room: 'B114', startAt: five } }));
    assert.deepEqual(
      (await store.corrections.list()).map(({ truth }) => truth.kind),
      ['announcement'],
    );
    await store.tweets.erase('101', new Date());
    const { code } = await runCase();
    assert.deepEqual([code, existsSync(join(folder, 'added.jsonl'))], [0, false]);
  });

  it('keeps rooms that are written as handles', () => {
    assert.equal(withoutNames('@B114 @5pm with @ada', ['B114']), '@B114 @5pm with @someone1');
  });
});

describe('what an organiser decides on a tweet', () => {
  const api = forSuite(() => startTestApi());

  const kept = async (id: string) => (await api.bench.store.corrections.list()).find(({ _id }) => _id === id);
  const ask = async (call: string, body?: object) => {
    const answer = await api.call(call, body === undefined ? {} : { body });
    // A busy machine may keep the request first (202).
    assert.ok(answer.status < 300, answer.text);
  };

  it('is kept as a correction where the reader said something else, until the tweet is deleted', async () => {
    const id = await hear(api.bench, 'Is anybody up for board games? #pyconopenspaces 5pm');
    const startsAt = inMinutes(300);
    await ask(`PATCH /open-spaces/${id}`, { room: 'B114', startsAt });
    await ask(`POST /open-spaces/${id}/approve`);
    await eventually('its correction', async () => (await kept(id)) !== undefined);
    const correction = await kept(id);
    assert.deepEqual(correction?.truth, { kind: 'announcement', room: 'B114', startAt: Date.parse(startsAt) });
    assert.equal(correction?.readAs.verdict, 'review');
    await api.bench.store.tweets.erase(id, new Date());
    assert.equal(await kept(id), undefined);
  });

  it('is none by a denial for any other reason, but where they say that the tweet announces nothing', async () => {
    const text = 'Acro yoga in B115 at 5pm today #pyconopenspaces';
    const [one, other] = [await hear(api.bench, text), await hear(api.bench, text.replace('5pm', '6:30pm'))];
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
    assert.equal(await kept(one), undefined);
    const read = (await api.bench.store.tweets.find(other))?.reading?.verdict;
    const truth = (await kept(other))?.truth;
    assert.deepEqual(truth, read === 'schedule' ? { kind: 'no announcement' } : undefined);
  });
});
