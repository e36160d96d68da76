import assert from 'node:assert/strict';
import { configProblems, configSchema, defaultRules, storedConfigSchema } from '../../core/config.ts';
import { firstConfig, sampleConference } from '../../core/first-config.ts';
import { keywordProblems, streamRule } from '../../core/stream-rule.ts';
import { ruleConference as conference, ruleConfig as config } from '../support/rule-config.ts';

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
  it('is refused with the wrong field and the remedy', () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({}, { startDate: '2017-5-19' }), [
      'conference.startDate: there is no such date: write it as YYYY-MM-DD',
      'conference.endDate: the last day is before the first',
    ]);
    assert.deepEqual(problems({}, { endDate: '2017-06-31' }), [
      'conference.endDate: there is no such date: write it as YYYY-MM-DD',
    ]);
    assert.deepEqual(problems({}, { endDate: '2017-05-18' }), ['conference.endDate: the last day is before the first']);
    assert.deepEqual(problems({}, { endDate: '2017-05-19' }), []);
    assert.deepEqual(problems({}, { name: '\u200b' }), ['conference.name: write something that can be seen']);
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
    const link = { rooms: [{ name: 'https://meet.example/1' }] };
    assert.match(problems({}, link).join(' '), /^conference\.rooms: .* is only a link/u);
    assert.deepEqual(problems({}, link, storedConfigSchema), []);
    assert.deepEqual(problems({}, { endDate: '2018-03-14' }), []);
    for (const endDate of ['2018-03-15', '2107-05-21', '9999-12-31']) {
      assert.deepEqual(problems({}, { endDate }), [
        'conference.endDate: more than 300 days after the first: check the year',
      ]);
      assert.deepEqual(problems({}, { endDate }, storedConfigSchema), []);
    }
    assert.match(problems({ unknown: 1 }).join(' '), /^config: .*unknown/u);
    assert.match(problems({ keywords: ['or'] }).join(' '), /^keywords: X cannot listen/u);
    assert.deepEqual(problems({ keywords: ['or'] }, {}, storedConfigSchema), []);
  });

  it('is read without the settings that only a later version knows', () => {
    const rooms = config.conference.rooms.map((room) => ({ ...room, floor: 1 }));
    const later = {
      ...config,
      quietHours: true,
      conflictWindow: { ...config.conflictWindow, until: 1 },
      slackChannels: { ...config.slackChannels, alarms: 'alarms' },
      conference: { ...config.conference, rooms, city: 'Portland' },
    };
    assert.deepEqual(storedConfigSchema.parse(later), config);
    const refused = problems(later, later.conference).join(' ');
    for (const field of ['quietHours', 'until', 'alarms', 'floor', 'city']) assert.ok(refused.includes(field), field);
  });

  it('takes only values that X and Slack accept', () => {
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
      [{ manualReminderText: '{title} by @{user}' }, 'manualReminderText'],
      [{ manualReminderText: 'https://x.com/i/status/{tweetId}' }, 'manualReminderText'],
      [{ approvalLeadMinutes: -1 }, 'approvalLeadMinutes'],
      [{ undecidedWarningMinutes: 1441 }, 'undecidedWarningMinutes'],
      [{ conflictWindow: { before: 15 } }, 'conflictWindow.after'],
      [{ ignoreUsers: ['yara'] }, 'ignoreUsers.0'],
      [{ ignoreUsers: ['1'.repeat(20)] }, 'ignoreUsers.0'],
      [{ trustUsers: [''] }, 'trustUsers.0'],
      [{ organisers: ['u012'] }, 'organisers.0'],
      [{ organisers: ['U'] }, 'organisers.0'],
      [{ organisers: ['U0!'] }, 'organisers.0'],
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
      /\{rooms\} is not a placeholder; the placeholders are \{minutes\}, \{user\}/u,
    );
    assert.match(
      problems({ manualReminderText: '{title} by @{user}' })[0] ?? '',
      /\{user\} has no value for an open space without a post/u,
    );
  });

  it('has a default for each setting that was added after the first version', () => {
    const { undecidedWarningMinutes: _warning, trustUsers: _trust, publicSchedule: _schedule, ...first } = config;
    assert.deepEqual(configSchema.parse(first), config);
  });

  it('takes names with extra spaces, and rooms with few or many names', () => {
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

  it('takes only a text that always fits X, even if the session moves', () => {
    const added = { reminderText: ' Now in  at 17:00 GMT-3:30.'.length, manualReminderText: 0 };
    for (const [field, ofMove] of Object.entries(added)) {
      const most = 280 - ofMove - ' (Wed 28 Sept 17:00 GMT-3:30, 99)'.length;
      assert.deepEqual(problems({ [field]: 'x'.repeat(most) }), []);
      assert.deepEqual(problems({ [field]: 'x'.repeat(most + 1) }), [
        `${field}: longer than 280 characters, as X counts them: shorten it by 1 (this counts the ` +
          'longest name, and what is added if a session has moved or another reminder has the same text)',
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

  it('is first read from a conference file, which may leave out settings with a default', () => {
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

describe("the rule for X's stream", () => {
  it("has each keyword as a word and as a hashtag, without retweets and the bot's own posts", () => {
    assert.equal(
      streamRule(['PyCon', 'pycon', 'été', 'e\u0301te\u0301'], '@bot'),
      '(pycon OR #pycon OR été OR #été) -is:retweet -from:bot',
    );
    for (const name of ['', 'a b', 'a@b', 'a'.repeat(31), '@@a'])
      assert.throws(() => streamRule(['a'], name), /is not an X handle/u);
    assert.ok(streamRule(['a'], 'a'.repeat(30)));
    for (const keyword of ['a b', 'a) OR (b', ''])
      assert.throws(() => streamRule(['ok', keyword], 'bot'), Error, keyword);
  });

  it('takes only keywords that X’s rules can have', () => {
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
      'X cannot listen for the keyword "Or": "or" has a special meaning in X’s rules',
      'X cannot listen for the keyword "12": a hashtag on X needs at least one letter',
    ]);
    // Operators and the longest handle: 32 characters, then 9 and twice its length for each keyword.
    const rule = (...lengths: number[]) => lengths.map((length, at) => String.fromCharCode(97 + at).repeat(length));
    const longest = rule(50, 50, 50, 50, 12, 1);
    assert.deepEqual(keywordProblems(longest), []);
    assert.deepEqual(keywordProblems(rule(50, 50, 50, 50, 18)), [
      'the keywords are too many or too long: X takes a rule of at most 512 characters, these need 513',
    ]);
    assert.equal(streamRule(longest, 'a'.repeat(15)).length, 512);
    assert.throws(() => streamRule(longest, 'a'.repeat(17)), /too long a handle/u);
    assert.throws(() => streamRule(rule(50, 50, 50, 50, 18), 'a'), /too many or too long/u);
  });
});
