import assert from 'node:assert/strict';
import * as fc from 'fast-check';

import type { Room } from '../core/conference.ts';
import { roomsMeant } from '../core/meant-room.ts';
import { createReader } from '../core/reading/reader.ts';
import { derivedAliases } from '../core/room-aliases.ts';

const listed = (...names: string[]): Room[] => names.map((name) => ({ name, aliases: [] }));
const aliasesOf = (room: string, rooms: readonly Room[]): readonly string[] =>
  derivedAliases(rooms).find((derived) => derived.room === room)?.aliases ?? [];

describe('aliases that are derived from the list of rooms', () => {
  const venue = listed(
    'Grand Ballroom East',
    'Grand Ballroom West',
    'Concorde 1+2',
    'Concorde Foyer',
    '258AB',
    '259AB',
    'West 3018',
    'Salon II',
    'Salon III',
    'Ballroom BC',
    'Library (Floor 2)',
    'Skyline Ballroom West',
    'Nob Hill A-D',
  );

  it('are those that only one room can have', () => {
    assert.ok(aliasesOf('Grand Ballroom East', venue).includes('Ballroom East'));
    assert.ok(aliasesOf('259AB', venue).includes('259'));
    assert.ok(aliasesOf('Library (Floor 2)', venue).includes('Library'));
    assert.ok(aliasesOf('Skyline Ballroom West', venue).includes('Skyline West'));
    for (const { aliases } of derivedAliases(venue)) assert.ok(!aliases.includes('Ballroom'), aliases.join());
  });

  it('leave out aliases that are entered already, in upper or lower case', () => {
    const east = { name: 'Grand Ballroom East', aliases: ['ballroom EAST'] };
    assert.ok(!aliasesOf(east.name, [east]).some((alias) => /^(?:grand )?ballroom east$/iu.test(alias)));
  });

  it('of “🎉 Room” need its emoji: its letters alone mean any room', () => {
    const rooms = listed('🎉 Room', '🧑‍💻 Room', '🎸 Stage', 'Party Hall 🎈', 'B114');
    const days = { startDate: '2015-10-08', endDate: '2015-10-09', timeZone: 'America/Chicago' };
    const read = (text: string, list = rooms) => {
      const reader = createReader({ id: 'c', name: 'C', ...days, rooms: list });
      return reader({ text, postedAt: Date.parse('2015-10-08T18:00:00Z') }).rooms.map(({ name }) => name);
    };
    for (const text of ['Tea in the room at 5pm', 'Which room? 5pm 🎉', 'A stage dive at 5pm'])
      assert.deepEqual(read(text), [], text);
    for (const [text, room] of [
      ['Tea in the 🎉 room at 5pm', '🎉 Room'],
      ['Tea, 5pm, room 🎉', '🎉 Room'],
      ['Hacking in the 🧑🏽‍💻 room at 5pm', '🧑‍💻 Room'],
      ['Jam on 🎸Stage at 5pm', '🎸 Stage'],
      ['Tea in the party hall at 5pm', 'Party Hall 🎈'],
    ] as const)
      assert.deepEqual(read(text), [room], text);
    // Here no other room can be meant.
    assert.deepEqual(read('Tea in the room at 5pm', listed('Room')), ['Room']);
  });

  it('are words that a person may write: none is empty, and no two numbers run together', () => {
    assert.deepEqual(aliasesOf('A105+A106', listed('A105+A106')), ['A105', 'A106']);
    for (const { aliases } of derivedAliases([...venue, ...listed('Hall A+B', 'C125/126')]))
      for (const alias of aliases) assert.match(alias, /^\S/u);
  });

  it('leave out names that two rooms share', () => {
    const rooms = listed('Haydn 1+2', 'Haydn 3');
    for (const { aliases } of derivedAliases(rooms)) assert.ok(!aliases.includes('Haydn'));
    assert.deepEqual(roomsMeant('Haydn', rooms), []);
  });

  it('each mean their room, with every list', () => {
    const words = ['Aspen', 'Juniper', 'Ballroom', 'Hall', 'Salon', 'East', 'West', 'Suite', 'Room', 'Level'];
    const name = fc
      .tuple(
        fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '1', '2', '203', '204', '205AB', 'A', 'B', '1+2', 'II'),
      )
      .map(([parts, tail]) => [...parts, tail].join(' ').trim());
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), (names) => {
        const rooms = listed(...names);
        for (const { room, aliases } of derivedAliases(rooms)) {
          for (const alias of aliases)
            assert.deepEqual(roomsMeant(alias, rooms), [room], `${alias} of ${names.join()}`);
        }
      }),
      { numRuns: 300, examples: [[['East Juniper B', 'East Ballroom Juniper', 'Aspen']]] },
    );
  });

  it('never take the letter of a room for a misspelling', () => {
    const rooms = listed('East Juniper B', 'East Juniper C', 'West Studios A');
    assert.deepEqual(roomsMeant('East Juniper', rooms), []);
    assert.deepEqual(roomsMeant('East JuniperD', rooms), []);
    assert.deepEqual(roomsMeant('East JuniperC', rooms), ['East Juniper C']);
    assert.deepEqual(roomsMeant('East Junper C', rooms), ['East Juniper C']);
  });

  it('do not come back when an organiser strikes them', () => {
    const struck = venue.map((room) => (room.name === '259AB' ? { ...room, struckAliases: ['259'] } : room));
    assert.ok(!aliasesOf('259AB', struck).includes('259'));
    assert.deepEqual(roomsMeant('259', struck), []);
    assert.deepEqual(roomsMeant('258', struck), ['258AB']);
    const conference = {
      id: 'struck',
      name: 'Struck',
      timeZone: 'America/Denver',
      startDate: '2015-10-08',
      endDate: '2015-10-11',
      rooms: struck,
    };
    const post = { text: 'Typing BoF 5pm room 259', postedAt: Date.parse('2015-10-08T18:00:00Z') };
    assert.deepEqual(createReader({ ...conference, rooms: venue })(post).rooms[0]?.name, '259AB');
    assert.equal(
      createReader({ ...conference, rooms: struck })({ ...post, text: 'Typing BoF 5pm, 259' }).rooms.length,
      0,
    );
  });
});

describe('which listed rooms a typed name means', () => {
  const merged = listed(
    'A105',
    'A106',
    'A105+A106',
    'Clarendon A',
    'Clarendon B',
    '205+206',
    'Ballroom BC',
    'Salon II',
    'Speaker Lounge',
  );

  it('is the combined room if the list has it, and both parts if not', () => {
    for (const typed of ['A105+A106', 'a105/106', 'A105 & A106'])
      assert.deepEqual(roomsMeant(typed, merged), ['A105+A106']);
    assert.deepEqual(roomsMeant('Clarendon A+B', merged), ['Clarendon A', 'Clarendon B']);
  });
  it('is the combined room for a half that is not on the list', () => {
    for (const typed of ['205', '206']) assert.deepEqual(roomsMeant(typed, merged), ['205+206'], typed);
    for (const typed of ['Ballroom B', 'ballroom c'])
      assert.deepEqual(roomsMeant(typed, merged), ['Ballroom BC'], typed);
    assert.deepEqual(roomsMeant('A105', merged), ['A105']);
  });
  it('does not mind Roman numerals', () => {
    for (const typed of ['Salon 2', 'salon ii']) assert.deepEqual(roomsMeant(typed, merged), ['Salon II'], typed);
  });
  it('is no room for a place that is not on the list, whatever it contains', () => {
    const places = [
      '',
      'the foyer in front of A105',
      'A107',
      'my hotel room',
      'Clarendon',
      'outside A105',
      'room',
      'lounge',
    ];
    for (const typed of places) assert.deepEqual(roomsMeant(typed, merged), [], typed);
  });
  it('is a room that is spelled as people spell it in posts', () => {
    for (const typed of ['A 105', 'a-105', 'Room A105', 'in the room A105', 'Raum A105', 'A105!'])
      assert.deepEqual(roomsMeant(typed, merged), ['A105'], typed);
  });
});
