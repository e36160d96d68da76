import assert from 'node:assert/strict';
import { claimOf, findDoubled, withClaim, withoutFreed, type Claim } from '../../core/claim.ts';
import { occupiedRooms } from '../../core/listed-room.ts';
import { approved, denied, reminder, spaceWith, startAt } from '../support/rule-spaces.ts';

const minute = 60_000;
const five = Date.parse('2017-05-20T00:00:00Z');
const now = five - 300 * minute;
const window = { before: 15, after: 30 };
const rooms = ['A105', 'A106', 'A105+A106', 'C125/126', 'C125', 'B114'].map((name) => ({ name, aliases: [] }));

describe('a room at a time', () => {
  let claims: readonly Claim[];
  beforeEach(() => void (claims = []));

  const claim = (openSpaceId: string, room: string, startAt: number, clash = window, revision = 0) => {
    const wish = { openSpaceId, revision, room, startAt, claimedAt: now };
    const after = withClaim(claims, wish, { conflictWindow: clash, conference: { rooms } });
    claims = after.claims;
    return after.taken;
  };
  const settle = (openSpaceId: string, revision: number, room?: string, abandonedBefore = 0): boolean => {
    const before = claims;
    const held = room === undefined ? undefined : { room, startAt: five };
    claims = withoutFreed(before, { openSpaceId, revision, held, abandonedBefore });
    return claims !== before;
  };

  // "Before" and "after" are said of the known open space: it starts up to 15 minutes before the new one, or 30 after.
  const clashesWithKnownAt = (minutes: number): boolean => {
    claims = [];
    claim('known', 'B114', five + minutes * minute);
    return claim('new', 'B114', five) !== undefined;
  };

  it('is taken from 15 minutes before to 30 after a start, both included', () => {
    for (const minutes of [-15, -1, 0, 1, 30]) assert.equal(clashesWithKnownAt(minutes), true, `${minutes}`);
  });

  it('is free at 16 minutes before, and at 31, 59, 61 and 70 after', () => {
    for (const minutes of [-16, -70, 31, 59, 61, 70]) assert.equal(clashesWithKnownAt(minutes), false, `${minutes}`);
  });

  it('is taken only at the same minute if the window is {0, 0}', () => {
    claim('known', 'B114', five, { before: 0, after: 0 });
    assert.equal(claim('new', 'B114', five + minute, { before: 0, after: 0 }), undefined);
    assert.equal(claim('other', 'B114', five, { before: 0, after: 0 })?.relation, 'repeats');
  });

  it('names the open space that holds it, and whether the new one repeats or overlaps it', () => {
    claim('known', 'B114', five);
    assert.deepEqual(claim('same', 'B114', five), {
      openSpaceId: 'known',
      room: 'B114',
      startAt: five,
      relation: 'repeats',
    });
    assert.equal(claim('near', 'B114', five + 10 * minute)?.relation, 'overlaps');
  });

  it('is held by the nearest one of several', () => {
    for (const order of [
      [-10, 5, 20],
      [20, 5, -10],
    ]) {
      claims = [];
      for (const minutes of order) claim(String(minutes), 'B114', five + minutes * minute, { before: 0, after: 0 });
      assert.equal(claim('new', 'B114', five)?.openSpaceId, '5');
    }
  });

  it('is claimed by an open space that holds it', () => {
    const of = (state: typeof approved) => claimOf(spaceWith([reminder(15, state)], { room: 'A105+A106' }));
    assert.deepEqual(of(approved), { openSpaceId: '1', revision: 3, room: 'A105+A106', startAt });
    assert.equal(of(denied), undefined);
  });

  it('is listed once, even if it is claimed again, beside the claims of others', () => {
    const listed = () => claims.map(({ openSpaceId, room, revision }) => `${openSpaceId} ${room} ${revision}`);
    claim('b', 'C125', five);
    claim('a', 'B114', five, window, 1);
    claim('a', 'B114', five, window, 1);
    assert.deepEqual(listed(), ['b C125 0', 'a B114 1']);
    claim('a', 'A105', five, window, 1);
    claim('a', 'A106', five, window, 2);
    assert.deepEqual(listed(), ['b C125 0', 'a B114 1', 'a A105 1', 'a A106 2']);
    // Of what it claimed for the state that is stored, only what that holds stays; a later claim waits for its state.
    assert.equal(settle('a', 1, 'B114'), true);
    assert.deepEqual(listed(), ['b C125 0', 'a B114 1', 'a A106 2']);
    assert.equal(settle('a', 1, 'B114'), false);
    assert.equal(settle('a', 1), true);
    assert.deepEqual(listed(), ['b C125 0', 'a A106 2']);
    assert.equal(settle('a', 3), true);
    assert.deepEqual(listed(), ['b C125 0', 'a  3']);
    assert.equal(settle('a', 3), false);
    claim('a', 'B114', five, window, 2);
    assert.deepEqual(listed(), ['b C125 0', 'a  3']);
    claim('a', 'B114', five, window, 4);
    assert.deepEqual(listed(), ['b C125 0', 'a B114 4']);
  });

  it('in a combined room takes its parts, and the other way round', () => {
    claim('merged', 'A105+A106', five);
    assert.equal(claim('half', 'A106', five)?.openSpaceId, 'merged');
    claims = [];
    claim('half', 'A105', five);
    assert.equal(claim('merged', 'A105+A106', five)?.openSpaceId, 'half');
    claims = [];
    claim('half', 'C125', five);
    assert.equal(claim('merged', 'C125/126', five)?.openSpaceId, 'half');
  });

  it('can be claimed again, moved and released by its holder', () => {
    claim('a', 'B114', five);
    assert.equal(claim('a', 'B114', five), undefined);
    assert.equal(claim('a', 'A105', five, window, 1), undefined);
    assert.equal(claim('b', 'B114', five)?.openSpaceId, 'a', 'both are held until the move is stored');
    assert.equal(settle('a', 1, 'A105'), true);
    assert.equal(claim('b', 'B114', five), undefined);
    settle('b', 1);
    assert.equal(claim('a', 'B114', five, window, 2), undefined);
  });

  it('is not taken by a late claim of an older revision', () => {
    claim('a', 'B114', five, window, 3);
    settle('a', 4);
    claim('a', 'B114', five, window, 3);
    assert.equal(claim('b', 'B114', five), undefined);
  });

  it('is free again if its change was never stored within the time limit', () => {
    claim('a', 'B114', five, window, 1);
    assert.equal(settle('a', 0, undefined, now), false);
    assert.equal(claim('b', 'B114', five)?.openSpaceId, 'a');
    assert.equal(settle('a', 0, undefined, now + 1), true);
    assert.equal(claim('b', 'B114', five), undefined);
  });

  it('is forgotten a day after its start', () => {
    const day = 26 * 60 * minute;
    claim('old', 'B114', now - day);
    claim('newer', 'A105', now - day + 1);
    claim('b', 'C125', five);
    assert.deepEqual(
      claims.map(({ openSpaceId }) => openSpaceId),
      ['newer', 'b'],
    );
  });

  it('is taken with the parts that a later list gives it, and not by an open space that released it', () => {
    const later = [...rooms, { name: 'Hall', aliases: ['A105+A106'] }];
    const wish = { openSpaceId: 'new', revision: 0, room: 'A105', startAt: five, claimedAt: now };
    const taken = () =>
      withClaim(claims, wish, { conflictWindow: window, conference: { rooms: later } }).taken?.openSpaceId;
    claim('known', 'Hall', five);
    assert.equal(taken(), 'known');
    settle('known', 1);
    assert.equal(taken(), undefined);
  });

  it('is reported as held by two only if neither could be booked after the other', () => {
    const merged = rooms.map(({ name }) => ({ name, aliases: name === 'B114' ? ['C125'] : [] }));
    const doubled = () => findDoubled(claims, { conflictWindow: window, conference: { rooms: merged } });
    claim('a', 'B114', five);
    // Half an hour after it: allowed in this order.
    claim('b', 'B114', five + 30 * minute);
    claim('c', 'A105', five);
    assert.deepEqual(doubled(), []);
    claim('d', 'C125', five + 10 * minute);
    assert.deepEqual(doubled(), ['a', 'd']);
    settle('d', 1);
    assert.deepEqual(doubled(), []);
  });

  it('is taken under every spelling, alias and old name, and with the parts of every form of combined room', () => {
    const listed = [
      { name: 'Ballroom A+B', aliases: [] },
      { name: 'Ballroom B', aliases: [] },
      { name: 'Juniper', aliases: ['Old Oak'] },
      { name: '259AB', aliases: [] },
      { name: '259B', aliases: ['the small one'] },
    ];
    const pairs = [
      ['Ballroom A+B', 'Ballroom B'],
      ['Juniper', 'Old  oak'],
      ['259AB', 'The small one'],
    ] as const;
    for (const [first, second] of pairs) {
      const shared = occupiedRooms(first, listed).filter((name) => occupiedRooms(second, listed).includes(name));
      assert.notDeepEqual(shared, [], `${first} and ${second}`);
    }
    assert.deepEqual(
      occupiedRooms('Ballroom B', listed).filter((name) => occupiedRooms('259AB', listed).includes(name)),
      [],
    );
  });
});
