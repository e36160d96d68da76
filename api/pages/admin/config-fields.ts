import type { Config } from '../../../core/config.ts';
import { words } from '../words.ts';
import { readRooms, writeRooms } from './rooms-csv.ts';
import type { SlackNames } from './slack-names.ts';

interface FieldBase {
  /** The field's path in the config, with dots. */
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  /** The unit of its numbers, written as at the beginning of a sentence. */
  readonly unit?: { readonly name: string; readonly isWhole: boolean };
}

/** One input of the config form. */
export type Field = FieldBase &
  (
    | {
        readonly kind:
          | 'text'
          | 'date'
          | 'zone'
          | 'number'
          | 'optionalNumber'
          | 'words'
          | 'keywords'
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

const texts = words.configFields;
const minutes = { name: texts.units.minutes, isWhole: true };

/** A field with its own words. */
const field = <const More extends object>(path: keyof typeof texts.fields, more: More) => ({
  path,
  ...texts.fields[path],
  ...more,
});

/** The form's groups. Settings that change often during a conference come first. */
export const groups: readonly FieldGroup[] = [
  {
    title: texts.groups.posting,
    fields: [
      field('paused', { kind: 'check' }),
      field('output', { kind: 'choice', options: Object.entries(texts.outputs) }),
      field('autoSend', { kind: 'check' }),
      field('approvalLeadMinutes', { kind: 'number', unit: minutes }),
      field('undecidedWarningMinutes', { kind: 'number', unit: minutes }),
      field('throttle', { kind: 'optionalNumber', unit: { name: texts.units.remindersAnHour, isWhole: true } }),
      field('spendingCap', { kind: 'optionalNumber', unit: { name: texts.units.dollars, isWhole: false } }),
      field('acknowledge', { kind: 'check' }),
      field('publicSchedule', { kind: 'choice', options: Object.entries(texts.schedules) }),
    ],
  },
  {
    title: texts.groups.reminders,
    fields: [
      field('reminderMinutes', { kind: 'numbers', unit: minutes }),
      field('reminderText', { kind: 'reminder' }),
      field('manualReminderText', { kind: 'reminder' }),
    ],
  },
  {
    title: texts.groups.listening,
    fields: [
      field('keywords', { kind: 'keywords' }),
      field('ignoreUsers', { kind: 'words' }),
      field('trustUsers', { kind: 'words' }),
      field('conflictWindow.before', { kind: 'number', unit: minutes }),
      field('conflictWindow.after', { kind: 'number', unit: minutes }),
    ],
  },
  {
    title: texts.groups.organisers,
    fields: [
      field('organisers', { kind: 'people' }),
      field('slackChannels.outgoingTweets', { kind: 'channel' }),
      field('slackChannels.needReview', { kind: 'channel' }),
      field('slackChannels.eventConflict', { kind: 'channel' }),
    ],
  },
  {
    title: texts.groups.conference,
    fields: [
      field('conference.id', { kind: 'text' }),
      field('conference.name', { kind: 'text' }),
      field('conference.timeZone', { kind: 'zone' }),
      field('conference.startDate', { kind: 'date' }),
      field('conference.endDate', { kind: 'date' }),
      field('conference.rooms', { kind: 'rooms' }),
    ],
  },
];

export const allFields: readonly Field[] = groups.flatMap((group) => group.fields);

/** The config as texts for the form, by path. */
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

/** The form's values in the shape of the config, not yet validated; and problems of parsing, by path. */
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
      return wordsOf(trimmed);
    case 'keywords':
      // People write hashtags with the `#`.
      return wordsOf(trimmed).map((word) => word.replace(/^[#＃]/u, ''));
    case 'numbers':
      return wordsOf(trimmed).map(Number);
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
    case 'zone':
    case 'choice':
      return trimmed;
  }
}

const wordsOf = (text: string): string[] => text.split(/[\s,]+/u).filter((word) => word !== '');

/** Paths are ours, never from a request, so nothing can reach a prototype. */
function put(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = target;
  for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>;
  at[last] = value;
}
