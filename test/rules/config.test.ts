import assert from 'node:assert/strict';
import { configEffects } from '../../core/config-effects.ts';
import { configProblems, configSchema, defaultRules, storedConfigSchema, type Config } from '../../core/config.ts';
import { firstConfig, sampleConference } from '../../core/first-config.ts';
import { keywordProblems, streamRule } from '../../core/stream-rule.ts';
import { approved, minute, needsAction, reminder, spaceWith, startAt, without } from '../support/rule-spaces.ts';

const conference = {
  id: 'c',
  name: 'C',
  timeZone: 'America/Los_Angeles',
  startDate: '2017-05-19',
  endDate: '2017-05-21',
  rooms: [
    { name: 'B114', aliases: [] as string[] },
    { name: 'A106', aliases: [] as string[] },
  ],
};
const config = configSchema.parse({ ...defaultRules, conference });
const ids = ['1', '2', '3', '4', '5', '6', '7'];

/** What is wrong with the config that differs so from a good one. */
function problems(
  change: object,
  of: object = {},
  schema: typeof configSchema | typeof storedConfigSchema = configSchema,
): string[] {
  const parsed = schema.safeParse({ ...defaultRules, ...change, conference: { ...conference, ...of } });
  return parsed.success ? [] : configProblems(parsed.error);
}

describe('a config', () => {
  it('is refused with the field and its cure', () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({}, { startDate: '2017-5-19' }), [
      'conference.startDate: write the date as YYYY-MM-DD',
      'conference.startDate: there is no such date',
      'conference.endDate: the last day is before the first',
    ]);
    assert.deepEqual(problems({}, { endDate: '2017-06-31' }), ['conference.endDate: there is no such date']);
    assert.deepEqual(problems({}, { endDate: '2017-05-18' }), ['conference.endDate: the last day is before the first']);
    assert.deepEqual(problems({}, { endDate: '2017-05-19' }), []);
    assert.deepEqual(problems({}, { timeZone: 'PST8' }), [
      'conference.timeZone: use an IANA zone such as America/Los_Angeles',
    ]);
    for (const id of ['-c', 'C', '', 'c_', `c${'x'.repeat(63)}`]) {
      assert.deepEqual(problems({}, { id }), ['conference.id: use lower case letters, digits and hyphens']);
    }
    for (const id of ['c-1', '1', 'x'.repeat(63)]) assert.deepEqual(problems({}, { id }), []);
    const twice = { rooms: [...conference.rooms, { name: 'b114' }] };
    assert.match(problems({}, twice).join(' '), /^conference\.rooms: .* look alike/u);
    assert.deepEqual(problems({}, twice, storedConfigSchema), []);
    assert.deepEqual(problems({}, { endDate: '2117-12-31' }), []);
    assert.deepEqual(problems({}, { endDate: '2118-01-01' }), [
      'conference.endDate: the last day is more than 100 years after the first: check the year',
    ]);
    assert.deepEqual(problems({}, { endDate: '2206-05-21' }, storedConfigSchema), []);
    assert.match(problems({ unknown: 1 }).join(' '), /^config: .*unknown/u);
    assert.match(problems({ keywords: ['or'] }).join(' '), /^keywords: X cannot listen/u);
    assert.deepEqual(problems({ keywords: ['or'] }, {}, storedConfigSchema), []);
  });

  it('takes only what X and Slack can take', () => {
    const fields = (change: object) => problems(change).map((line) => line.replace(/:.*$/su, ''));
    for (const [change, field] of [
      [{ keywords: [] }, 'keywords'],
      [{ keywords: Array.from({ length: 11 }, (_, at) => `k${at}`) }, 'keywords'],
      [{ keywords: ['a b'] }, 'keywords.0'],
      [{ keywords: ['x'.repeat(51)] }, 'keywords.0'],
      [{ reminderMinutes: [] }, 'reminderMinutes'],
      [{ reminderMinutes: [1, 2, 3, 4, 5, 6] }, 'reminderMinutes'],
      [{ reminderMinutes: [0] }, 'reminderMinutes.0'],
      [{ reminderMinutes: [1441] }, 'reminderMinutes.0'],
      [{ reminderMinutes: [1.5] }, 'reminderMinutes.0'],
      [{ reminderText: '' }, 'reminderText'],
      [{ reminderText: ' ' }, 'reminderText'],
      [{ reminderText: '{rooms}' }, 'reminderText'],
      [{ reminderText: 'x'.repeat(281) }, 'reminderText'],
      [{ manualReminderText: 'x'.repeat(280) + '{minutes}' }, 'manualReminderText'],
      [{ approvalLeadMinutes: -1 }, 'approvalLeadMinutes'],
      [{ undecidedWarningMinutes: 1441 }, 'undecidedWarningMinutes'],
      [{ conflictWindow: { before: 15 } }, 'conflictWindow.after'],
      [{ ignoreUsers: ['yara'] }, 'ignoreUsers.0'],
      [{ ignoreUsers: ['1'.repeat(20)] }, 'ignoreUsers.0'],
      [{ trustUsers: [''] }, 'trustUsers.0'],
      [{ organisers: ['u012'] }, 'organisers.0'],
      [{ organisers: ['U'] }, 'organisers.0'],
      [{ output: 'both' }, 'output'],
      [{ throttle: 0 }, 'throttle'],
      [{ throttle: 1001 }, 'throttle'],
      [{ spendingCap: -1 }, 'spendingCap'],
      [{ publicSchedule: 'none' }, 'publicSchedule'],
    ] as const) {
      assert.equal(fields(change)[0], field, JSON.stringify(change));
    }
    const edges = {
      keywords: Array.from({ length: 10 }, (_, at) => `ключ_${at}`),
      reminderMinutes: [1, 2, 3, 4, 1440],
      approvalLeadMinutes: 0,
      undecidedWarningMinutes: 0,
      ignoreUsers: ['1'.repeat(19)],
      organisers: ['U0'],
      throttle: 1000,
      spendingCap: 0,
    };
    assert.deepEqual(problems(edges), []);
    assert.match(
      problems({ reminderText: '{rooms}' })[0] ?? '',
      /\{rooms\} is no placeholder; there are \{minutes\}, \{user\}/u,
    );
  });

  it('takes names as they are meant, and rooms with few or many of them', () => {
    const of = (...rooms: object[]) => problems({}, { rooms }).map((line) => line.replace(/:.*$/su, ''));
    const names = (count: number) => Array.from({ length: count }, (_, at) => `alias ${at}`);
    const parsed = configSchema.parse({ ...defaultRules, conference: { ...conference, rooms: [{ name: ' B114 ' }] } });
    assert.deepEqual(parsed.conference.rooms, [{ name: 'B114', aliases: [] }]);
    assert.deepEqual(of({ name: 'x'.repeat(80), aliases: names(50), struckAliases: names(50) }), []);
    assert.deepEqual(of({ name: 'x', struckAliases: ['y'] }), []);
    assert.deepEqual(of({ name: 'x'.repeat(81) }), ['conference.rooms.0.name']);
    assert.deepEqual(of({ name: ' ' }), ['conference.rooms.0.name']);
    assert.deepEqual(of({ name: 'x', aliases: names(51) }), ['conference.rooms.0.aliases']);
    assert.deepEqual(of({ name: 'x', struckAliases: names(51) }), ['conference.rooms.0.struckAliases']);
    assert.deepEqual(of(), ['conference.rooms']);
    const many = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `room ${at}` }));
    assert.deepEqual([of(...many(500)), of(...many(501))], [[], ['conference.rooms']]);
  });

  it('takes a text that fits X whatever happens to the session', () => {
    const added = { reminderText: ' Now in  at 17:00 GMT-3:30.'.length, manualReminderText: 0 };
    for (const [field, ofMove] of Object.entries(added)) {
      const most = 280 - ofMove - ' (Wed 28 Sept 17:00 GMT-3:30, 99)'.length;
      assert.deepEqual(problems({ [field]: 'x'.repeat(most) }), []);
      assert.deepEqual(problems({ [field]: 'x'.repeat(most + 1) }), [
        `${field}: longer than the 280 weighted characters that X takes: shorten it by 1, so that the longest name ` +
          'fits, and what is added where a session has moved or another reminder says the same',
      ]);
      assert.deepEqual(problems({ [field]: 'x'.repeat(1000) }, {}, storedConfigSchema), []);
      assert.deepEqual(problems({ [field]: `${'x'.repeat(most - 24)} https://x.com/${'y'.repeat(99)}` }), []);
    }
    // One that says where and when has nothing to add.
    const says = ' {room}{title} {minutes} {user} {time} {day}';
    const most = 280 - ' 99999 uuuuuuuuuuuuuuu 17:00 GMT-3:30 Wed 28 Sept (Wed 28 Sept 17:00 GMT-3:30, 99)'.length - 1;
    assert.deepEqual(problems({ reminderText: 'x'.repeat(most) + says }), []);
    assert.equal(problems({ reminderText: 'x'.repeat(most + 1) + says }).length, 1);
  });

  it('comes first from a conference file, which may leave out what has a default', () => {
    const bare = { ...conference, rooms: ['B114', { name: 'A106', aliases: ['a'] }] };
    const rooms = [
      { name: 'B114', aliases: [] },
      { name: 'A106', aliases: ['a'] },
    ];
    assert.deepEqual(firstConfig(bare, {}), { ...config, conference: { ...conference, rooms } });
    const whole = firstConfig({ conference: bare, autoSend: true }, { autoSend: false, paused: true });
    assert.deepEqual([whole.autoSend, whole.paused, whole.conference.rooms], [true, true, rooms]);
    for (const file of [null, [], 'x', { conference: 'x' }, { conference: [] }]) {
      assert.throws(() => firstConfig(file, {}), /^Error: the conference file needs attention:\n- conference/u);
    }
    assert.throws(() => firstConfig({ ...bare, rooms: 'x' }, {}), /- conference\.rooms: /u);
    const sample = sampleConference('2026-05-01', '2026-05-03', 'UTC');
    assert.deepEqual([sample.startDate, sample.endDate, sample.timeZone], ['2026-05-01', '2026-05-03', 'UTC']);
    assert.equal(firstConfig(sample, {}).conference.rooms.length, 8);
    assert.deepEqual(sample.rooms.find(({ name }) => name === 'Lounge')?.aliases, ['the lounge', 'lower level lounge']);
    assert.deepEqual(sample.rooms[0]?.aliases, []);
  });
});

describe('what a change of the config means for what is to come', () => {
  const space = spaceWith([reminder(15, approved)]);
  const line = 'B114 · Fri 19 May 17:00 PDT · “Acro yoga” by @yara';
  const effects = (change: Partial<Config>, of: Partial<Config['conference']> = {}, coming = [space]) =>
    configEffects(config, { ...config, ...change, conference: { ...config.conference, ...of } }, coming);
  const none = { refusals: [], changes: [] };

  it('is nothing where it changes none of them', () => {
    assert.deepEqual(effects({}), none);
    assert.deepEqual(effects({ paused: true, output: 'live' }, { id: 'd', timeZone: 'UTC' }, []), none);
    assert.deepEqual(effects({ paused: true }, {}, [spaceWith([reminder(15, needsAction)])]), none);
  });

  it('is refused where they would lose id, zone, day or room', () => {
    const refusals = (of: Partial<Config['conference']>, coming = [space]) => effects({}, of, coming).refusals;
    const undo = 'Cancel them, or wait until they are over.';
    assert.deepEqual(refusals({ id: 'd' }), [
      `conference.id cannot change while open spaces are to come: ${line}. ${undo}`,
    ]);
    assert.deepEqual(refusals({ timeZone: 'America/Denver' }), [
      'conference.timeZone cannot change while open spaces are to come, ' +
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
    const room = 'would lose the room. Keep its name as the room’s name or as an alias, or move or cancel them first.';
    assert.deepEqual(refusals({ rooms }), [`${line} ${room}`]);
    assert.deepEqual(refusals({ rooms }, [{ ...without(space, 'room'), place: 'x' }]), []);
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

  it('is told where it renames rooms, or changes what becomes of reminders', () => {
    const renamed = { rooms: [{ name: 'Blue', aliases: ['B114'] }] };
    assert.deepEqual(effects({}, renamed).changes, [`${line} is now in Blue.`]);
    assert.deepEqual(effects({}, renamed, [{ ...without(space, 'room'), place: 'x' }]).changes, []);
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

describe('what the bot listens for', () => {
  it('is each keyword as word and hashtag, but no repeat and nothing of its own', () => {
    assert.equal(
      streamRule(['PyCon', 'pycon', 'été', 'e\u0301te\u0301'], '@bot'),
      '(pycon OR #pycon OR été OR #été) -is:retweet -from:bot',
    );
    for (const name of ['', 'a b', 'a@b', 'a'.repeat(31), '@@a'])
      assert.throws(() => streamRule(['a'], name), /is not an X handle/u);
    assert.ok(streamRule(['a'], 'a'.repeat(30)));
  });

  it('is only what X’s rules can name', () => {
    for (const keyword of ['a1_', 'x'.repeat(50), 'हिन्दी', 'e\u0301te\u0301']) {
      assert.deepEqual(problems({ keywords: [keyword] }), [], keyword);
    }
    for (const keyword of ['a b', 'a"', '#a', '', 'x'.repeat(51)]) {
      assert.deepEqual(
        problems({ keywords: [keyword] }).at(0),
        'keywords.0: letters, digits and underscore, without #',
      );
    }
    assert.deepEqual(keywordProblems(['Or', '12', 'ok']), [
      'X cannot listen for the keyword "Or": "or" joins words in X’s rules',
      'X cannot listen for the keyword "12": a hashtag of X has at least one letter',
    ]);
    // Operators and the longest handle: 32 characters, then 9 and twice its length for each keyword.
    const rule = (...lengths: number[]) => lengths.map((length, at) => String.fromCharCode(97 + at).repeat(length));
    const longest = rule(50, 50, 50, 50, 12, 1);
    assert.deepEqual(keywordProblems(longest), []);
    assert.deepEqual(keywordProblems(rule(50, 50, 50, 50, 18)), [
      'too many or too long keywords: X takes rules of 512 characters, these make 513',
    ]);
    assert.equal(streamRule(longest, 'a'.repeat(15)).length, 512);
    assert.throws(() => streamRule(longest, 'a'.repeat(17)), /too long a handle/u);
    assert.throws(() => streamRule(rule(50, 50, 50, 50, 18), 'a'), /too many or too long/u);
  });
});
