import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import twitterText from 'twitter-text';
import { conferenceDays, conferenceEnd, endOfNightOf, instantsAt, listedFrom } from '../../core/conference.ts';
import { localDate, localDay, localDayAndTime, localTime, localTimeWithZone, zoneName } from '../../core/local-time.ts';
import { defaultRules } from '../../core/config.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import {
  distinctReminderText,
  possibleTexts,
  reminderTemplate,
  reminderTextFor,
  textProblem,
} from '../../core/reminder-text.ts';
import {
  fitReminder,
  harmless,
  minutesUntil,
  plainText,
  renderReminder,
  unknownPlaceholders,
  weightedLength,
  type ReminderWords,
} from '../../core/texts.ts';
import {
  approved,
  cancelled,
  correction,
  minute,
  now,
  reminder,
  spaceWith,
  startAt,
  without,
} from '../support/rule-spaces.ts';
import { ruleConfig } from '../support/rule-config.ts';

const words: ReminderWords = {
  minutes: '15',
  user: 'yara',
  tweetId: '1',
  room: 'B114',
  time: '17:00 PDT',
  day: 'Fri 19 May',
  title: 'Yoga',
};

describe('a text that goes out', () => {
  it('has its placeholders filled in, and nothing else in braces', () => {
    assert.equal(
      renderReminder('{minutes} minutes {user} {tweetId} {room} {time} {day} {title} {x} {', words),
      '15 minutes yara 1 B114 17:00 PDT Fri 19 May Yoga {x} {',
    );
    assert.equal(
      renderReminder('{minutes} minutes, {minutes} minutes', { ...words, minutes: '1' }),
      '1 minute, 1 minute',
    );
    assert.equal(renderReminder('{title}', { ...words, title: '{room}' }), '{room}');
    const bar = { ...words, room: 'at the bar' };
    assert.equal(renderReminder('Now in {room}, {minutes} min in {title}', bar), 'Now at the bar, 15 min in Yoga');
    assert.deepEqual(unknownPlaceholders('{room} {rooms} {x} { y }'), ['rooms', 'x']);
    assert.deepEqual(
      [90_000, 89_999, 29_999, 0, -1].map((ms) => minutesUntil(ms, 0)),
      [2, 1, 1, 1, 1],
    );
  });

  it('is shortened to fit X: first its title, then its room, and nothing else', () => {
    const fit = (change: Partial<ReminderWords>, rest = 270) =>
      fitReminder(`${'x'.repeat(rest)} {room} {title}`, { ...words, ...change }) ?? 'does not fit';
    assert.equal(fit({}).slice(270), ' B114 Yoga');
    assert.equal(weightedLength(fit({})), 280);
    assert.equal(fit({ title: 'Yogas' }).slice(270), ' B114 Yo…');
    assert.equal(fit({ title: 'Yogas', room: 'A nam' }).slice(270), ' A nam Y…');
    assert.equal(fit({}, 276).slice(276), ' B…');
    assert.equal(fit({}, 277).slice(277), '');
    assert.equal(fit({}, 274).slice(274), ' B114');
    assert.equal(fit({}, 273).slice(273), ' B114');
    assert.equal(fit({}, 280), 'x'.repeat(280));
    assert.equal(fitReminder('x'.repeat(281), words), undefined);
    const long = fitReminder('{title}', { ...words, title: 'y'.repeat(1_000) }) ?? '';
    assert.ok(weightedLength(long) <= 280 && weightedLength(long) > 240);
    assert.ok(long.endsWith('y…'));
    assert.equal(weightedLength('https://example.com/a/very/long/link'), 23);
    assert.equal(fitReminder(' {title} ', { ...words, title: '@a' }), 'a');
  });

  it('is cut between whole graphemes, even if one has many characters', () => {
    const people = ['👨‍👩‍👧‍👦', '🧘🏽‍♀️'];
    const others = ['🇩🇪', '1️⃣', 'क्षि', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'];
    for (const sign of [...people, ...others]) {
      const text = fitReminder('{title}', { ...words, title: sign.repeat(200) }) ?? '';
      assert.ok(weightedLength(text) <= 280, sign);
      assert.match(text, new RegExp(`^(?:${sign})+…$`, 'u'));
    }
  });

  it('notifies nobody and links nothing by other people’s words', () => {
    assert.equal(harmless('@yara ＠yara $TSLA #tag ＃tag'), 'yara yara TSLA tag tag');
    assert.equal(harmless('a @ b # c $ 5 C#, #️⃣'), 'a @ b # c $ 5 C#, #️⃣');
    assert.equal(harmless('@@yara $@yara ##tag @#tag #·tag'), 'yara yara tag tag ·tag');
    assert.equal(harmless('$1 or $5.50, #1: part (#2), #3.'), '$1 or $5.50, #1: part (#2), #3.');
    assert.equal(harmless('#1a #1_a #1@a #1\u200ba ##1 $#1 @#1 @1 $a1'), '1a 1_a 1a 1\u200ba 1 1 1 1 a1');
    assert.equal(harmless('http@s://a x\u0323.com a.@com'), 'x\u0323\u2024com a\u2024com');
    assert.equal(harmless('see https://x.com/a?b HTTP://y.z now'), 'see now');
    assert.equal(harmless('foo.py 3.5 end.'), 'foo\u2024py 3.5 end.');
    assert.equal(harmless('x1.a.'), 'x1\u2024a.');
    assert.equal(harmless('  a\n\t b\u0000c  '), 'a b c');
    assert.equal(harmless('e\u0301'), 'é');
  });

  it('is always accepted by X, and never becomes a tag, a mention or a link', () => {
    const piece = fc.constantFrom(
      ...Array.from('@＠$#＃. a·・_7é木\u0323\ufe0f\u200d\u200b\ufffe\ud800\u202e\n\u0000'),
      ...'yara TSLA com $1 #1 #12: #3 @4 https:// http s:// e\u0301 हि 👩‍👩‍👧‍👦'.split(' '),
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
    );
    fc.assert(
      fc.property(text, text, (title, room) => {
        const entities = twitterText.extractEntitiesWithIndices(harmless(title));
        assert.deepEqual(entities, [], JSON.stringify(title));
        const tweet = fitReminder('In {minutes} minutes in {room}: {title}', { ...words, title, room }) ?? '';
        assert.ok(twitterText.parseTweet(tweet).valid, JSON.stringify(tweet));
      }),
      { numRuns: 300 },
    );
  });

  it('has no control characters, no reversed text direction, and no piles of combining marks', () => {
    assert.equal(plainText('a\r\nb\rc\u2028d\u2029e\nf'), 'a\nb\nc\nd\ne\nf');
    assert.equal(plainText('a\u0000b\u007fc\u202ed\u2066e\u200ff\ufeffg'), 'abcdefg');
    assert.equal(plainText('x\ud800y'), 'xy');
    assert.equal(
      plainText('a\u0301\u0302\u0303\u0304\u0305b\u0301\u0302\u0303'),
      'a\u0301\u0302\u0303b\u0301\u0302\u0303',
    );
    assert.equal(plainText('\u{1f600} ü'), '\u{1f600} ü');
  });
});

describe('the wording of a reminder', () => {
  const rules = { reminderText: 'See {user}', manualReminderText: '{title}' };
  const space = spaceWith([reminder(15, approved), reminder(5, approved, { text: 'own' }), correction(approved)]);
  const of = (to: OpenSpace, key = '15', change: Partial<typeof rules> = {}) =>
    reminderTemplate(to, key, { ...rules, ...change });

  it('is an organiser’s own, the correction’s, or the config’s', () => {
    assert.equal(of(space), 'See {user}');
    assert.equal(of(space, '5'), 'own');
    assert.match(of(space, 'correction3'), /^Moved: /u);
    assert.equal(of(without(space, 'source')), '{title}');
    const gone = { tweetId: '1', url: 'u', host: { id: '7', username: 'yara' }, isGone: true } as const;
    assert.equal(of({ ...space, source: gone }), '{title}');
    assert.equal(of(space, 'none'), 'See {user}');
  });

  it('adds room and time if the quoted post gives others', () => {
    const suffix = ' Now in {room} at {time}.';
    for (const moved of [
      { ...space, room: 'A106' },
      { ...space, startAt: startAt + 1 },
    ]) {
      assert.equal(of(moved), `See {user}${suffix}`);
      assert.equal(of(moved, '15', { reminderText: '{room} {time}' }), '{room} {time}');
      assert.equal(of(moved, '15', { reminderText: '{room}' }), `{room}${suffix}`);
      assert.equal(of(moved, '15', { reminderText: '{time}' }), `{time}${suffix}`);
    }
    assert.equal(
      of({ ...space, source: { tweetId: '1', url: 'u', host: { id: '7', username: 'y' } } }),
      `See {user}${suffix}`,
    );
  });

  it('is filled in from the open space', () => {
    const all = '{minutes}|{user}|{tweetId}|{room}|{time}|{day}|{title}';
    assert.equal(reminderTextFor(space, all, 15), '15|yara|1|B114|17:00 PDT|Fri 19 May|Acro yoga');
    const bare = without(space, 'source', 'room', 'startAt');
    assert.equal(reminderTextFor(bare, all, 1), '1||||16:00 PST|Wed 31 Dec|an open space');
    assert.equal(reminderTextFor({ ...bare, place: 'the park' }, '{room}', 1), 'the park');
    // What was called off, as people were told of it.
    const told = { where: `{title} @yara, ${'x'.repeat(300)}`, startAt: startAt + minute };
    const off = reminderTextFor({ ...cancelled, told }, '{room} {time}', 15);
    assert.match(off ?? '', /^\{title\} yara, x{200,}… 17:01 PDT$/u);
    assert.equal(reminderTextFor({ ...space, told }, '{room} {time}', 15), 'B114 17:00 PDT');
  });

  it('of one reminder must fit X when it is filled in, with title and place cut', () => {
    const tooLong = 'With names and times filled in, the text is over 280 characters, as X counts them. Shorten it.';
    const long = { ...space, title: 'y'.repeat(300) };
    for (const [text, problem] of [
      ['x'.repeat(280), undefined],
      ['x'.repeat(281), tooLong],
      [`${'x'.repeat(280)}{title}`, undefined],
      [`${'x'.repeat(275)}{minutes}`, undefined],
      [`${'x'.repeat(276)}{minutes}`, tooLong],
      [
        'In {rom}',
        '{rom} is not a placeholder; the placeholders are {minutes}, {user}, {tweetId}, {room}, {time}, {day}, {title}',
      ],
    ] as const)
      assert.equal(textProblem(long, text), problem);
    const byHand = without(long, 'source');
    assert.equal(textProblem(byHand, '{title} in {room}'), undefined);
    assert.match(textProblem(byHand, 'By @{user}') ?? '', /^\{user\} has no value/u);
    assert.equal(textProblem(long, 'By @{user}'), undefined);
  });

  it('differs from every other text, by the start, then a number', async () => {
    const used = new Map<string, string>();
    const reminders = {
      isTextUsed: async (text: string, except: string) => (used.get(text) ?? except) !== except,
    };
    const config = { ...ruleConfig, ...defaultRules, reminderText: 'In {minutes} minutes' };
    const texts: string[] = [];
    for (let turn = 0; turn < 4; turn++) {
      const text = await distinctReminderText({ ...space, id: String(turn) }, '15', config, now, reminders);
      assert.ok(text !== undefined);
      used.set(text, `${turn}-15`);
      texts.push(text);
    }
    const [soon, when] = ['In 60 minutes', 'Fri 19 May 17:00 PDT'];
    assert.deepEqual(texts, [soon, `${soon} (${when})`, `${soon} (${when}, 2)`, `${soon} (${when}, 3)`]);
    // Its own text it may use again.
    assert.equal(await distinctReminderText({ ...space, id: '0' }, '15', config, now, reminders), soon);
    const bare = await distinctReminderText(without(space, 'startAt'), '15', config, now, reminders);
    assert.equal(bare, 'In 1 minute Now in B114 at 16:00 PST.');
  });

  it('is recognised in a post at whatever minute it went out, weeks later too, and with digits beside it', () => {
    const config = { ...ruleConfig, ...defaultRules, reminderText: 'Room 1{minutes}0' };
    const texts = possibleTexts(space, '15', config, now - 30 * 86_400_000, now);
    const isKnown = (minutes: number) => texts(`Room 1${minutes}0`).includes(`Room 1${minutes}0`);
    assert.deepEqual([59, 60, 61, 43_260, 43_261].filter(isKnown), [60, 61, 43_260]);
  });

  it("gives the room's present name, and recognises a post with the booked name", async () => {
    const rooms = [{ name: 'Juniper', aliases: ['B114'] }];
    const conference = { ...ruleConfig.conference, rooms };
    const config = { ...ruleConfig, ...defaultRules, conference, reminderText: '{room} in {minutes} minutes' };
    const reminders = { isTextUsed: async () => false };
    const says = (of: OpenSpace) => distinctReminderText(of, '15', config, now, reminders);
    assert.match((await says(space)) ?? '', /^Juniper in /u);
    assert.match((await says({ ...without(space, 'room'), place: 'B114' })) ?? '', /^B114 in /u);
    const texts = possibleTexts(space, '15', config, now, now)('').join('\n');
    assert.match(texts, /^Juniper in /mu);
    assert.match(texts, /^B114 in /mu);
    // The post gives the room's earlier name, which is not another room.
    assert.equal(await distinctReminderText(space, '15', { ...config, reminderText: 'Now' }, now, reminders), 'Now');
  });
});

describe('local time', () => {
  it("is the time in the zone, with the zone's own short name if English has one", () => {
    const zone = 'America/Los_Angeles';
    assert.equal(localTime(now, zone), '16:00');
    assert.equal(localTime(Date.parse('2017-05-19T00:05:00-07:00'), zone), '00:05');
    assert.equal(localDate(now, zone), '2017-05-19');
    assert.equal(localDate(now, 'Asia/Tokyo'), '2017-05-20');
    assert.equal(localDay(now, zone), 'Fri 19 May');
    assert.equal(localTimeWithZone(now, zone), '16:00 PDT');
    assert.equal(localDayAndTime(now, zone), 'Fri 19 May 16:00 PDT');
    assert.deepEqual(
      ['Europe/Berlin', 'Europe/London', 'Asia/Tokyo', 'Asia/Kolkata', 'Australia/Sydney', 'UTC'].map((one) =>
        zoneName(now, one),
      ),
      ['CEST', 'BST', 'GMT+9', 'IST', 'AEST', 'UTC'],
    );
  });

  it('means one instant, none if the clocks skip it, and two if they repeat it', () => {
    const at = (date: string, time: string) =>
      instantsAt(date, time, 'Europe/Berlin').map((one) => new Date(one).toISOString());
    assert.deepEqual(at('2026-06-01', '09:30'), ['2026-06-01T07:30:00.000Z']);
    assert.deepEqual(at('2026-06-01', '09:30:15'), ['2026-06-01T07:30:15.000Z']);
    assert.deepEqual(at('2026-03-29', '02:30'), []);
    assert.deepEqual(at('2026-10-25', '02:30'), ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']);
    assert.deepEqual(at('2026-13-01', '09:30'), []);
  });

  it('begins a list at the one of two equal times that is not over', () => {
    const from = (date: string, time: string, now: string) =>
      new Date(listedFrom(date, time, 'Europe/Berlin', Date.parse(now))).toISOString();
    const back = '2026-10-25';
    assert.equal(from(back, '02:30', '2026-10-24T10:00Z'), '2026-10-25T00:30:00.000Z');
    assert.equal(from(back, '02:30', '2026-10-25T00:30:40Z'), '2026-10-25T00:30:00.000Z');
    assert.equal(from(back, '02:30', '2026-10-25T01:30:40Z'), '2026-10-25T01:30:00.000Z');
    assert.equal(from(back, '02:30', '2026-10-25T10:00Z'), '2026-10-25T00:30:00.000Z');
    assert.equal(from('2026-03-29', '02:30', '2026-01-01T00:00Z'), '2026-03-28T23:00:00.000Z');
  });

  it('belongs to the day before until the night ends', () => {
    const end = (at: string) => new Date(endOfNightOf(Date.parse(at), 'Europe/Berlin')).toISOString();
    for (const at of ['2026-06-01T06:00+02:00', '2026-06-01T23:50+02:00', '2026-06-02T00:10+02:00']) {
      assert.equal(end(at), '2026-06-02T04:00:00.000Z', at);
    }
    assert.equal(end('2026-06-02T05:59+02:00'), '2026-06-02T04:00:00.000Z');
    assert.equal(end('2026-10-24T23:00+02:00'), '2026-10-25T05:00:00.000Z', 'the clocks go back in that night');
  });

  it('has the conference’s days, and its end', () => {
    const conference = (startDate: string, endDate: string) => ({
      id: 'c',
      name: 'C',
      timeZone: 'Europe/Berlin',
      startDate,
      endDate,
      rooms: [],
    });
    assert.deepEqual(conferenceDays(conference('2026-02-27', '2026-03-01')), [
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
    assert.deepEqual(conferenceDays(conference('2026-02-27', '2026-02-27')), ['2026-02-27']);
    assert.equal(
      new Date(conferenceEnd(conference('2026-03-28', '2026-03-29'))).toISOString(),
      '2026-03-29T22:00:00.000Z',
    );
  });
});
