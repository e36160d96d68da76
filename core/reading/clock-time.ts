import type { Page, Stretch } from './marked-text.ts';

/**
 * `am`, `pm`: said. `literal`: on the 24-hour clock. `bare`: an hour from 1 to 12 without a word about the half of the day.
 */
export type Half = 'am' | 'pm' | 'literal' | 'bare';

/** An hour that the tweet names, before its day and zone are known. */
export interface ClockTime extends Stretch {
  readonly hour: number;
  readonly minute: number;
  readonly half: Half;
  readonly approximate: boolean;
  /** "half 3" without "past": half past in Britain, half an hour earlier for speakers of German or Dutch. */
  readonly british?: boolean;
  /** Why a person should look before this counts. */
  readonly doubt?: string;
}

/** `half` of an hour without am or pm: a leading zero or an hour past 12 means the 24-hour clock. */
export function halfOfWritten(written: string): Half {
  const hour = Number(written);
  return hour > 12 || hour === 0 || /^0\d/u.test(written) ? 'literal' : 'bare';
}

/** The clock time, or undefined where hour or minute do not exist. */
export function clockTime(
  stretch: Stretch,
  hour: number,
  minute: number,
  half: Half,
  more: { approximate?: boolean; doubt?: string } = {},
): ClockTime | undefined {
  if (!(hour <= 24 && minute <= 59) || (hour === 24 && minute > 0)) return undefined;
  if ((half === 'am' || half === 'pm') && (hour > 12 || hour === 0)) {
    // "17:00pm" is said twice; "0:30am" as well.
    return { ...stretch, hour, minute, half: 'literal', approximate: more.approximate ?? false };
  }
  const time = { ...stretch, hour, minute, half, approximate: more.approximate ?? false };
  return more.doubt === undefined ? time : { ...time, doubt: more.doubt };
}

/** Grows a stretch over what belongs to the time behind it: "ish", "sharp", "hrs". */
export function growOver(page: Page, stretch: Stretch, pattern: RegExp): Stretch {
  const rest = pattern.exec(page.marked.slice(stretch.to, stretch.to + 24));
  return rest ? { from: stretch.from, to: stretch.to + rest[0].length } : stretch;
}
