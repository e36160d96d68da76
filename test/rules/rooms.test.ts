import assert from 'node:assert/strict';
import { freeRooms } from '../../core/claim.ts';
import type { Room } from '../../core/conference.ts';
import { listedRoom, namesOfRoom, occupiedRooms } from '../../core/listed-room.ts';
import { appearanceOf, lookAlikes } from '../../core/room-names.ts';

const room = (name: string, ...aliases: string[]): Room => ({ name, aliases });
const minute = 60_000;

describe('what a booking occupies', () => {
  const rooms = [room('A105'), room('A106', 'Old A106'), room('A105+A106'), room('Ballroom A'), room('Lounge')];

  it('is the room under all its names, and each part of a combined room', () => {
    const of = (name: string) => occupiedRooms(name, rooms);
    assert.deepEqual(of('Lounge'), ['lounge']);
    assert.deepEqual(of('old a106'), ['a106', 'old a106']);
    assert.deepEqual(of('A105+A106'), ['a105', 'a105+a106', 'a106', 'old a106']);
    assert.deepEqual(of('C125/126'), ['126', 'c125', 'c125/126', 'c126']);
    assert.deepEqual(of('Hall 1 & 2'), ['hall 1', 'hall 1 & 2', 'hall 2']);
    assert.deepEqual(of('Ballroom A + B'), ['ballroom a', 'ballroom a + b', 'ballroom b']);
    assert.deepEqual(of('Big Hall A+Small Hall'), ['big hall a', 'big hall a+small hall', 'small hall']);
    assert.deepEqual(of('Concorde B1+2'), ['concorde 2', 'concorde b1', 'concorde b1+2', 'concorde b2']);
    assert.deepEqual(of('AB1+2'), ['2', 'ab1', 'ab1+2', 'ab2']);
    assert.deepEqual(of('A+2'), ['2', 'a', 'a+2', 'a2']);
    assert.deepEqual(of('A1+B'), ['a1', 'a1+b', 'b']);
    assert.deepEqual(of('2+A'), ['2', '2+a', 'a']);
  });

  it('is each letter after a number if the letters follow each other, and no other letters', () => {
    const of = (name: string) => occupiedRooms(name, rooms);
    assert.deepEqual(of('259AB'), ['259a', '259ab', '259b']);
    assert.deepEqual(of('259ABCD'), ['259a', '259abcd', '259b', '259c', '259d']);
    for (const name of ['259AC', '259A', '259BA', '259ABCDE', 'AB', '259ab'])
      assert.deepEqual(of(name), [name.toLowerCase()]);
  });

  it('is the full name of each later part of a combined name', () => {
    const of = (name: string) => occupiedRooms(name, rooms);
    assert.deepEqual(of('26A/B/C'), ['26a', '26a/b/c', '26b', '26c']);
    assert.deepEqual(of('101/2'), ['101', '101/2', '102', '2']);
    assert.deepEqual(of('Halls 1+2'), ['hall 1', 'hall 2', 'halls 1', 'halls 1+2', 'halls 2']);
    assert.deepEqual(of('Foyer 101/2'), ['foyer 101', 'foyer 101/2', 'foyer 102', 'foyer 2']);
    assert.deepEqual(of('C125/126B'), ['126b', 'c125', 'c125/126b', 'c126b']);
    assert.deepEqual(of('101/202'), ['101', '101/202', '202']);
    assert.deepEqual(of('101/2nd'), ['101', '101/2nd', '2nd']);
    assert.deepEqual(of('12/345'), ['12', '12/345', '345']);
    assert.deepEqual(of('26A/BC'), ['26a', '26a/bc', 'bc']);
    assert.deepEqual(of('/B114'), ['/b114']);
    assert.deepEqual(of('Bus 1+2'), ['bus 1', 'bus 1+2', 'bus 2']);
    assert.deepEqual(of('Seminar rooms 12+13'), [
      'seminar room 12',
      'seminar room 13',
      'seminar rooms 12',
      'seminar rooms 12+13',
      'seminar rooms 13',
    ]);
    assert.deepEqual(of('Ballroom (A ＋ B)'), ['ballroom (a + b)', 'ballroom a', 'ballroom b']);
  });

  it('is every room of a range of long numbers, and not of other ranges', () => {
    const of = (name: string) => occupiedRooms(name, rooms);
    assert.deepEqual(of('Glen 201-203'), ['glen 201', 'glen 201-203', 'glen 202', 'glen 203']);
    assert.deepEqual(of('C125-C126'), ['c125', 'c125-c126', 'c126']);
    assert.deepEqual(of('334\u2013335'), ['334', '334-335', '335']);
    assert.deepEqual(of('Wing C125-C126'), ['wing c125', 'wing c125-c126', 'wing c126']);
    assert.equal(of('101-110').length, 11);
    for (const name of [
      '101-205',
      '101-111',
      '101-101',
      'B101-C102',
      '998-1001',
      '203-201',
      '2-14',
      'E-112',
      'CL-3',
      'Croix-Rousse',
      'Hall 1-3',
      'Nob Hill A-D',
    ])
      assert.deepEqual(of(name), [name.toLowerCase()]);
  });

  it('is what a name may combine, if the list has one of its parts', () => {
    const pairs = [
      ['Ballroom AB', 'Ballroom A', 'Ballroom B'],
      ['Ballroom ABC', 'Ballroom B', 'Ballroom C'],
      ['Ballroom A and B', 'Ballroom A', 'Ballroom B'],
      ['A105, A106', 'A105', 'A106'],
      ['Halls 1-3', 'Hall 1', 'Hall 2'],
      ['Nob Hill A-D', 'Nob Hill B', 'Nob Hill D'],
    ] as const;
    for (const [whole, ...parts] of pairs) {
      assert.deepEqual(occupiedRooms(whole, []), [whole.toLowerCase()]);
      for (const part of parts) {
        const occupied = occupiedRooms(whole, [room(whole), room(part, 'the small one')]);
        assert.ok(occupied.includes(part.toLowerCase()) && occupied.includes('the small one'), `${whole} and ${part}`);
      }
    }
    const numbered = [room('Building 2, Room 5'), room('Building 2, Room 6')];
    assert.deepEqual(occupiedRooms('Building 2, Room 5', numbered), ['building 2, room 5']);
  });

  it('is the parts of a room that only an alias shows to be combined, for example after it was renamed', () => {
    const renamed = [room('Grand Hall', 'Ballroom A+B'), room('Ballroom B')];
    for (const name of ['Grand Hall', 'Ballroom A+B'])
      assert.deepEqual(occupiedRooms(name, renamed), ['ballroom a', 'ballroom a+b', 'ballroom b', 'grand hall']);
  });

  it('is found by any spelling that looks the same', () => {
    assert.equal(listedRoom('  LOUNGE ', rooms), 'Lounge');
    assert.equal(listedRoom('Old A106', rooms), 'A106');
    assert.equal(listedRoom('A107', rooms), undefined);
    assert.deepEqual(namesOfRoom('old a106', rooms), ['A106', 'Old A106']);
    assert.deepEqual(namesOfRoom('A107', rooms), ['A107']);
  });
});

describe('rooms that are free', () => {
  const rooms = ['A', 'B', 'A+B', 'C'].map((name) => room(name));
  const conflictWindow = { before: 15, after: 30 };
  const held = (name: string, startAt: number, openSpaceId = '1') => ({ openSpaceId, room: name, startAt });

  it('are those that nobody holds within the window around the start, both ends included', () => {
    const at = 100 * minute;
    const me = { openSpaceId: 'me', startAt: at };
    const free = (...all: ReturnType<typeof held>[]) => freeRooms(me, all, { conflictWindow, conference: { rooms } });
    assert.deepEqual(free(), ['A', 'B', 'A+B', 'C']);
    for (const [minutes, isTaken] of [
      [84, false],
      [85, true],
      [130, true],
      [131, false],
    ] as const) {
      assert.deepEqual(free(held('A', minutes * minute)), isTaken ? ['B', 'C'] : ['A', 'B', 'A+B', 'C']);
    }
    assert.deepEqual(free(held('A', at, 'me'), held('', at)), ['A', 'B', 'A+B', 'C']);
    assert.deepEqual(free(held('A+B', at), held('C', at)), []);
    // By the present list: the hall was claimed before it got these parts.
    const conference = { rooms: [...rooms, room('Hall', 'A+B')] };
    assert.deepEqual(freeRooms(me, [held('Hall', at)], { conflictWindow, conference }), ['C']);
  });
});

describe('names that look alike', () => {
  it('are equal even with another alphabet, accent, case, dash or space', () => {
    const same = ['Café  A-1', ' CAFÉ A‐1', 'cafe\u0301 a–1', 'саfе А-1', 'Caf\u00e9\u200b A−1'];
    assert.deepEqual(new Set(same.map(appearanceOf)), new Set(['cafe a-1']));
    for (const street of ['Straße', 'STRASSE', 'STRAẞE']) assert.equal(appearanceOf(street), 'strasse');
    assert.equal(appearanceOf('ｂ１'), 'b1');
    assert.notEqual(appearanceOf('か'), appearanceOf('が'));
    assert.equal(appearanceOf('☎\ufe0f'), '☎');
    assert.equal(appearanceOf('авекмнорстухіјѕ'), 'abekmhopctyxijs');
    assert.equal(appearanceOf('αβεικορτυχ'), 'abeikoptyx');
  });

  it('are reported once for each two rooms, and never within one room', () => {
    assert.deepEqual(lookAlikes([room('A', 'a'), room('B')]), []);
    assert.deepEqual(lookAlikes([room('A'), room('A')]), ['two rooms have the same name, “A”']);
    const alike = 'look alike: give each room names of its own';
    assert.deepEqual(lookAlikes([room('A'), room('a')]), [`“A” and “a” ${alike}`]);
    assert.deepEqual(lookAlikes([room('A', 'x'), room('B', 'X', 'a')]), [
      `“x” (alias of “A”) and “X” (alias of “B”) ${alike}`,
    ]);
    assert.deepEqual(lookAlikes([room('A'), room('B', 'A')]), [`“A” and “A” (alias of “B”) ${alike}`]);
    assert.deepEqual(lookAlikes([room('A', 'B'), room('B')]), [`“B” (alias of “A”) and “B” ${alike}`]);
    assert.deepEqual(lookAlikes([room('A', 'C'), room('B'), room('C', 'B')]).length, 2);
  });
});
