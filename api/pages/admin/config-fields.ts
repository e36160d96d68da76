import type { Config } from '../../../core/config.ts';
import { readRooms, writeRooms } from './rooms-csv.ts';
import type { SlackNames } from './slack-names.ts';

interface FieldBase {
  /** Where it stands in the config, dotted. */
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  /** What its numbers count, as a sentence begins. */
  readonly unit?: { readonly name: string; readonly isWhole: boolean };
}

/** One input of the config form. */
export type Field = FieldBase &
  (
    | {
        readonly kind:
          | 'text'
          | 'date'
          | 'number'
          | 'optionalNumber'
          | 'words'
          | 'numbers'
          | 'rooms'
          | 'channel'
          | 'people'
          | 'reminder'
          | 'check';
      }
    | { readonly kind: 'choice'; readonly options: readonly (readonly [value: string, label: string])[] }
  );

export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly Field[];
}

const minutes = { name: 'Minutes', isWhole: true };

/** The form, in the order of how often things are changed during a conference. */
export const groups: readonly FieldGroup[] = [
  {
    title: 'Posting',
    fields: [
      { path: 'paused', label: 'Pause posting', kind: 'check' },
      {
        path: 'output',
        label: 'Output',
        kind: 'choice',
        options: [
          ['slack_only', 'Slack only, to rehearse'],
          ['live', 'Live: reminders are posted on X'],
        ],
      },
      { path: 'autoSend', label: 'Auto-approve reminders', kind: 'check' },
      {
        path: 'approvalLeadMinutes',
        label: 'Ask a person anyway when the start is this close, in minutes',
        kind: 'number',
        unit: minutes,
      },
      {
        path: 'undecidedWarningMinutes',
        label: 'Warn in Slack about undecided sessions, minutes before their reminder',
        kind: 'number',
        hint: '0: no warning.',
        unit: minutes,
      },
      {
        path: 'throttle',
        label: 'Reminders an hour, at most',
        kind: 'optionalNumber',
        hint: 'Empty: no limit.',
        unit: { name: 'Reminders an hour', isWhole: true },
      },
      {
        path: 'spendingCap',
        label: 'Spending cap at X, in US dollars',
        kind: 'optionalNumber',
        hint: 'Empty: no cap. The cost is estimated.',
        unit: { name: 'US dollars', isWhole: false },
      },
      { path: 'acknowledge', label: 'Reply to hosts who mention the bot', kind: 'check' },
      {
        path: 'publicSchedule',
        label: 'The public schedule shows',
        kind: 'choice',
        options: [
          ['approved', 'approved open spaces'],
          ['all', 'all that nobody denied'],
        ],
      },
    ],
  },
  {
    title: 'Reminders',
    fields: [
      {
        path: 'reminderMinutes',
        label: 'Minutes before the start',
        kind: 'numbers',
        hint: 'For several reminders: 30, 15',
        unit: minutes,
      },
      { path: 'reminderText', label: 'Text for sessions with a post', kind: 'reminder' },
      { path: 'manualReminderText', label: 'Text for sessions entered by hand', kind: 'reminder' },
    ],
  },
  {
    title: 'Listening',
    fields: [
      { path: 'keywords', label: 'Keywords, as hashtag or bare word', kind: 'words' },
      { path: 'ignoreUsers', label: 'Ignored hosts, as X user ids', kind: 'words' },
      { path: 'trustUsers', label: 'Trusted hosts, as X user ids', kind: 'words' },
      {
        path: 'conflictWindow.before',
        label: 'Conflict window, minutes before a start',
        kind: 'number',
        unit: minutes,
      },
      { path: 'conflictWindow.after', label: 'Conflict window, minutes after a start', kind: 'number', unit: minutes },
    ],
  },
  {
    title: 'Organisers and Slack',
    fields: [
      {
        path: 'organisers',
        label: 'Organisers, by their names in Slack',
        kind: 'people',
        hint: 'One a line, such as @ana. Ids work too.',
      },
      { path: 'slackChannels.outgoingTweets', label: 'Channel for outgoing tweets', kind: 'channel' },
      { path: 'slackChannels.needReview', label: 'Channel for reviews', kind: 'channel' },
      { path: 'slackChannels.eventConflict', label: 'Channel for conflicts', kind: 'channel' },
    ],
  },
  {
    title: 'Conference',
    fields: [
      {
        path: 'conference.id',
        label: 'Id',
        kind: 'text',
        hint: 'Part of workflow ids: leave it alone while open spaces are running.',
      },
      { path: 'conference.name', label: 'Name', kind: 'text' },
      { path: 'conference.timeZone', label: 'Time zone', kind: 'text', hint: 'Such as America/Los_Angeles.' },
      { path: 'conference.startDate', label: 'First day', kind: 'date' },
      { path: 'conference.endDate', label: 'Last day', kind: 'date' },
      {
        path: 'conference.rooms',
        label: 'Rooms, as CSV',
        kind: 'rooms',
        hint: 'Paste from Excel, Numbers or Google Sheets. A line each: name, alias, alias.',
      },
    ],
  },
];

export const allFields: readonly Field[] = groups.flatMap((group) => group.fields);

/** The config as the form shows it: a text for each path. */
export function toForm(config: Config, names: SlackNames): Record<string, string> {
  return Object.fromEntries(allFields.map((field) => [field.path, show(field, valueAt(config, field.path), names)]));
}

function show(field: Field, value: unknown, names: SlackNames): string {
  if (field.kind === 'people') return (value as readonly string[]).map((id) => names.person(id)).join('\n');
  if (field.kind === 'channel') return names.channel(String(value));
  if (field.kind === 'rooms') return writeRooms(value as Config['conference']['rooms']);
  if (Array.isArray(value)) return value.join(field.kind === 'numbers' ? ', ' : '\n');
  if (field.kind === 'check') return value === true ? 'on' : '';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function valueAt(config: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], config);
}

/** What the form says, in the config's shape but unchecked; problems of reading by path. */
export function fromForm(
  form: Readonly<Record<string, string>>,
  names: SlackNames,
): { config: unknown; problems: Map<string, string> } {
  const config: Record<string, unknown> = {};
  const problems = new Map<string, string>();
  for (const field of allFields) {
    const value = read(field, form[field.path] ?? '', names);
    if (value instanceof Error) problems.set(field.path, value.message);
    else put(config, field.path, value);
  }
  return { config, problems };
}

function read(field: Field, text: string, names: SlackNames): unknown {
  const trimmed = text.trim();
  switch (field.kind) {
    case 'check':
      return trimmed === 'on';
    case 'number':
      return trimmed === '' ? undefined : Number(trimmed);
    case 'optionalNumber':
      return trimmed === '' ? null : Number(trimmed);
    case 'words':
      return trimmed.split(/[\s,]+/u).filter((word) => word !== '');
    case 'numbers':
      return trimmed
        .split(/[\s,]+/u)
        .filter((word) => word !== '')
        .map(Number);
    case 'rooms': {
      const rooms = readRooms(text);
      return typeof rooms === 'string' ? new Error(rooms) : rooms;
    }
    case 'people':
      return names.readPeople(text);
    case 'channel':
      return names.readChannel(trimmed);
    case 'reminder':
      return text.replaceAll('\r\n', '\n');
    case 'text':
    case 'date':
    case 'choice':
      return trimmed;
  }
}

/** Paths are ours, never a sender's: nothing can reach a prototype. */
function put(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = target;
  for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>;
  at[last] = value;
}
