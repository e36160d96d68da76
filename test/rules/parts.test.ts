import assert from 'node:assert/strict';
import type { Decision } from '../../core/decision.ts';
import { factsOf } from '../../core/decision.ts';
import { eraseActor, eraseDecision, eraseHost } from '../../core/erase-host.ts';
import { fingerprint } from '../../core/fingerprint.ts';
import { KeyedQueue } from '../../core/keyed-queue.ts';
import { planRehearsal } from '../../core/rehearsal.ts';
import { rememberFor } from '../../core/remember-for.ts';
import { withoutUndefined } from '../../core/without-undefined.ts';
import {
  ana,
  approved,
  denied,
  minute,
  now,
  plan,
  reminder,
  spaceWith,
  startAt,
  without,
} from '../support/rule-spaces.ts';

const host = { id: '7', name: '@yara', door: 'x' } as const;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a queue by keys', () => {
  it('runs tasks of one key in their order, and others at the same time', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const ends = new Map<string, () => void>();
    const add = (name: string, ...keys: string[]) =>
      queue.add(keys, async () => {
        log.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        return name;
      });
    const end = async (name: string) => {
      ends.get(name)?.();
      await turn();
      return log.splice(0).join(' ');
    };
    const all = [add('a', 'x'), add('b', 'x', 'y'), add('c', 'z'), add('d', 'w'), add('e', 'y')];
    await turn();
    assert.equal(log.splice(0).join(' '), 'a c d');
    assert.equal(await end('c'), '');
    assert.equal(await end('a'), 'b');
    assert.equal(await end('b'), 'e');
    await end('d');
    await end('e');
    assert.deepEqual(await Promise.all(all), ['a', 'b', 'c', 'd', 'e']);
  });

  it('continues after a failed task, and reports the failure only to its caller', async () => {
    const queue = new KeyedQueue();
    const failed = queue.add(['x'], () => Promise.reject(new Error('no')));
    const next = queue.add(['x'], async () => 'next');
    await assert.rejects(failed, /no/u);
    assert.equal(await next, 'next');
    assert.equal(await queue.add([], async () => 'free'), 'free');
  });
});

describe('an answer that is remembered', () => {
  it('is shared during the work and for some time after it; a rejection only during the work', async () => {
    let at = 0;
    let asked = 0;
    let fails = false;
    const ends: (() => void)[] = [];
    const ask = rememberFor(
      10,
      async () => {
        const number = ++asked;
        await new Promise<void>((resolve) => ends.push(resolve));
        if (fails) throw new Error('away');
        return number;
      },
      () => at,
    );
    const end = () => ends.splice(0).forEach((resolve) => resolve());
    const [one, two] = [ask(), ask()];
    at = 100;
    const three = ask();
    end();
    assert.deepEqual(await Promise.all([one, two, three]), [1, 1, 1]);
    at = 109;
    assert.equal(await ask(), 1);
    at = 110;
    fails = true;
    const [four, five] = [ask(), ask()];
    end();
    await assert.rejects(four, /away/u);
    await assert.rejects(five, /away/u);
    fails = false;
    const six = ask();
    end();
    assert.equal(await six, 3);
  });
});

describe('a fingerprint', () => {
  it('is the same only for the same text', () => {
    assert.equal(fingerprint('open space'), fingerprint('open space'));
    assert.match(fingerprint(''), /^[0-9a-f]{28}$/u);
    const texts = Array.from({ length: 2_000 }, (_, at) => `text ${at}`);
    assert.equal(new Set(texts.map(fingerprint)).size, texts.length);
    for (const half of [0, 14]) {
      assert.equal(new Set(texts.map((text) => fingerprint(text).slice(half, half + 14))).size, texts.length);
    }
    // Ids of requests that are on their way over an upgrade rest on it: it may not change.
    assert.equal(fingerprint('[["room","A106"]]'), '1fd79ce0ec04290a0b2d6efee4f8');
  });
});

describe('the facts of an open space', () => {
  it('are the values that decisions change', () => {
    const space = spaceWith([reminder(30, approved), reminder(15, denied, { sendAtPicked: true, text: 't' })], {
      note: 'n',
    });
    assert.deepEqual(factsOf(space), {
      standing: 'scheduled',
      room: 'B114',
      startAt,
      note: 'n',
      tweet: '1',
      'reminder:30': 'approved',
      'reminder:15': 'denied',
      'sendAt:15': startAt - 15 * minute,
      'text:15': 't',
    });
    const bare = without(spaceWith([], { place: 'p', title: 't' }), 'source', 'room', 'startAt');
    assert.deepEqual(factsOf(bare), { standing: 'scheduled', place: 'p', title: 't' });
    assert.deepEqual(withoutUndefined({ a: 1, b: undefined, c: null }), { a: 1, c: null });
  });
});

describe('a host who is erased', () => {
  const decision: Decision = {
    id: 'd',
    verb: 'change',
    by: host,
    at: now,
    revision: 3,
    from: { title: 'a', room: 'B114' },
    to: { note: 'b', room: 'A106', 'text:15': 'c', source: 'd', standing: 'scheduled' },
  };
  const refusal = (reason: string) => ({ id: 'r', by: ana, at: now, reason });
  const erasedBy = { id: 'erased', name: 'erased', door: 'x' };

  it('leaves room and time of the session', () => {
    const standing = { status: 'cancelled', by: host } as const;
    const space = spaceWith([reminder(15, approved, { text: 'c' })], {
      title: 'a',
      note: 'b',
      standing,
      decisions: [decision],
      refusals: [refusal('@yara was faster: title “a”. Look at it again, then decide.')],
    });
    const source = {
      tweetId: '1',
      url: 'https://x.com/i/status/1',
      host: { id: 'erased', username: 'erased' },
      readAs: plan,
    };
    const is = {
      ...without(space, 'title', 'note'),
      source,
      revision: 4,
      standing: { ...standing, by: erasedBy },
      decisions: [{ ...decision, by: erasedBy, from: { room: 'B114' }, to: { room: 'A106', standing: 'scheduled' } }],
      reminders: [reminder(15, approved)],
      refusals: [refusal('It has changed since you looked. Look at it again, then decide.')],
    };
    assert.deepEqual(eraseHost(space), is);
    const byHand = without(spaceWith([]), 'source');
    assert.deepEqual(eraseHost(byHand), { ...byHand, revision: 4 });
    assert.deepEqual(eraseDecision({ ...decision, by: ana }).by, ana);
    assert.deepEqual([eraseActor(host), eraseActor(ana)], [erasedBy, ana]);
  });
});

describe('a rehearsal', () => {
  const conference = {
    id: 'c',
    name: 'C',
    timeZone: 'UTC',
    startDate: '2020-01-01',
    endDate: '2020-01-02',
    rooms: [{ name: 'B114', aliases: [] }],
  };
  const post = (text: string, at: string) => ({ text, postedAt: Date.parse(at) });

  it('moves all starts by the same time, the first to twenty minutes from now', () => {
    const posts = [
      post('Open space on yoga in B114 at 17:00 today', '2017-05-19T12:00:00Z'),
      post('Open space on chess in B114 at 15:00 tomorrow', '2017-05-19T12:00:00Z'),
      post('Lovely weather', '2017-05-18T12:00:00Z'),
    ];
    const at = Date.parse('2026-05-01T09:00:30Z');
    const [yoga, chess, weather] = planRehearsal(posts, conference, at);
    assert.deepEqual([yoga?.post, weather?.post], [posts[0], posts[2]]);
    assert.equal(new Date(yoga?.plan.startAt ?? 0).toISOString(), '2026-05-01T09:21:00.000Z');
    assert.equal(new Date(chess?.plan.startAt ?? 0).toISOString(), '2026-05-02T07:21:00.000Z');
    assert.equal(weather?.plan.startAt, undefined);
    // What a person would have to look at is shifted too, but is not what counts as first.
    const early = post('Open space on tea at 16:00 today', '2017-05-19T12:00:00Z');
    const late = post('Open space on go in B114 at 15:00', '2017-05-25T12:00:00Z');
    const starts = (...some: (typeof early)[]) =>
      planRehearsal(some, conference, at).map(({ plan: { startAt: is } }) => new Date(is ?? 0).toISOString());
    assert.deepEqual(starts(early, ...posts.slice(0, 1), late), [
      '2026-05-01T08:21:00.000Z',
      '2026-05-01T09:21:00.000Z',
      '2026-05-07T07:21:00.000Z',
    ]);
    assert.deepEqual(starts(early), ['2017-05-19T16:00:00.000Z']);
    assert.deepEqual(planRehearsal([], conference, at), []);
    assert.deepEqual(
      planRehearsal(posts.slice(2), conference, at).map(({ plan: is }) => is.verdict),
      ['ignore'],
    );
  });
});
