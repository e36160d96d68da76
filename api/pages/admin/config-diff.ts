import type { Config } from '../../../core/config.ts';
import { words } from '../words.ts';
import { allFields, valueAt, type Field } from './config-fields.ts';
import { slackNames, type SlackNames } from './slack-names.ts';

/** One line of the changes in a new version. */
export interface Change {
  readonly label: string;
  /** Empty if there was nothing before. */
  readonly before: string;
  readonly after: string;
}

/** The differences between two versions, in the form's words. For a list, only the added and removed entries. */
export function diffOf(before: Config, after: Config, names: SlackNames = slackNames(undefined)): Change[] {
  return allFields.flatMap(({ path, label, kind }) => {
    const [old, new_] = [before, after].map((config) => named(kind, valueAt(config, path), names));
    if (JSON.stringify(old) === JSON.stringify(new_)) return [];
    if (!Array.isArray(old) || !Array.isArray(new_)) return [{ label, before: shown(old), after: shown(new_) }];
    const [was, is] = [old.map(shown), new_.map(shown)];
    const gone = was.filter((one) => !is.includes(one));
    const come = is.filter((one) => !was.includes(one));
    if (gone.length + come.length === 0) return [{ label, before: was.join('; '), after: is.join('; ') }];
    return [{ label, before: gone.join('; '), after: come.join('; ') }];
  });
}

function named(kind: Field['kind'], value: unknown, names: SlackNames): unknown {
  if (kind === 'channel') return names.channel(String(value));
  return kind === 'people' ? (value as readonly string[]).map((id) => names.person(id)) : value;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? words.config.yes : words.config.no;
  if (value === null || value === undefined) return words.config.noValue;
  if (typeof value === 'object' && 'name' in value && 'aliases' in value) {
    const room = value as Config['conference']['rooms'][number];
    return room.aliases.length === 0 ? room.name : `${room.name} (${room.aliases.join(', ')})`;
  }
  return JSON.stringify(value);
}
