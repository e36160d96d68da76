import assert from 'node:assert/strict';

import { explainReading } from '../core/reading/explain.ts';
import { createReader } from '../core/reading/reader.ts';
import type { Reading } from '../core/reading/reading.ts';
import { conferences, readerOf } from './support/labelled-tweets.ts';

const fridayMorning = '2017-05-19T17:00:00Z';
const read = (text: string, conference = 'pycon2017', postedAt = fridayMorning): Reading =>
  readerOf(conference)({ text, postedAt: Date.parse(postedAt) });
const startsOf = (reading: Reading): string[] => reading.starts.map((start) => new Date(start.at).toISOString());
const roomsOf = (reading: Reading): string[] => reading.rooms.map((room) => room.name);
const quoted = (text: string, reading: Reading): (string | undefined)[] => {
  const [start] = reading.starts;
  return [start?.time, start?.day, start?.zone, reading.rooms[0]?.span].map(
    (span) => span && text.slice(span.from, span.to),
  );
};

describe('rules that earlier readers broke', () => {
  it('does not take the year of a hashtag for an hour', () => {
    const reading = read('Typing BoF 5pm B114 #PyCon2017');
    assert.equal(reading.verdict, 'schedule');
    assert.deepEqual(startsOf(reading), ['2017-05-20T00:00:00.000Z']);
  });
  it('reads a room before any punctuation, and a merged room as one', () => {
    for (const end of ['.', '!', ',', '?', ')', ':', ';', '…', '"'])
      assert.deepEqual(roomsOf(read(`Typing BoF 5pm B114${end} Come`)), ['B114'], end);
    for (const merged of ['A105+A106', 'A105 + A106', 'a105/106', 'A105/A106', 'A105&A106'])
      assert.deepEqual(roomsOf(read(`BoF 5pm ${merged}`)), ['A105+A106'], merged);
  });
  it('reads a room number in words, as dictation writes it, and takes no other room for it', () => {
    const roomsAt = (text: string, conference: string): string[] => roomsOf(read(text, conference));
    assert.deepEqual(roomsAt('BoF at three p m in room twenty five c', 'pycon2019'), ['25C']);
    assert.deepEqual(roomsAt('BoF at three p m in room two oh three', 'cnweek2024'), ['203']);
    assert.deepEqual(roomsAt('BoF in room two ten at three p m', 'cnweek2024'), ['210']);
    assert.deepEqual(roomsAt('BoF in room two hundred sixty at three p m', 'rubyloop2023'), ['260']);
    assert.deepEqual(roomsAt('b one fourteen at three p m', 'loam19'), ['B114']);
    // The list has Courtyard 2, and no room 209.
    assert.deepEqual(roomsAt('BoF at three p m in room two oh nine', 'cnweek2024'), []);
    assert.deepEqual(roomsAt('BoF at 3pm in room two', 'cnweek2024'), ['Courtyard 2']);
  });
  it('reads an hour that had passed, and is said again with its day, as one start', () => {
    const reading = read('B114 at 9:30 sounds like a joke. Saturday, 9:30 a.m., B114: typing BoF, come');
    assert.deepEqual(startsOf(reading), ['2017-05-20T16:30:00.000Z']);
    assert.equal(reading.verdict, 'schedule');
  });
  it('reads the hour of another place in brackets as the same start, also if the brackets go on', () => {
    const reading = read("Come to our typing BoF at 1pm in B114 (that's 4:00 in Toronto, if you are dialling in)");
    assert.deepEqual(startsOf(reading), ['2017-05-19T20:00:00.000Z']);
  });
  it('schedules no session that is called off, moved or full, also if only a heading says so', () => {
    const announced = 'Typing BoF, 3pm, B114';
    assert.equal(read(`Today! ${announced}`).verdict, 'schedule');
    for (const heading of ['Moved.', 'New room!!', 'FULL.', 'sold out!', 'Full house.', 'Cancelled!!', 'Complet !'])
      assert.equal(read(`${heading} ${announced}`).verdict, 'review', heading);
    assert.equal(read('no typing BoF today at 3pm in B114').verdict, 'review');
    assert.equal(read('no slides, typing BoF today at 3pm in B114').verdict, 'schedule');
  });
  it('takes a turn of phrase with a word such as “cancel” or “change” for no cancellation or move', () => {
    for (const topic of ['Noise cancelling headphones', 'Full-stack testing', 'Climate change', 'Schema changes'])
      assert.equal(read(`${topic} open space at 3pm in B114`).verdict, 'schedule', topic);
  });
  it('reads a listed number after the Spanish and Portuguese words for a room', () => {
    for (const room of ['salón 203', 'salão 203', 'sala 203'])
      assert.deepEqual(roomsOf(read(`Charla hoy a las 4, ${room}`, 'cnweek2024')), ['203'], room);
  });
  it('reads a listed number between signs beside a start counted from the posting', () => {
    assert.deepEqual(roomsOf(read('BoF in 10 mins!!! 102!!! I have biscuits!!!', 'cnweek2024')), ['102']);
    assert.deepEqual(roomsOf(read('in 10 minutes 103 people will want coffee', 'cnweek2024')), []);
  });
  it('reads both rooms if the second one is for people who do not fit into the first', () => {
    for (const second of [
      'room 13 and spilling into 14',
      'room 13, overflow in 14',
      'room 13 (overflow 14)',
      'room 13 then 14',
      'room 13 and maybe 14',
    ])
      assert.deepEqual(roomsOf(read(`Board games 7pm, ${second}`, 'pycon2019')), ['13', '14'], second);
  });
  it('reads both rooms where a person has to choose, also with dots or with single letters', () => {
    assert.deepEqual(roomsOf(read('Ketosis at 2 in 1.61 or 1.62', 'ecnm19')), ['Room 1.61', 'Room 1.62']);
    assert.deepEqual(roomsOf(read('10am liffey a liffey b swap', 'mlpr18')), ['Liffey A', 'Liffey B']);
  });
  it('leaves a post to a person whose first or last sentence calls it off or moves it', () => {
    for (const text of [
      'CANCELLED! 2pm B114 sewing bee',
      'Cancelled. 2pm B114 sewing bee',
      'cancelled 😢 sewing bee 2pm B114',
      'sewing bee 2pm B114 😢 cancelled',
      'Postponed! sewing bee, 2pm, B114',
      '¡Cancelado! bordado, 14:00, B114',
      'pushing the sewing bee back half an hour, so 2pm now. B114',
    ])
      assert.equal(read(text).verdict, 'review', text);
    for (const text of ['TODAY! 2pm B114 sewing bee', 'Reminder! sewing bee, 2pm, B114'])
      assert.equal(read(text).verdict, 'schedule', text);
  });
  it('does not take the afternoon of “après-midi” for noon', () => {
    for (const text of ['Cet après-midi à 15h45, B114, venez', 'cet après midi à 15h45, B114, venez'])
      assert.deepEqual(startsOf(read(text)), ['2017-05-19T22:45:00.000Z'], text);
    assert.deepEqual(startsOf(read('demain midi en B114: Django, venez')), ['2017-05-20T19:00:00.000Z']);
  });
  it('leaves a session of yesterday to a person', () => {
    const reading = read('Yesterday at 5pm in B114: board games', 'pycon2017', '2017-05-20T17:00:00Z');
    assert.equal(reading.verdict, 'review');
    assert.ok(explainReading(reading, '').includes('review: “Yesterday” is over'));
  });
  it('reads the Dutch quarters with digits', () => {
    assert.deepEqual(startsOf(read('kwart over 2 B114, kom langs')), ['2017-05-19T21:15:00.000Z']);
    assert.deepEqual(startsOf(read('kwart voor 12 B114, kom langs')), ['2017-05-19T18:45:00.000Z']);
  });
  it('reads the day of a date word', () => {
    assert.deepEqual(startsOf(read('BoF tomorrow 10am B114')), ['2017-05-20T17:00:00.000Z']);
    assert.deepEqual(startsOf(read('BoF tomorrow 5/20 10am B114')), ['2017-05-20T17:00:00.000Z']);
  });
  it('leaves several days, and days that contradict each other, to a person', () => {
    for (const days of ['Saturday and Sunday', 'today or tomorrow', 'Saturday 5/21', 'every day'])
      assert.equal(read(`BoF ${days} 10am B114`).verdict, 'review', days);
  });
  it('leaves a day that does not exist to a person', () => {
    assert.equal(read('BoF May 35 10am B114').verdict, 'review');
  });
  it('takes the local day: 17:00 in Portland is the next day in UTC', () => {
    assert.deepEqual(startsOf(read('BoF 17:00 B114', 'pycon2017', '2017-05-20T05:00:00Z')), [
      '2017-05-20T00:00:00.000Z',
    ]);
  });
  it('never schedules outside the conference', () => {
    assert.equal(read('BoF tomorrow 10am B114', 'pycon2017', '2017-05-21T20:00:00Z').verdict, 'review');
    assert.equal(read('BoF today 10am B114', 'pycon2017', '2017-05-12T20:00:00Z').verdict, 'review');
  });
});

describe('changes of the clocks', () => {
  it('gives both readings of an hour that exists twice', () => {
    const reading = read('Karaoke Sunday 02:30, Lounge', 'pyconde2017', '2017-10-28T18:00:00Z');
    assert.deepEqual(startsOf(reading), ['2017-10-29T00:30:00.000Z', '2017-10-29T01:30:00.000Z']);
    assert.equal(reading.verdict, 'review');
  });
  it('gives both readings of an hour that does not exist', () => {
    const spring = createReader({
      id: 'spring',
      name: 'Spring',
      timeZone: 'Europe/Berlin',
      startDate: '2017-03-24',
      endDate: '2017-03-27',
      rooms: [{ name: 'Kubus', aliases: [] }],
    });
    const reading = spring({ text: 'Karaoke Sunday 02:30, Kubus', postedAt: Date.parse('2017-03-25T18:00:00Z') });
    assert.deepEqual(startsOf(reading), ['2017-03-26T00:30:00.000Z', '2017-03-26T01:30:00.000Z']);
    assert.equal(reading.verdict, 'review');
  });
  it('takes PST in May for the clocks on the wall, and converts a foreign zone', () => {
    assert.deepEqual(startsOf(read('BoF 5pm PST B114')), ['2017-05-20T00:00:00.000Z']);
    assert.deepEqual(startsOf(read('BoF 5pm ET B114')), ['2017-05-19T21:00:00.000Z']);
    assert.deepEqual(startsOf(read('BoF 18:00 UTC B114')), ['2017-05-19T18:00:00.000Z']);
    assert.deepEqual(startsOf(read('BoF 8pm ET (5pm here) B114')), ['2017-05-20T00:00:00.000Z']);
  });
});

describe('rooms of the list', () => {
  const pycon = conferences.get('pycon2017');
  const library = createReader({
    id: 'aliases',
    name: 'Aliases',
    timeZone: 'America/Los_Angeles',
    startDate: '2017-05-19',
    endDate: '2017-05-21',
    rooms: [
      { name: 'Library', aliases: ['the stacks', 'L1'] },
      { name: 'Room 09', aliases: [] },
      { name: '521-A', aliases: [] },
    ],
  });
  const where = (text: string): string[] => roomsOf(library({ text, postedAt: Date.parse(fridayMorning) }));

  it('knows the aliases of the config', () => {
    for (const text of ['5pm in the library', '5pm, the stacks', '5pm L1', '5pm l-1'])
      assert.deepEqual(where(text), ['Library'], text);
  });
  it('does not mind leading zeros, hyphens and spaces', () => {
    for (const text of ['5pm room 9', '5pm rm 09', '5pm Room #9']) assert.deepEqual(where(text), ['Room 09'], text);
    for (const text of ['5pm 521A', '5pm 521-a', '5pm room 521 A']) assert.deepEqual(where(text), ['521-A'], text);
  });
  it('knows a name by its words in the order and spelling that people give them', () => {
    const names = [
      'Aula',
      '2.07',
      'Ballroom A',
      'Ballroom B',
      'Ballroom A+B',
      'Cinnamon 1+2',
      'Clove',
      'Acadie Lounge',
    ];
    const more = ["The Dragon's Hoard", 'Grand Ballroom South', 'Grand Ballroom North', 'Room 112', 'Werkstatt'];
    const venue = createReader({
      id: 'venue',
      name: 'Venue',
      timeZone: 'America/Los_Angeles',
      startDate: '2017-05-19',
      endDate: '2017-05-21',
      rooms: [...names, ...more].map((name) => ({ name, aliases: [] })),
    });
    const spelled: Readonly<Record<string, readonly string[]>> = {
      Aula: ['in the Aula', 'Aula'],
      '2.07': ['room 2.07', 'Raum 2.07', 'na sala 2.07'],
      'Ballroom A': ['Ballroom A'],
      'Ballroom A+B': ['Ballrooms A and B', 'Ballroom A & B', 'ballroom a und b'],
      'Cinnamon 1+2': ['Cinnamon 1 and 2'],
      Clove: ['Clove hall', 'Clove room', 'salon Clove', 'the Clove'],
      'Acadie Lounge': ['au salon Acadie', 'Acadie lounge'],
      "The Dragon's Hoard": ['the Dragons Hoard', "the dragon's hoard", 'meet at the Hoard'],
      'Grand Ballroom South': ['south ballroom', 'Ballroom South', 'South Grand Ballroom'],
      'Room 112': ['local 112', 'salle 112'],
    };
    for (const [name, ways] of Object.entries(spelled))
      for (const way of ways) {
        const reading = venue({ text: `5pm, ${way}, typing clinic`, postedAt: Date.parse(fridayMorning) });
        assert.deepEqual([roomsOf(reading), reading.starts.length], [[name], 1], way);
      }
    const german = 'Um 17 Uhr basteln wir in der Werkstatt Drachen';
    assert.deepEqual(roomsOf(venue({ text: german, postedAt: Date.parse(fridayMorning) })), ['Werkstatt']);
  });
  it('takes a common word for a room only in the position of a place', () => {
    assert.deepEqual(where('My favourite Python library is attrs, 5pm'), []);
  });
  it('sends a place that is not on the list to a person, by name', () => {
    assert.ok(pycon);
    const text = 'BoF 5pm in room B999';
    const reading = read(text);
    assert.equal(reading.verdict, 'review');
    assert.ok(explainReading(reading, text).includes('review: “room B999” is not on the list of rooms'));
  });
});

describe('reasons', () => {
  it('quote the words that gave room, hour, day and zone', () => {
    const text = 'Typing 🐍 BoF: tomorrow @ 2pm PT in Room  B-114!';
    assert.deepEqual(quoted(text, read(text)), ['2pm', 'tomorrow', 'PT', 'B-114']);
  });
  it('say why a person is needed', () => {
    const text = 'BoF moved: B114 → A103, 5pm';
    const said = explainReading(read(text), text);
    assert.ok(said.includes('review: two rooms named: B114, A103'));
    assert.ok(said.some((sentence) => sentence.startsWith('seems to be a move from “')));
    assert.ok(said.some((sentence) => sentence.startsWith('17:00 on Fri 19 May, Los Angeles time from “5pm”')));
  });
});
