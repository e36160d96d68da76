import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readRooms, writeRooms } from '../api/pages/admin/rooms-csv.ts';
import { configSchema, defaultRules, storedConfigSchema } from '../core/config.ts';
import { lookAlikes } from '../core/room-names.ts';

const room = (name: string, ...aliases: string[]) => ({ name, aliases });
const venue = [room('B114', 'The attic, left', 'Loft'), room('Hall C'), room('09', 'Nine')];

describe('Rooms as CSV', () => {
  const sheets: [string, string][] = [
    ['commas, as Google writes it', 'B114,"The attic, left",Loft\r\nHall C,,\r\n09,Nine,\r\n'],
    [
      'semicolons, as Excel writes it where commas are decimal',
      'B114;The attic, left;Loft\r\nHall C;;\r\n09;Nine;\r\n',
    ],
    [
      'a byte order mark and a heading',
      '\uFEFFRoom;Alias 1;Alias 2\r\nB114;"The attic, left";Loft\r\nHall C\r\n09;Nine',
    ],
    ['tabs, as copied cells', 'B114\tThe attic, left\tLoft\nHall C\t\t\n09\tNine\t\n'],
    ['sep=, as Excel is told', 'sep=;\r\nB114;The attic, left;Loft\r\nHall C;;\r\n09;Nine;\r\n'],
    [
      'sep= in quotes after a byte order mark',
      '\uFEFF"sep=|"\nName|Aliases\nB114|The attic, left|Loft\nHall C||\n09|Nine|\n',
    ],
    ['old line ends and empty lines', 'B114,"The attic, left",Loft\r\rHall C\r09,Nine\r'],
    [
      'other columns, found by their headings',
      'Floor,Room name,Capacity,Also known as,\n1,B114,40,"The attic, left",Loft\n2,Hall C,200,,\n1,09,8,Nine,\n',
    ],
    [
      'columns of a venue that say nothing about names',
      'Room #,Max. people,Info,Alias,\nB114,40,Has a screen,"The attic, left",Loft\nHall C,200,,,\n09,8,,Nine,\n',
    ],
  ];
  for (const [title, text] of sheets) {
    it(`is read with ${title}`, () => assert.deepEqual(readRooms(text), venue));
  }

  it('takes no capacity or description as a name, if the heading says what it is', () => {
    for (const sheet of [
      'Raum;Kapazität\nA103;50',
      'Salle;Capacité;Étage\nA103;50;2',
      'Room,Description\nA103,Sunny',
    ]) {
      assert.deepEqual(readRooms(sheet), [room('A103')]);
    }
  });

  it('keeps a first room that is called “Room”, and a table of one column', () => {
    assert.deepEqual(readRooms('Room,The attic\nHall C'), [room('Room', 'The attic'), room('Hall C')]);
    assert.deepEqual(readRooms('A103\nA104'), [room('A103'), room('A104')]);
  });

  it('strikes an alias with a minus before it', () => {
    const rooms = [{ ...room('Grand Ballroom East', 'GBE'), struckAliases: ['Ballroom East'] }];
    assert.deepEqual(readRooms('Grand Ballroom East,GBE,-Ballroom East'), rooms);
    assert.deepEqual(readRooms(writeRooms(rooms)), rooms);
  });

  it('keeps a cell of one delimiter, in quotes', () => {
    const rooms = [room('Loft', ';'), room('Attic')];
    assert.deepEqual(readRooms(writeRooms(rooms)), rooms);
  });

  it('takes several aliases from one cell, if their column is headed so', () => {
    const rooms = [room('B114', 'Loft', 'the attic', 'Top'), room('Hall C'), room('09', 'Nine')];
    for (const sheet of [
      'Room,Aliases\nB114,"Loft, the attic; Top"\nHall C,\n09,Nine',
      'Room\tFloor\tOther names\nB114\t3\tLoft, the attic,Top\nHall C\t1\t\n09\t1\tNine,',
      'Name;Aliases\nB114;"Loft\nthe attic\nTop"\nHall C\n09;Nine',
    ]) {
      assert.deepEqual(readRooms(sheet), rooms, sheet);
    }
    // A comma belongs to the alias if other aliases have cells of their own.
    assert.deepEqual(readRooms('Room,Aliases\nB114,"The attic, left",Loft'), [room('B114', 'The attic, left', 'Loft')]);
    assert.deepEqual(readRooms('Room,Alias\nB114,"The attic, left"'), [room('B114', 'The attic, left')]);
  });

  it('says why it cannot be read', () => {
    const problem = readRooms('"B114,Loft\nHall C');
    assert(typeof problem === 'string' && problem.startsWith('This is not CSV: '));
  });

  it('is read back as it was written, whatever the names', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((text) => text.trim());
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 5 });
    const rooms = fc.array(
      names.filter((all) => !all.includes('')).map(([first = '', ...others]) => room(first, ...others)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(fc.property(rooms, (all) => assert.deepEqual(readRooms(writeRooms(all)), all)));
  });
});

describe('Room names that look alike', () => {
  const problems = (...rooms: ReturnType<typeof room>[]): string[] => lookAlikes(rooms);

  it('are refused with both named: case, Unicode forms, signs that nobody sees, letters of other alphabets', () => {
    const pairs: [string, string][] = [
      ['Loft', 'LOFT'],
      ['Café', 'Cafe\u0301'],
      ['Café', 'Cafe'],
      ['A103', 'Ａ１０３'],
      ['A103', 'А103'],
      ['Hall\u00a0C', 'Hall  C'],
      ['A-103', 'A–103'],
      ['B\u200b114', 'B114'],
      ['Straße', 'STRASSE'],
    ];
    for (const [one, other] of pairs) {
      const [problem = ''] = problems(room(one), room('Foyer'), room(other));
      assert(problem.includes(`“${one}”`) && problem.includes(`“${other}”`), problem);
    }
  });

  it('are refused among aliases too', () => {
    assert.deepEqual(problems(room('B114', 'Loft'), room('B115', 'the attic', 'LOFT')), [
      '“Loft” (alias of “B114”) and “LOFT” (alias of “B115”) look alike: give each room names of its own',
    ]);
    assert.equal(problems(room('B114'), room('Hall C', 'b114')).length, 1);
  });

  it('are not reported if people can distinguish them, or within one room', () => {
    const apart = ['A105', 'A105+A106', 'A106', 'Hall 1-1', 'Hall 11', '会议室一', '会议室二', '🎸', '🎹', 'कि', 'की'];
    assert.deepEqual(problems(...apart.map((name) => room(name))), []);
    assert.deepEqual(problems(room('Lounge', 'lounge', 'the lounge')), []);
  });

  it('stop a save, not a bot that was running with them', () => {
    const conference = {
      id: 'c',
      name: 'C',
      timeZone: 'UTC',
      startDate: '2026-05-01',
      endDate: '2026-05-02',
      rooms: [room('A103'), room('Foyer'), room('a103')],
    };
    const config = { ...defaultRules, conference };
    const [issue] = configSchema.safeParse(config).error?.issues ?? [];
    assert.deepEqual(issue?.path, ['conference', 'rooms']);
    assert.match(issue?.message ?? '', /“A103” and “a103” look alike/u);
    assert(storedConfigSchema.safeParse(config).success);
  });
});
