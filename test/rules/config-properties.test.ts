import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { conferenceDays, conferenceEnd, instantsAt } from '../../core/conference.ts';
import { configSchema, defaultRules, storedConfigSchema } from '../../core/config.ts';
import { localDate, localTime } from '../../core/local-time.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { distinctReminderText } from '../../core/reminder-text.ts';
import { streamRule } from '../../core/stream-rule.ts';
import { weightedLength } from '../../core/texts.ts';
import { approved, minute, plan, reminder, spaceWith } from '../support/rule-spaces.ts';

const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const joined = (pieces: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength }).map((chosen) => chosen.join(''));
const pieces = ['{minutes}', '{minutes} minutes', '@{user}', '{room}', '{time}', '{day}', '{title}', ' ', '木'];
const keywordParts = ['open', 'Space', '_', '7', 'é', 'e\u0301', 'İ', 'हि', 'ключ'];
const link = 'https://x.com/{user}/status/{tweetId}';
const text = fc
  .tuple(joined([...pieces, link], 3), fc.integer({ min: 100, max: 240 }))
  .map(([words, more]) => `${words} ${'x'.repeat(more)}`);
const names = joined(['Hall', ' ', 'A', '1', 'ß', 'ẞ', '木', '@x', 'a.com', '{title}', 'x'.repeat(70)], 4);
const day = fc.integer({ min: 0, max: 6_000 }).map((days) => Date.UTC(2024, 0, 1) + days * 24 * 60 * minute);
const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10);

/** What people may write into a config, where the rules take it. */
const accepted = fc
  .record({
    conference: fc
      .record({
        id: fc.constant('c'),
        name: names,
        timeZone: zone,
        startDate: day.map(isoDay),
        rooms: fc.array(fc.record({ name: names, aliases: fc.array(names, { maxLength: 2 }) }), { minLength: 1 }),
      })
      .map((conference) => ({ ...conference, endDate: conference.startDate })),
    keywords: fc.array(joined(keywordParts, 12), { minLength: 1 }),
    reminderText: text,
    manualReminderText: text,
  })
  .map((config) => configSchema.safeParse({ ...defaultRules, ...config }))
  .filter(({ success }) => success)
  .map(({ data }) => data ?? assert.fail());

describe('every config that can be saved', () => {
  it('is read back unchanged, and gives a rule and reminders that X takes, also after a move', async () => {
    const source = { tweetId: '9'.repeat(19), url: 'u', host: { id: '7', username: 'u'.repeat(15) }, readAs: plan };
    const sources = fc.constantFrom<Pick<OpenSpace, 'source'>[]>({}, { source });
    await fc.assert(
      fc.asyncProperty(accepted, sources, names, day, async (config, of, title, startAt) => {
        const stored: unknown = JSON.parse(JSON.stringify(config));
        assert.deepEqual([configSchema.parse(stored), storedConfigSchema.parse(stored)], [config, config]);
        assert.ok(streamRule(config.keywords, 'x'.repeat(15)).length <= 512);

        const { timeZone } = config.conference;
        const { source: _, ...bare } = spaceWith([reminder(15, approved)], { timeZone, title, startAt, room: 'A106' });
        const used = new Set<string>();
        for (const id of ['1', '2', '3']) {
          const reminders = { isTextUsed: async (known: string) => used.has(known) };
          const made = await distinctReminderText(
            { ...bare, ...of, id },
            '15',
            config,
            startAt - 15 * minute,
            reminders,
          );
          assert.ok(made !== undefined && weightedLength(made) <= 280, made);
          used.add(made);
        }
        assert.equal(used.size, 3);
      }),
      { numRuns: 40 },
    );
  });
});

/** When clocks change, by an hour or half of one, also at midnight. */
const changes = [
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['America/Los_Angeles', '2026-11-01T09:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['America/Santiago', '2026-09-06T04:00Z'],
  ['America/Santiago', '2026-04-05T03:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00Z'],
  ['America/Havana', '2026-11-01T05:00Z'],
] as const;
const zoneAndDay = fc.oneof(
  fc.tuple(zone, day),
  fc.constantFrom(...changes).map(([timeZone, at]) => [timeZone, Date.parse(at)] as const),
);

describe('local days and hours', () => {
  it('convert to instants and back in every zone, even on days when the clocks change', () => {
    fc.assert(
      fc.property(zoneAndDay, fc.integer({ min: -180, max: 180 }), ([timeZone, around], minutes) => {
        const at = around + minutes * minute;
        const [date, time] = [localDate(at, timeZone), localTime(at, timeZone)];
        const instants = instantsAt(date, time, timeZone);
        assert.ok(instants.includes(at), `${timeZone} ${date} ${time}`);
        for (const one of instants) {
          assert.deepEqual([localDate(one, timeZone), localTime(one, timeZone)], [date, time], timeZone);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of a conference end with its last day, in every zone', () => {
    fc.assert(
      fc.property(zoneAndDay, fc.nat(3), ([timeZone, first], more) => {
        const [startDate, endDate] = [isoDay(first), isoDay(first + more * 24 * 60 * minute)];
        const conference = { id: 'c', name: 'C', timeZone, startDate, endDate, rooms: [] };
        const days = conferenceDays(conference);
        assert.deepEqual([days[0], days.at(-1), days.length], [startDate, endDate, more + 1]);
        const end = conferenceEnd(conference);
        assert.equal(localDate(end - 1, timeZone), endDate);
        assert.ok(localDate(end, timeZone) > endDate);
      }),
      { numRuns: 200 },
    );
  });
});
