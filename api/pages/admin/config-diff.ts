import type { Config } from '../../../core/config.ts';
import { words } from '../words.ts';
import { allFields, valueAt } from './config-fields.ts';

/** One line of what a new version changes. */
export interface Change {
  readonly label: string;
  /** Empty: it was not there. */
  readonly before: string;
  readonly after: string;
}

/** What differs between two versions, in the form's words; of lists, only what came and went. */
export function diffOf(before: Config, after: Config): Change[] {
  return allFields.flatMap(({ path, label }) => {
    const [old, new_] = [valueAt(before, path), valueAt(after, path)];
    if (JSON.stringify(old) === JSON.stringify(new_)) return [];
    if (!Array.isArray(old) || !Array.isArray(new_)) return [{ label, before: shown(old), after: shown(new_) }];
    const [was, is] = [old.map(shown), new_.map(shown)];
    const gone = was.filter((one) => !is.includes(one));
    const come = is.filter((one) => !was.includes(one));
    if (gone.length + come.length === 0) return [{ label, before: was.join('; '), after: is.join('; ') }];
    return [{ label, before: gone.join('; '), after: come.join('; ') }];
  });
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
