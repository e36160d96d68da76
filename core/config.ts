import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { longestReminder, placeholderProblems } from './reminder-text.ts';
import { lookAlikes } from './room-names.ts';
import { keywordPattern, keywordProblems } from './stream-rule.ts';
import { harmless, maxTweetLength, plainLine, weightedLength } from './texts.ts';
import { isVisible } from './visible.ts';
import { configProblemWords as problems } from './words.ts';

/** Kept as pages show it: otherwise the next person who saves the page would rename a room without seeing how. */
const name = z.string().overwrite(plainLine).min(1, { abort: true }).max(80).refine(isVisible, problems.invisible);
const localDateText = z.iso.date(problems.date);
const minutes = z
  .int()
  .min(0)
  .max(24 * 60);

const mostUsers = 10_000;
const xUserIds = z
  .array(z.string().regex(/^\d{1,19}$/u, problems.xUserId))
  .max(mostUsers, problems.tooManyUsers(mostUsers));

const roomSchema = z.strictObject({
  /** As written on the board. Cards, tweets and pages show it. */
  name,
  aliases: z.array(name).max(50).default([]),
  /** Derived aliases (`core/room-aliases.ts`) that an organiser removed, because they mean something else here. */
  struckAliases: z.array(name).max(50).optional(),
});

/** The conference that the bot serves. Dates are local to its zone; both are included. */
const conferenceFields = z.strictObject({
  /** Part of workflow ids. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/u, problems.conferenceId),
  name,
  timeZone: z.string().refine((zone) => IANAZone.isValidZone(zone), problems.timeZone),
  startDate: localDateText,
  endDate: localDateText,
  rooms: z.array(roomSchema).min(1).max(500),
});

const hasDaysInOrder = ({ startDate, endDate }: z.infer<typeof conferenceFields>): boolean => startDate <= endDate;
const daysReversed = { path: ['endDate'], message: problems.daysReversed };

/** More days are surely a wrong year. Pages and the reader handle every day of a conference. */
const mostDays = 300;

const conferenceSchema = conferenceFields
  .refine(hasDaysInOrder, daysReversed)
  .superRefine(({ startDate, endDate, rooms }, context) => {
    const add = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    const { days } = DateTime.fromISO(endDate).diff(DateTime.fromISO(startDate), 'days');
    if (days >= mostDays) add('endDate', problems.tooManyDays(mostDays));
    for (const message of lookAlikes(rooms)) add('rooms', message);
    for (const room of rooms) if (!isVisible(harmless(room.name))) add('rooms', problems.onlyLink(room.name));
  });

// X's library for counting takes quadratic time.
const storedReminderText = z.string().trim().min(1).max(1000);

const reminderTextSchema = (kind: 'reminderText' | 'manualReminderText') =>
  storedReminderText.superRefine((text, context) => {
    for (const problem of placeholderProblems(text, kind === 'reminderText')) context.addIssue(problem);
    const length = weightedLength(longestReminder(kind, text));
    if (length > maxTweetLength) context.addIssue(problems.tooLong(maxTweetLength, length));
  });

const storedKeywords = z.array(z.string().regex(keywordPattern, problems.storedKeyword)).min(1).max(10);

/** All settings of the bot; the newest version applies. Unknown keys are refused, so that typing errors are noticed. */
export const configSchema = z.strictObject({
  conference: conferenceSchema,
  /** Tweets with the hashtag or the word are heard. */
  keywords: storedKeywords.superRefine((keywords, context) => {
    for (const problem of keywordProblems(keywords)) context.addIssue(problem);
  }),
  /** Minutes before the start; one reminder each. */
  reminderMinutes: z.array(minutes.min(1)).min(1).max(5),
  reminderText: reminderTextSchema('reminderText'),
  manualReminderText: reminderTextSchema('manualReminderText'),
  autoSend: z.boolean(),
  approvalLeadMinutes: minutes,
  /** How many minutes before an undecided reminder organisers get a separate message; 0: none. */
  undecidedWarningMinutes: minutes.default(10),
  /** Minutes around a start within which another start in the room clashes; `{0, 0}` is exact. */
  conflictWindow: z.strictObject({ before: minutes, after: minutes }),
  /** X user ids. */
  ignoreUsers: xUserIds,
  /** X user ids of hosts whose reminders start approved, as with `autoSend`, if the start is not too close. */
  trustUsers: xUserIds.default([]),
  /** Slack user ids of the people who may decide. */
  organisers: z.array(z.string().regex(/^[A-Z0-9]{2,30}$/u, problems.slackUserId)).max(500),
  /** Slack channel ids. */
  slackChannels: z.strictObject({ outgoingTweets: name, needReview: name, eventConflict: name }),
  output: z.enum(['slack_only', 'live']),
  paused: z.boolean(),
  /** Reminders an hour, at most; null: no limit. */
  throttle: z.int().min(1).max(1000).nullable(),
  /** US dollars of estimated cost of posts and reads; null: no cap. */
  spendingCap: z.number().min(0).max(1_000_000).nullable(),
  acknowledge: z.boolean(),
  publicSchedule: z.enum(['approved', 'all']).default('approved'),
});

/**
 * The schema for stored configs. It is looser, because a config that was saved before a check was added must not stop
 * the bot. The next save applies all checks. Settings of a later version are left out: workers of both versions run
 * during an upgrade, and somebody may go back to the earlier one.
 */
export const storedConfigSchema = configSchema
  .extend({
    conference: conferenceFields
      .extend({ rooms: z.array(roomSchema.strip()).min(1).max(500) })
      .strip()
      .refine(hasDaysInOrder, daysReversed),
    conflictWindow: configSchema.shape.conflictWindow.strip(),
    slackChannels: configSchema.shape.slackChannels.strip(),
    keywords: storedKeywords,
    reminderText: storedReminderText,
    manualReminderText: storedReminderText,
  })
  .strip();

export type Config = z.infer<typeof configSchema>;

export const defaultRules = {
  keywords: ['pyconopenspaces', 'pyconopenspace'],
  reminderMinutes: [15],
  reminderText: 'Coming up in {minutes} minutes! https://twitter.com/{user}/status/{tweetId}',
  manualReminderText: 'Coming up in {minutes} minutes in {room}: {title}',
  autoSend: false,
  approvalLeadMinutes: 30,
  undecidedWarningMinutes: 10,
  conflictWindow: { before: 15, after: 30 },
  ignoreUsers: [],
  trustUsers: [],
  organisers: [],
  slackChannels: { outgoingTweets: 'outgoing_tweets', needReview: 'need_review', eventConflict: 'event_conflict' },
  output: 'slack_only',
  paused: false,
  throttle: null,
  spendingCap: null,
  acknowledge: false,
  publicSchedule: 'approved',
} as const satisfies Omit<z.input<typeof configSchema>, 'conference'>;

/** Why a stored config could not be saved now, because a later version checks more. Undefined if it could. */
export function outdatedProblems(config: Config): string | undefined {
  const { error } = configSchema.safeParse(config);
  return error && configProblems(error).join(' ');
}

/** What is wrong with a config, one line for each problem: `conference.timeZone: use an IANA zone …`. */
export const configProblems = (error: z.ZodError): string[] =>
  error.issues.map((issue) => `${issue.path.join('.') || 'config'}: ${issue.message}`);
