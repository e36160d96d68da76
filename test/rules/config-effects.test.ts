import assert from 'node:assert/strict';
import { configEffects, outdatedBy } from '../../core/config-effects.ts';
import type { Config } from '../../core/config.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { ruleConfig as config } from '../support/rule-config.ts';
import {
  ana,
  approved,
  cancelled,
  denied,
  dismissed,
  minute,
  needsAction,
  reminder,
  spaceWith,
  startAt,
  without,
} from '../support/rule-spaces.ts';

const ids = ['1', '2', '3', '4', '5', '6', '7'];

describe('the effect of a config change on coming sessions', () => {
  const space = spaceWith([reminder(15, approved)]);
  const line = 'B114 · Fri 19 May 17:00 PDT · “Acro yoga” by @yara';
  const effects = (change: Partial<Config>, of: Partial<Config['conference']> = {}, coming = [space]) =>
    configEffects(config, { ...config, ...change, conference: { ...config.conference, ...of } }, coming);
  const none = { refusals: [], changes: [] };

  it('is nothing if the change affects none of them', () => {
    assert.deepEqual(effects({}), none);
    assert.deepEqual(effects({ paused: true, output: 'live' }, { id: 'd', timeZone: 'UTC' }, []), none);
    assert.deepEqual(effects({ paused: true }, {}, [spaceWith([reminder(15, needsAction)])]), none);
  });

  it('is that nobody can decide in Slack, if the last organiser is taken off the list', () => {
    const changes = (before: string[], after: string[]) =>
      configEffects({ ...config, organisers: before }, { ...config, organisers: after }, []).changes;
    assert.match(changes(['U1'], []).join(), /^No organiser is left on the list: nobody can decide in Slack/u);
    assert.deepEqual([changes(['U1', 'U2'], ['U1']), changes([], []), changes([], ['U1'])], [[], [], []]);
  });

  it('is a refusal if they would lose their conference id, zone, day or room', () => {
    const refusals = (of: Partial<Config['conference']>, coming = [space]) => effects({}, of, coming).refusals;
    const undo = 'Cancel them, or wait until they are over.';
    assert.deepEqual(refusals({ id: 'd' }), [
      `The conference’s id cannot change while open spaces are still to come: ${line}. ${undo}`,
    ]);
    assert.deepEqual(refusals({ timeZone: 'America/Denver' }), [
      'The time zone cannot change while open spaces are still to come, ' +
        `because their times were read in America/Los_Angeles: ${line}. ${undo}`,
    ]);
    const days = 'would be outside the conference’s days. Keep those days, or move or cancel them first.';
    assert.deepEqual(refusals({ startDate: '2017-05-20' }), [`${line} ${days}`]);
    const last = { ...space, startAt: startAt + 2 * 24 * 60 * minute };
    assert.equal(refusals({ endDate: '2017-05-20' }, [last]).length, 1);
    assert.deepEqual(refusals({ endDate: '2017-05-20' }), []);
    const outside = { ...space, startAt: startAt - 24 * 60 * minute };
    assert.deepEqual(refusals({ endDate: '2017-05-20' }, [outside]), []);
    assert.deepEqual(refusals({ startDate: '2017-05-20' }, [without(space, 'startAt')]), []);
    const rooms = [{ name: 'A106', aliases: [] }];
    const remedy = 'Keep its name as the room’s name or as an alias, or move or cancel them first.';
    assert.deepEqual(refusals({ rooms }), [`${line} would have no room. ${remedy}`]);
    assert.deepEqual(effects({}, { rooms }).changes, []);
    assert.deepEqual(refusals({ rooms }, [{ ...without(space, 'room'), place: 'x' }]), []);
    // It has lost its room already, however that came about.
    const lost = { ...space, room: 'A999' };
    assert.deepEqual([refusals({ rooms }, [lost]), effects({ paused: true }, {}, [lost]).refusals], [[], []]);
    assert.match(
      refusals(
        { rooms },
        ids.map((id) => ({ ...space, id })),
      )[0] ?? '',
      new RegExp(`^(${line}, ){5}2 more would`, 'u'),
    );
    assert.match(
      refusals(
        { rooms },
        ids.slice(2).map((id) => ({ ...space, id })),
      )[0] ?? '',
      new RegExp(`^(${line}, ){4}${line} would`, 'u'),
    );
  });

  it('is no refusal because of a denied session, which holds no room', () => {
    const off = spaceWith([reminder(30, denied), reminder(15, denied)]);
    const rooms = [{ name: 'A106', aliases: [] }];
    for (const of of [{ id: 'd' }, { timeZone: 'America/Denver' }, { startDate: '2017-05-20' }, { rooms }]) {
      assert.equal(effects({}, of).refusals.length, 1);
      assert.deepEqual(effects({}, of, [off]), none);
    }
  });

  it('is a refusal if another room gets the name under which they were booked, and theirs is still listed', () => {
    const list = (...rooms: [name: string, ...aliases: string[]][]): Config => ({
      ...config,
      conference: { ...config.conference, rooms: rooms.map(([name, ...aliases]) => ({ name, aliases })) },
    });
    const refusals = (before: Config, after: Config) => configEffects(before, after, [space]).refusals;
    const renamed = list(['Juniper', 'B114'], ['A105']);
    assert.deepEqual(refusals(renamed, list(['Juniper'], ['A105'], ['B114'])), [
      `${line.replace('B114', 'Juniper')} would be in another room, because it was booked under a name that this ` +
        'room gets. Keep that name as an alias of its present room, or move or cancel them first.',
    ]);
    assert.equal(refusals(renamed, list(['Juniper'], ['A105', 'B114'])).length, 1);
    // Renamed again, or renamed back: it is the same room.
    for (const after of [
      list(['Cedar', 'B114'], ['A105']),
      list(['B114'], ['A105']),
      list(['B114', 'Juniper'], ['A105']),
    ]) {
      assert.deepEqual(refusals(renamed, after), []);
    }
  });

  it('is a refusal if an Undo would bring a session back into another room, because it got the name', () => {
    const list = (...rooms: [name: string, ...aliases: string[]][]): Config => ({
      ...config,
      conference: { ...config.conference, rooms: rooms.map(([name, ...aliases]) => ({ name, aliases })) },
    });
    const renamed = list(['Juniper', 'B114'], ['A105']);
    for (const off of [cancelled, dismissed, spaceWith([reminder(15, denied)])]) {
      assert.deepEqual(configEffects(renamed, list(['Juniper'], ['A105', 'B114']), [off]), {
        refusals: [
          `${line.replace('B114', 'Juniper')} would be in another room if somebody undoes the decision against it, ` +
            'because it was booked under a name that this room gets. Keep that name as an alias of its present room, ' +
            'or wait until its start has passed.',
        ],
        changes: [],
      });
      // Its room is not listed any more, so an Undo is refused.
      assert.deepEqual(configEffects(renamed, list(['A105']), [off]), none);
    }
  });

  it('is a refusal if two would be in one room at the same time', () => {
    const rooms = [{ name: 'B114', aliases: ['A106'] }];
    const other = (minutes: number, more: object = {}) => ({
      ...spaceWith([reminder(15, approved)], { id: '2', room: 'A106', startAt: startAt + minutes * minute, ...more }),
    });
    const refusals = (...coming: OpenSpace[]) => effects({}, { rooms }, coming).refusals;
    assert.deepEqual(refusals(space, other(20)), [
      `${line} and A106 · Fri 19 May 17:20 PDT · “Acro yoga” by @yara would be in one room ` +
        'within the conflict window. Move or cancel one of them first.',
    ]);
    // Whichever is announced first: up to 30 minutes apart.
    for (const minutes of [-30, -15, 0, 15, 30]) {
      assert.equal(refusals(space, other(minutes)).length, 1, String(minutes));
      assert.equal(refusals(other(minutes), space).length, 1, String(minutes));
    }
    for (const minutes of [-31, 31]) assert.deepEqual(refusals(space, other(minutes)), []);
    assert.deepEqual(refusals(space, other(0, { reminders: [reminder(15, denied)] })), []);
    // They share it before the change too.
    assert.deepEqual(refusals(space, other(0, { room: 'B114' })), []);
    assert.deepEqual(effects({}, {}, [space, other(0)]).refusals, []);
    // One of them is told to be a part of the other.
    const combined = { rooms: [{ name: 'A106', aliases: ['B114+B115'] }, config.conference.rooms[0] ?? assert.fail()] };
    for (const coming of [
      [space, other(0)],
      [other(0), space],
    ]) {
      assert.equal(effects({}, combined, coming).refusals.length, 1);
    }
    // Five pairs of six.
    const four = ['B114', 'A106', 'A107', 'A108'];
    const merged = { rooms: [{ name: 'B114', aliases: four.slice(1) }] };
    const all = four.map((room, at) => other(0, { id: String(at), room }));
    assert.equal(effects({}, merged, all).refusals.length, 5);
  });

  it('is a refusal if two would be closer together in one room than a new session may be', () => {
    const later = (minutes: number, more: Partial<OpenSpace> = {}): OpenSpace => ({
      ...space,
      id: '2',
      startAt: startAt + minutes * minute,
      ...more,
    });
    const refusals = (before: number, after: number, other: OpenSpace) =>
      effects({ conflictWindow: { before, after } }, {}, [space, other]).refusals;
    // As it is: [start − 15 min, start + 30 min].
    for (const [before, after] of [
      [0, 0],
      [15, 30],
      [0, 45],
      [45, 30],
    ] as const) {
      assert.deepEqual(refusals(before, after, later(46)), []);
    }
    assert.match(refusals(15, 46, later(46)).join(''), /and .* would be in one room within the conflict window/u);
    assert.equal(refusals(46, 30, later(46)).length, 1);
    // The second one was booked after the first: now it could be in neither order.
    assert.equal(refusals(25, 30, later(25)).length, 1);
    assert.equal(refusals(15, 24, later(25)).length, 0);
    assert.deepEqual(refusals(60, 60, later(46, { room: 'A106' })), []);
    assert.deepEqual(refusals(1440, 1440, later(46, { standing: { status: 'cancelled', by: ana } })), []);
  });

  it('names the sessions whose reminder text changes', () => {
    const coming = (key: 'reminderText' | 'manualReminderText', ...spaces: OpenSpace[]) =>
      effects({ [key]: 'Soon: {title} in {room} at {time}' }, {}, spaces).changes;
    const byHand = without(space, 'source');
    assert.deepEqual(coming('reminderText', space), [`The reminder text changes for ${line}.`]);
    assert.equal(coming('reminderText', spaceWith([reminder(15, needsAction)])).length, 1);
    assert.equal(coming('manualReminderText', byHand).length, 1);
    assert.deepEqual([coming('manualReminderText', space), coming('reminderText', byHand)], [[], []]);
    // An organiser's own words, and what is posted already, stay as they are.
    const kept = [{ ...reminder(15, approved), text: 'Come!' }, reminder(30, { status: 'sent', at: startAt })];
    assert.deepEqual(coming('reminderText', spaceWith(kept)), []);
  });

  it('makes all cards outdated if the rooms to pick from change, else only those that show something else', () => {
    const all = [space, { ...space, id: '2', room: 'A105' }, { ...without(space, 'room'), id: '3', place: 'x' }];
    const { rooms } = config.conference;
    const outdated = (change: Partial<Config>, list = rooms, before = config) =>
      outdatedBy(before, { ...config, ...change, conference: { ...config.conference, rooms: list } }, all);
    const renamed = rooms.map((room) => (room.name === 'B114' ? { name: 'Juniper', aliases: ['B114'] } : room));
    assert.deepEqual(outdated({}, [...rooms, { name: 'B200', aliases: [] }]), all);
    assert.deepEqual(outdated({}, rooms.slice(0, -1)), all);
    assert.deepEqual(outdated({}, renamed), all);
    // Now B114 is an earlier name of another listed room.
    const moved = (name: string) => renamed.map((one) => ({ ...one, aliases: one.name === name ? ['B114'] : [] }));
    const before = { ...config, conference: { ...config.conference, rooms: moved('Juniper') } };
    assert.deepEqual(outdated({}, moved('A105'), before), [space]);
    assert.deepEqual(outdated({ reminderText: 'Soon: {title}' }), all);
    assert.deepEqual(outdated({ paused: true, throttle: 5 }), []);
    assert.deepEqual(outdated({}, rooms.toReversed()), []);
  });

  it('makes the cards of conflicts outdated if other rooms may be free for them', () => {
    const other = { openSpaceId: '9', room: 'B114', startAt, relation: 'repeats' } as const;
    const conflict: OpenSpace = { ...space, id: '2', standing: { status: 'conflict', with: other } };
    const outdated = (change: Partial<Config>, rooms = config.conference.rooms) =>
      outdatedBy(config, { ...config, ...change, conference: { ...config.conference, rooms } }, [space, conflict]);
    assert.deepEqual(outdated({ conflictWindow: { before: 15, after: 45 } }), [conflict]);
    const aliased = config.conference.rooms.map((room) => ({ ...room, aliases: [`${room.name} and more`] }));
    assert.deepEqual(outdated({}, aliased), [conflict]);
    assert.deepEqual(outdated({ conflictWindow: { after: 30, before: 15 } }, config.conference.rooms.toReversed()), []);
  });

  it('tells which known sessions keep their reminders if the minutes before the start change', () => {
    const changes = (reminderMinutes: number[], coming = [space]) => effects({ reminderMinutes }, {}, coming).changes;
    const kept =
      'The new minutes before the start are for new open spaces. Those that are known keep their reminders: ' + line;
    assert.deepEqual(changes([30, 15]), [`${kept}.`]);
    assert.deepEqual(changes([30]), [`${kept}.`]);
    assert.deepEqual(changes([15, 15]), []);
    assert.deepEqual(changes([30], [spaceWith([reminder(15, { status: 'sent', at: startAt - minute })])]), []);
    assert.deepEqual(changes([30], [spaceWith([reminder(30, approved)])]), []);
  });

  it('tells of renamed rooms and of changes to approved reminders', () => {
    const renamed = { rooms: [{ name: 'Blue', aliases: ['B114'] }] };
    assert.deepEqual(effects({}, renamed).changes, [`${line} is now in Blue.`]);
    assert.deepEqual(effects({}, renamed, [{ ...without(space, 'room'), place: 'x' }]).changes, []);
    assert.deepEqual(effects({}, renamed, [{ ...space, room: 'Blue' }]).changes, []);
    const two = [space, { ...space, id: '2' }];
    assert.deepEqual(effects({ paused: true }).changes, [
      '1 approved reminder will wait until somebody resumes posting.',
    ]);
    assert.deepEqual(effects({ output: 'live' }, {}, two).changes, ['2 approved reminders will be posted on X.']);
    const before = { ...config, paused: true, output: 'live' } as const;
    assert.deepEqual(configEffects(before, config, two).changes, [
      '2 approved reminders go out at their times again.',
      '2 approved reminders will not be posted on X.',
    ]);
    assert.deepEqual(configEffects({ ...config, paused: true }, config, [space]).changes, [
      '1 approved reminder goes out at its time again.',
    ]);
    assert.deepEqual(configEffects({ ...config, paused: true }, { ...config, paused: true }, [space]).changes, []);
  });
});
