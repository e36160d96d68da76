import { hasApproval, type Decision, type Facts } from '../decision.ts';
import { localDayAndTime, localTimeWithZone } from '../local-time.ts';
import { inPlace } from '../in-place.ts';
import { capital, nameOf, reminderName } from './name-words.ts';
import type { OpenSpace } from '../open-space.ts';

/** A decision as a person says it: `approved`, `A103 instead of B114`, `cancelled: the tweet was deleted`. */
export function decisionWords(decision: Decision, timeZone: string): string {
  const words = verbWords[decision.verb];
  if (words !== undefined) return words;
  const parts = [
    standingWords(decision, timeZone),
    ...approvalWords(decision),
    ...(isScheduling(decision) ? [] : placeWords(decision, timeZone)),
    ...textWords(decision),
    ...remindersWords(decision, timeZone),
  ];
  // A reason can be a sentence.
  const why = decision.why?.replace(/\.$/u, '') ?? (decision.verb === 'roomFreed' ? 'the room is free again' : '');
  return [why, ...parts].filter((part) => part !== '').join('; ') || 'changed';
}

/** `approved by ana`, `cancelled; a correction waits for approval, by @yara`. */
export function decidedBy(decision: Decision, timeZone: string): string {
  const words = decisionWords(decision, timeZone);
  // Without the comma, “a correction waits for approval by @yara” would mean that @yara must approve it.
  const hasComma = /(?: approval|no room|,[^;]*)$/u.test(words);
  return `${words}${hasComma ? ',' : ''} by ${decision.by.name}`;
}

/** The same with the time: `approved by ana 14:02 PDT`. */
export const decidedByAt = (decision: Decision, timeZone: string): string =>
  `${decidedBy(decision, timeZone)} ${localTimeWithZone(decision.at, timeZone)}`;

/** The last request that was kept and then refused, if nothing was decided after it. */
export function lastRefusal(space: OpenSpace): string | undefined {
  const last = space.refusals.at(-1);
  if (last === undefined || last.at < (space.decisions.at(-1)?.at ?? 0)) return undefined;
  return `Refused to ${last.by.name} ${localTimeWithZone(last.at, space.timeZone)}: ${last.reason}`;
}

const verbWords: Readonly<Partial<Record<Decision['verb'], string>>> = {
  sendNow: 'sent now',
  retry: 'tried again',
  confirmSent: 'found on the profile',
};

export const auditWords = (entry: { words?: string; decision?: Decision }, timeZone: string): string =>
  entry.words ?? (entry.decision === undefined ? '' : decisionWords(entry.decision, timeZone));

/** It was not scheduled before, so its room and start replace nothing. */
const isScheduling = ({ from, to }: Decision): boolean =>
  to['standing'] === 'scheduled' && from['standing'] !== 'cancelled';

/** A denial was undone, and the open space is in review or in conflict again. */
const isReopening = ({ verb, from, to }: Decision): boolean =>
  from['standing'] === 'dismissed' && (verb === 'decide' || verb === 'undo') && !hasApproval(to);

function standingWords(decision: Decision, timeZone: string): string {
  const { from, to } = decision;
  if (isReopening(decision)) return to['standing'] === 'conflict' ? 'reopened: the room is still taken' : 'reopened';
  const standing = to['standing'];
  // Its reason says which room is taken.
  if (typeof standing !== 'string' || (decision.verb === 'sourceChanged' && standing === 'conflict')) return '';
  if (standing !== 'scheduled') return standings[standing] ?? standing;
  return from['standing'] === 'cancelled' ? 'cancellation undone' : `scheduled${whereAndWhen(to, timeZone)}`;
}

/** Standings that people know by other words. */
const standings: Readonly<Record<string, string>> = {
  dismissed: 'denied',
  needs_review: 'needs review',
  conflict: 'the room is taken at that time',
};

/** How the approvals changed; one phrase if it is the same for all reminders. */
function approvalWords({ from, to, reminder }: Decision): string[] {
  const moved = Object.keys(to).filter((key) => key.startsWith('reminder:') && from[key] !== undefined);
  const phrases = new Set(moved.flatMap((key) => approvalPhrases[String(to[key])] ?? []));
  return [...phrases].map((phrase) => (reminder === undefined ? phrase : `${phrase} (${reminderName(reminder)})`));
}

const approvalPhrases: Readonly<Record<string, string>> = {
  approved: 'approved',
  denied: 'denied',
  needs_action: 'approval undone',
};

function placeWords({ from, to }: Decision, timeZone: string): string[] {
  const words: string[] = [];
  const [was, is] = [from['room'] ?? from['place'], to['room'] ?? to['place']];
  if (is !== undefined) words.push(`${is} instead of ${was ?? 'no room'}`);
  else if (was !== undefined) words.push('no room');
  if (typeof to['startAt'] === 'number') words.push(`start ${localDayAndTime(to['startAt'], timeZone)}`);
  return words;
}

/** ` in B114, Fri 19 May 17:00 PDT`; leaves out what is unknown. */
function whereAndWhen(to: Facts, timeZone: string): string {
  const [where, when] = [to['room'] ?? to['place'], to['startAt']];
  const start = typeof when === 'number' && localDayAndTime(when, timeZone);
  const parts = [where && inPlace(String(where)), start].filter(Boolean);
  return parts.length === 0 ? '' : ` ${parts.join(', ')}`;
}

const textWords = ({ from, to }: Decision): string[] => [
  ...['title', 'note'].flatMap((field) => (to[field] === undefined ? [] : [`${field} “${to[field]}”`])),
  ...(from['note'] !== undefined && to['note'] === undefined ? ['note removed'] : []),
];

const remindersWords = ({ from, to }: Decision, timeZone: string): string[] =>
  Object.entries(to).flatMap(([key, value]) => {
    if (key.startsWith('sendAt:') && typeof value === 'number') {
      const reminder = key.replace('sendAt:', 'reminder:');
      if (from[reminder] === undefined && to[reminder] === 'needs_action') return ['a correction waits for approval'];
      const what = reminder.startsWith('reminder:correction') ? 'correction' : 'reminder';
      return [`${what} at ${localTimeWithZone(value, timeZone)}`];
    }
    return key.startsWith('text:') ? ['new reminder text'] : [];
  });

/**
 * The reply to the person who decided.
 *
 * @example `Denied “Chess” by @chen.`, `“Acro yoga” by @yoga: A103 instead of B114.`
 */
export function decidedWords(decision: Decision, space: Pick<OpenSpace, 'title' | 'source' | 'timeZone'>): string {
  const what = decisionWords(decision, space.timeZone);
  const name = nameOf(space);
  return capital(alone.includes(what) ? `${what} ${name}.` : `${name}: ${what}.`);
}

/** Words before which no colon is needed: `denied “Chess” by @chen`. */
const alone = ['approved', 'denied', 'cancelled', 'reopened'];
