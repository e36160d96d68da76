import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

import { explainLine, explainReading } from '../core/reading/explain.ts';
import type { Reading } from '../core/reading/reading.ts';
import { anyCharacter } from './support/any-character.ts';
import { readerOf, readLabelled } from './support/labelled-tweets.ts';

const read = readerOf('pycon2017');
// The evening before the conference: every hour read is still to come.
const postedAt = Date.parse('2017-05-19T02:00:00Z');
const readText = (text: string): Reading => read({ text, postedAt });

const PIECES = [
  '5pm',
  ' ',
  'B114',
  'room',
  '-',
  ':',
  '#',
  '@',
  '12',
  '30',
  'tomorrow',
  'Sat',
  '\u0301',
  '\ud83d',
  '\udc0d',
  '🐍',
  '午後',
  '3時',
  '\n',
  '.',
  '?',
  'moved',
  'not',
  'https://',
  'A105+',
  'à',
  'İ',
  'ß',
];
const messy = fc.oneof(
  fc.string({ maxLength: 400 }),
  fc.string({ unit: anyCharacter, maxLength: 400 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 80 }).map((pieces) => pieces.join('')),
);

const minute = fc.constantFrom('', ':00', ':15', ':30', ':45');
const time = fc
  .tuple(fc.constantFrom('8', '9', '10', '11', '12', '1', '2', '3', '4', '5', '6', '7'), minute)
  .map(([hour, minutes]) => `${hour}${minutes}${Number(hour) >= 8 && Number(hour) < 12 ? 'am' : 'pm'}`);
const room = fc.constantFrom(
  'A103',
  'room B114',
  'B-116',
  'c120',
  'C125/126',
  'Oregon Ballroom 204',
  'Lower Level Lobby',
);
const topic = fc.constantFrom('typing clinic', 'board games', 'Django & coffee', 'crochet', 'packaging');
const decoy = fc.constantFrom(
  'with Python 3.12',
  '(v2.30.1)',
  'snacks worth $5.30',
  '#PyCon2017',
  '70+ people last time',
  'since 2015',
  'https://t.co/a5pmB112',
  'thx @5pm_fan',
  '24/7 fun',
  'closes PEP 572',
  'bring 3 laptops',
);

const startsAndRooms = (reading: Reading): unknown => ({
  verdict: reading.verdict,
  starts: reading.starts.map((start) => start.at),
  rooms: reading.rooms.map((named) => named.name),
});

describe('reading any text at all', () => {
  it('never throws, and every span lies inside the text', () => {
    fc.assert(
      fc.property(messy, (text) => {
        const reading = readText(text);
        const spans = [
          ...reading.starts.flatMap((start) => [start.time, start.day, start.zone]),
          ...reading.rooms.map((named) => named.span),
          ...reading.reasons.map((reason) => reason.span),
          ...reading.evidence.map((evidence) => evidence.span),
        ];
        for (const span of spans) {
          if (span)
            assert.ok(span.from >= 0 && span.from < span.to && span.to <= text.length, JSON.stringify({ text, span }));
        }
        assert.ok(explainReading(reading, text).length > 0);
        assert.ok(explainLine(reading, text).length > 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the same answer to the same tweet', () => {
    fc.assert(fc.property(messy, (text) => assert.deepEqual(readText(text), readText(text))));
  });

  it('schedules only posts with exactly one room and one start', () => {
    fc.assert(
      fc.property(messy, (text) => {
        const { verdict, starts, rooms, confidence, sure } = readText(text);
        if (verdict === 'schedule') assert.deepEqual([starts.length, rooms.length], [1, 1]);
        if (sure) assert.equal(verdict, 'schedule');
        assert.ok(confidence >= 0 && confidence <= 1);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads the same whichever of hour, room and topic comes first', () => {
    fc.assert(
      fc.property(time, room, topic, (when, where, what) => {
        const orders = [
          [when, where, what],
          [what, where, when],
          [where, what, when],
          [what, when, where],
          [where, when, what],
          [when, what, where],
        ];
        const answers = orders.map((order) => startsAndRooms(readText(`${order.join(', ')} #pyconopenspaces`)));
        for (const answer of answers) assert.deepEqual(answer, answers[0]);
        assert.equal((answers[0] as Reading).verdict, 'schedule');
      }),
    );
  });

  it('is not misled by a number that means something else', () => {
    fc.assert(
      fc.property(time, room, topic, decoy, fc.boolean(), (when, where, what, other, first) => {
        // What the words beside the number say about the intent may count; the number itself must not.
        const startsAndRoomsAlone = (words: string): unknown => {
          const { starts, rooms } = readText(words);
          return [starts.map(({ at }) => at), rooms.map(({ name }) => name)];
        };
        const plain = startsAndRoomsAlone(`${what}, ${when}, ${where}`);
        const text = first ? `${what} ${other}, ${when}, ${where}` : `${what}, ${when}, ${where}, ${other}`;
        assert.deepEqual(startsAndRoomsAlone(text), plain, text);
      }),
      { numRuns: 500 },
    );
  });

  it('does not care for a link or a hashtag that is added to a post', () => {
    const posts = ['tweets', 'not-announcements', 'languages'].flatMap((name) =>
      readLabelled(`test/cases/corpus/${name}.jsonl`),
    );
    const added = fc.constantFrom(' https://t.co/a5pmB112', ' #openspaces', ' #PyCon2017 #fun', '\nhttps://t.co/x #os');
    fc.assert(
      fc.property(fc.constantFrom(...posts), added, ({ conference, postedAt, text }, more) => {
        const at = Date.parse(postedAt);
        const [plain, longer] = [text, `${text}${more}`].map((one) =>
          readerOf(conference)({ text: one, postedAt: at }),
        );
        assert.ok(plain && longer);
        assert.deepEqual(startsAndRooms(longer), startsAndRooms(plain), text + more);
        assert.equal(longer.confidence, plain.confidence, text + more);
      }),
      { numRuns: 600 },
    );
  });
});

describe('the code of the reader', () => {
  it('keeps lines, and so regular expressions, at 120 characters and files at 300 lines', () => {
    const files = readdirSync('core/reading', { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const long = files.flatMap((file) => {
      const lines = readFileSync(`core/reading/${file}`, 'utf8').trimEnd().split('\n');
      const wide = lines.flatMap((line, at) => (/.{121}/u.test(line) ? [`${file}:${at + 1}`] : []));
      return lines.length > 300 ? [...wide, `${file}: ${lines.length} lines`] : wide;
    });
    assert.deepEqual(long, []);
  });
});
