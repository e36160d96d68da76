import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import { localDayAndTime } from '../core/local-time.ts';
import { daytimeZone } from './support/daytime.ts';
import { forSuite } from './support/for-tests.ts';
import { entering, inMinutes, startTestApi } from './support/api-server.ts';
import { eventually } from './support/running-bot.ts';
import { hear } from './support/tweets-heard.ts';

describe('the API: open spaces', () => {
  const api = forSuite(() => startTestApi());
  const { freeStart, enter, enterUndecided } = entering(api);

  it('enters one by hand, gives its address, and shows its times with the conference’s offset', async () => {
    const startsAt = freeStart();
    const body = { room: 'b114', startsAt, title: 'Acro yoga', note: 'from the board' };
    const entered = await api.call('POST /open-spaces', { body });
    assert.equal(entered.status, 201, entered.text);
    assert.equal(entered.headers.get('Location'), `/api/v1/open-spaces/${entered.body.id}`);
    const found = await api.call(`GET /open-spaces/${entered.body.id}`);
    assert.equal(found.status, 200);
    assert.equal(found.headers.get('ETag'), `"${found.body.revision}"`);
    const { status, approval, room, title, note, tweet, reminders } = found.body;
    assert.deepEqual(
      { status, approval, room, title, note, tweet },
      {
        status: 'approved',
        approval: 'approved',
        room: 'B114',
        title: 'Acro yoga',
        note: 'from the board',
        tweet: null,
      },
    );
    assert.equal(Date.parse(found.body.startsAt), Date.parse(startsAt));
    const local = DateTime.fromISO(startsAt, { zone: daytimeZone });
    assert.equal(found.body.startsAt, local.toISO({ suppressMilliseconds: true }));
    assert.equal(found.body.startsAtLocal, localDayAndTime(local.toMillis(), daytimeZone));
    assert.deepEqual(
      reminders.map((one: { id: string }) => one.id),
      [`${entered.body.id}-15`],
    );
    assert.match(found.body.temporalUrl, /\/workflows\/open-space%3Atestconf%3Amanual-/u);
  });

  it('enters a tweet that was never heard by its address, and shows one that was heard with its host', async () => {
    const entered = await enter({ tweetUrl: 'https://x.com/somebody/status/865679812999999999' });
    assert.equal(entered.id, '865679812999999999');
    assert.equal(entered.tweet.host.username, 'somebody');
    const id = await hear(api.bench, 'Is anybody up for board games? #pyconopenspaces 5pm');
    const tweet = await api.call(`GET /tweets/${id}`);
    assert.equal(tweet.body.verdict, 'review');
    const review = await api.call(`GET /open-spaces/${id}`);
    assert.equal(review.body.status, 'needs_review');
    assert.deepEqual(review.body.tweet.host, { id: '1234', username: 'host1234', name: 'Host 1234' });
    assert.match(review.body.text, /board games/u);
    assert.deepEqual(review.body.reasons, tweet.body.reasons);
    assert.ok(review.body.reasons.length > 0);
  });

  it('shows a decision to every request right after it', async () => {
    const { id } = await enterUndecided();
    for (const [verb, status, approval] of [
      ['approve', 'approved', 'approved'],
      ['deny', 'denied', 'denied'],
      ['approve', 'approved', 'approved'],
      ['cancel', 'cancelled', 'approved'],
    ] as const) {
      const decided = await api.call(`POST /open-spaces/${id}/${verb}`);
      assert.equal(decided.status, 200, decided.text);
      assert.deepEqual(decided.body.decision.by, { id: 'API_TOKEN', name: 'API_TOKEN', door: 'api' });
      const seen = await api.call(`GET /open-spaces/${id}`);
      assert.deepEqual([seen.body.status, seen.body.approval], [status, approval]);
      assert.equal(seen.body.revision, decided.body.revision);
      assert.equal(seen.body.decisions.at(-1).words, decided.body.decision.words);
    }
  });

  it('posts at once on request, and names the post on X', async () => {
    const { id } = await enter();
    const sent = await api.call(`POST /open-spaces/${id}/send-now`);
    assert.equal(sent.status, 200, sent.text);
    await api.bench.client.workflow.getHandle(api.bench.workflowId(id)).result();
    const seen = await api.call(`GET /open-spaces/${id}`);
    assert.equal(seen.body.status, 'sent');
    const [reminder] = seen.body.reminders;
    assert.match(reminder.text, /^Coming up in \d+ minutes in B114: Acro yoga$/u);
    assert.match(reminder.tweetId, /^\d+$/u);
    const denied = await api.call(`POST /open-spaces/${id}/deny`);
    assert.equal(denied.status, 409);
    assert.match(denied.body.detail, /has ended \(reminder sent\)/u);
    // Until its start it can still be cancelled.
    assert.equal((await api.call(`POST /open-spaces/${id}/cancel`)).body.status, 'cancelled');
  });

  it('changes place, title and note in one request, each as it is given', async () => {
    const { id, startsAt } = await enter({ note: 'from the board' });
    const body = { place: 'the sofas', title: 'Slow yoga' };
    const changed = await api.call(`PATCH /open-spaces/${id}`, { body });
    assert.equal(changed.status, 200, changed.text);
    const { room, place, title, note } = (await api.call(`GET /open-spaces/${id}`)).body;
    assert.deepEqual([room, place, title, note], [null, 'the sofas', 'Slow yoga', 'from the board']);
    assert.match(changed.body.decision.words, /the sofas instead of B114; title “Slow yoga”/u);
    // A note can be removed again, also after the session was called off.
    await api.call(`POST /open-spaces/${id}/cancel`);
    const removed = await api.call(`PATCH /open-spaces/${id}`, { body: { note: null } });
    assert.equal(removed.status, 200, removed.text);
    assert.equal(removed.body.decision.words, 'note removed');
    assert.equal((await api.call(`GET /open-spaces/${id}`)).body.note, null);
    assert.equal((await api.call(`PATCH /open-spaces/${id}`, { body: { note: null } })).status, 409);
    // The room that it left is free at once.
    const next = await api.call('POST /open-spaces', { body: { room: 'B114', startsAt, title: 'Chess' } });
    assert.equal(next.status, 201, next.text);
  });

  it('moves one to another room and start', async () => {
    const { id } = await enter();
    const startsAt = freeStart();
    const moved = await api.call(`PATCH /open-spaces/${id}`, { body: { room: 'a103', startsAt } });
    assert.equal(moved.status, 200, moved.text);
    assert.equal(moved.body.room, 'A103');
    assert.equal(Date.parse(moved.body.startsAt), Date.parse(startsAt));
    assert.equal(Date.parse(moved.body.reminders[0].sendAt), Date.parse(startsAt) - 15 * 60_000);
    assert.deepEqual(moved.body.warnings, []);
    const late = new Date(Date.parse(startsAt) + 9 * 24 * 60 * 60_000).toISOString();
    const after = await api.call(`PATCH /open-spaces/${id}`, { body: { startsAt: late } });
    assert.match(after.body.warnings.join(), /^⚠ .* is not a day of the conference/u);
    assert.match(moved.body.decision.words, /A103 instead of B114/u);
  });

  it('refuses a room that is taken and names who has it, both when entering and when moving', async () => {
    const first = await enter();
    const { startsAt } = first;
    const second = await api.call('POST /open-spaces', { body: { room: 'B114', startsAt, title: 'Chess' } });
    assert.equal(second.status, 409);
    assert.match(second.body.detail, /^B114 is taken at that time \(“.+”\)/u);
    const conflictWith = { id: first.id, room: 'B114', startsAt, relation: 'repeats' };
    assert.deepEqual(second.body.conflictWith, conflictWith);
    const other = await enter({ room: 'A104', startsAt });
    const moved = await api.call(`PATCH /open-spaces/${other.id}`, { body: { room: 'B114' } });
    assert.equal(moved.status, 409);
    assert.match(moved.body.detail, /^B114 is taken at that time \(“.+”\)/u);
    assert.deepEqual(moved.body.conflictWith, conflictWith);
    // Nobody has changed it meanwhile, however often its newest revision is sent along.
    for (let time = 0; time < 2; time += 1) {
      const etag = (await api.call(`GET /open-spaces/${other.id}`)).headers.get('ETag') ?? '';
      const matched = { body: { room: 'B114' }, headers: { 'If-Match': etag } };
      assert.equal((await api.call(`PATCH /open-spaces/${other.id}`, matched)).status, 409);
    }
    const placed = await api.call('POST /open-spaces', { body: { place: 'the sofas', startsAt, title: 'Chess' } });
    assert.equal(placed.status, 201, placed.text);
    assert.deepEqual([placed.body.room, placed.body.place], [null, 'the sofas']);
    // A place that names a listed room is that room: two sessions must not meet there.
    for (const [request, body] of [
      ['POST /open-spaces', { place: 'b114', startsAt, title: 'Go' }],
      [`PATCH /open-spaces/${placed.body.id}`, { place: 'B114' }],
      // Also as people spell it.
      ['POST /open-spaces', { place: 'Room B 114', startsAt, title: 'Go' }],
      [`PATCH /open-spaces/${placed.body.id}`, { place: 'b-114' }],
    ] as const) {
      const doubled = await api.call(request, { body });
      assert.equal(doubled.status, 409, doubled.text);
      assert.match(doubled.body.detail, /^B114 is taken/u);
    }
    // Two rooms that are listed, but not as one.
    const both = await api.call(`PATCH /open-spaces/${placed.body.id}`, { body: { place: 'A103 + A104' } });
    assert.match(both.body.detail, /^A103 and A104 are rooms on the list/u);
    const named = await api.call(`PATCH /open-spaces/${placed.body.id}`, { body: { place: 'a105' } });
    assert.deepEqual([named.body.room, named.body.place], ['A105', null], named.text);
  });

  it('says what to do about a room that is not listed, a start without an offset, and one in the past', async () => {
    const { id } = await enter();
    const startsAt = freeStart();
    const tell = async (request: string, body: object) => {
      const { status, body: problem } = await api.call(request, { body });
      return [status, problem.errors?.[0]?.path ?? '', problem.errors?.[0]?.message ?? problem.detail];
    };
    const [status, path, message] = await tell(`PATCH /open-spaces/${id}`, { room: 'Z9' });
    assert.deepEqual([status, path], [422, 'room']);
    assert.match(message, /give one of A103, .*or give it as a place/u);
    assert.deepEqual((await tell('POST /open-spaces', { room: 'Z9', startsAt })).slice(0, 2), [422, 'room']);
    const local = await tell('POST /open-spaces', { room: 'B114', startsAt: '2017-05-19T17:00:00' });
    assert.deepEqual(local.slice(0, 2), [422, 'startsAt']);
    assert.match(local[2], /with its offset, such as/u);
    assert.deepEqual((await tell('POST /open-spaces', { startsAt })).slice(0, 2), [422, 'room']);
    assert.deepEqual((await tell('POST /open-spaces', { room: 'B114', place: 'x', startsAt })).slice(0, 2), [
      422,
      'place',
    ]);
    assert.deepEqual(
      (await tell('POST /open-spaces', { room: 'B114', startsAt: '2999-01-01T00:00:00Z' })).slice(0, 2),
      [422, 'startsAt'],
    );
    const past = await tell('POST /open-spaces', { room: 'B114', startsAt: inMinutes(-10) });
    assert.equal(past[0], 409);
    assert.match(past[2], /has passed/u);
    assert.equal((await tell(`PATCH /open-spaces/${id}`, {}))[0], 422);
  });

  it('says who made a repeated decision, that an id is unknown, or that the revision is old', async () => {
    const { id } = await enterUndecided();
    const etag = (await api.call(`GET /open-spaces/${id}`)).headers.get('ETag') ?? '';
    assert.equal((await api.call(`POST /open-spaces/${id}/approve`, { headers: { 'If-Match': etag } })).status, 200);
    const again = await api.call(`POST /open-spaces/${id}/approve`);
    assert.equal(again.status, 409);
    assert.match(again.body.detail, /approved already, by API_TOKEN/u);
    const late = await api.call(`POST /open-spaces/${id}/deny`, { headers: { 'If-Match': etag } });
    assert.equal(late.status, 412);
    assert.match(late.body.detail, /was faster/u);
    const unknown = await api.call('POST /open-spaces/manual-99999/approve');
    assert.equal(unknown.status, 404);
    assert.equal((await api.call('GET /open-spaces/manual-99999')).status, 404);
    const meant = await api.call(`POST /open-spaces/${id}/deny`, { body: { room: 'A103' } });
    assert.deepEqual([meant.status, meant.body.errors[0].path], [422, 'room']);
  });

  it('makes one decision for a hundred requests at the same moment, and tells everybody who made it', async () => {
    const { id } = await enterUndecided();
    const all = await Promise.all(Array.from({ length: 100 }, () => api.call(`POST /open-spaces/${id}/approve`)));
    const decided = all.filter(({ status }) => status === 200);
    assert.ok(decided.length > 0);
    assert.deepEqual(
      all.filter(({ status }) => ![200, 409].includes(status)).map(({ text }) => text),
      [],
    );
    const seen = await api.call(`GET /open-spaces/${id}`);
    assert.equal(seen.body.decisions.length, 1);
    const audit = await api.call(`GET /audit?openSpaceId=${id}`);
    assert.deepEqual(
      audit.body.items.map((entry: { verb: string }) => entry.verb),
      ['decide', 'enter'],
    );
  });

  it('refuses all but one, with the reason, if several want another room at the same moment', async () => {
    const { id } = await enter();
    const { revision } = (await api.call(`GET /open-spaces/${id}`)).body;
    const headers = { 'If-Match': `"${revision}"` };
    const wishes = ['A103', 'A104', 'A105', 'A106', 'B115'];
    const all = await Promise.all(
      wishes.map((room) => api.call(`PATCH /open-spaces/${id}`, { body: { room }, headers })),
    );
    const seen = await api.call(`GET /open-spaces/${id}`);
    for (const [n, room] of wishes.entries()) {
      const { status, body } = all[n] ?? assert.fail();
      if (status === 200) assert.deepEqual([body.room, seen.body.room], [room, room]);
      else {
        assert.equal(status, 412);
        assert.match(body.detail, /^API_TOKEN was faster: [AB]\d+ instead of B114\./u);
      }
    }
    assert.equal(all.filter(({ status }) => status === 200).length, 1);
    assert.equal(seen.body.decisions.length, 1);
  });

  it('keeps a decision that no worker answers, and shows it once one does', async () => {
    const { id } = await enterUndecided();
    // Another one: a refusal changes what was seen, and the approval may come second.
    const { id: failsId } = await enterUndecided();
    const tweetUrl = 'https://x.com/somebody/status/865679812999999998';
    const cancelled = await enter({ tweetUrl });
    await api.call(`POST /open-spaces/${cancelled.id}/cancel`);
    await api.bench.stopWorker();
    try {
      const body = { room: 'B114', startsAt: cancelled.startsAt, tweetUrl };
      const [kept, entered, refused] = await Promise.all([
        api.call(`POST /open-spaces/${id}/approve`),
        api.call('POST /open-spaces', { body }),
        // Refused in the end: nothing of it has failed.
        api.call(`POST /open-spaces/${failsId}/retry`),
      ]);
      assert.equal(kept.status, 202, kept.text);
      assert.equal(kept.body.kept, true);
      assert.equal(kept.body.openSpace.id, id);
      assert.equal(refused.status, 202, refused.text);
      // Entered again, what was cancelled is cancelled until a worker decides.
      assert.deepEqual([entered.status, entered.body.openSpace?.status], [202, 'cancelled'], entered.text);
    } finally {
      await api.bench.startWorker();
    }
    await eventually('both are decided', async () => {
      const { status } = (await api.call(`GET /open-spaces/${id}`)).body;
      const { refusals } = (await api.call(`GET /open-spaces/${failsId}`)).body;
      return status === 'approved' && refusals[0]?.by.door === 'api' && refusals[0].reason !== '';
    });
  });
});
