import type { OpenSpace } from '../open-space.ts';
import { counted, ended, nameOf } from './name-words.ts';

/** Why a decision was refused, a sentence or two: what is wrong, then what to do. */
export const refusalWords = {
  beingPosted: 'Its reminder is being posted right now. Wait for the outcome on the card.',
  hasChanged: 'It has changed since you looked. Look at it again, then decide.',
  faster: (name: string, what: string) => `${name} was faster: ${what}. Look at it again, then decide.`,
  noSuch: 'It does not exist, or was removed.',
  endedMeanwhile:
    'An operator has ended or reset its workflow in Temporal. Before you try again, check whether it was done.',
  notDecided: 'It could not be decided. Look at it again before you try again.',
  isOver: 'It is over: nothing can be decided any more.',
  noChange: 'That changes nothing: it is like that already.',
  already: (what: string, by: string | undefined) => `It is ${what} already${by === undefined ? '' : `, by ${by}`}.`,
  denyInstead: 'It is not scheduled. Deny it instead.',
  changeInstead: 'It is scheduled already. Change it instead.',
  /** For an entry with a post. @param session the session that the post has already, in one line */
  otherOfPost: (session: string, canChange: boolean) =>
    `This post has a session already: ${session}. ${canChange ? 'Change it, or enter' : 'Enter'} another session ` +
    'without the post’s link.',
  ownPost: 'This is the bot’s own post. Give the host’s post, or enter the session without a link.',
  notScheduled: 'It is not scheduled. Approve it first.',
  undecided: 'Nobody has decided on it yet.',
  undoFirst: (what: string) => `It is ${what}. Undo that first.`,
  textNoLongerTrue: 'Its text is no longer true, so it is not posted.',
  noRoom: 'Pick a room first.',
  unlisted: (room: string) =>
    `${room} is not on the list of rooms. ` +
    'Pick a listed one, or give it as a place, which is not checked for conflicts.',
  otherConference: (its: string, is: string) =>
    `It belongs to the conference ${its}, and the bot now serves ${is}. So it cannot be scheduled any more.`,
  otherZone: (its: string, is: string) =>
    `Its times were read in ${its}, and the conference’s zone is now ${is}. Enter it by hand, without its post.`,
  listedAs: (room: string, listed: string) => `${room} is listed as ${listed}. Use that name.`,
  listedPlace: (room: string) => `${room} is on the list of rooms. Enter it as the room, so that nobody else gets it.`,
  listedPlaces: (rooms: readonly string[]) =>
    `${rooms.join(' and ')} are rooms on the list, and a place holds no room. ` +
    `List “${rooms.join(' + ')}” as a combined room first, or enter a session for each.`,
  noStart: 'Pick a date and a time first.',
  invisible: (field: 'title' | 'place' | 'note') => `The ${field} has no visible characters. Write some.`,
  onlyLink: (field: 'title' | 'place') =>
    `The ${field} is only a link, which the bot leaves out of its posts. Add a name.`,
  cleared: (field: 'title' | 'text' | 'place') => `The ${field} cannot be removed. Write another one.`,
  wordingTooLong: 'With names and times filled in, the text is over 280 characters, as X counts them. Shorten it.',
  textTooLong: (field: 'title' | 'place' | 'note', most: number) =>
    `The ${field} is over ${most} characters. Shorten it.`,
  tooFar: (days: number) => `The start is more than ${days} days after the conference. Check the date.`,
  onlyInSlack:
    'The output is Slack only, so the reminder would be used up without a post. Set the output to live first.',
  afterStart: (start: string) => `${start} has passed: nothing is posted after the start.`,
  reminderAfterStart: 'A reminder goes out before the start. Pick an earlier time.',
  reminderInPast: 'That time has passed. Pick a later one, or send it now.',
  noSuchReminder: (key: string) => `It has no reminder ${key}.`,
  noReminder: 'It has no reminder.',
  whichReminder: (names: readonly string[]) =>
    `It is not clear which one is meant: ${names.join(' or ')}. Each has buttons of its own on the newest card.`,
  /** The same for callers of the API. @param ids of the reminders that could be meant */
  whichReminderId: (ids: readonly string[]) =>
    `It is not clear which one is meant. Give \`reminder\`: ${ids.join(' or ')}.`,
  reminderIs: (what: string) => `Its reminder ${what}.`,
} as const;

export const keptWords =
  'The bot is busy or offline right now. Your request is kept and will be decided. The card shows the result.';

const keptManyWords = (count: number): string =>
  `The bot is busy or offline right now: ${counted(count, 'request is', 'requests are')} kept and will be decided. ` +
  'The cards show the result.';

/** The same for a shift. @param count of the open spaces that may still move */
export const keptShiftWords = (count: number): string => `${keptManyWords(count)} Undo does not take these back.`;

const mostNamed = 5;

/** The result of deciding on several at once: how many were done, and which were not and why. */
export function manyWords(did: 'Approved' | 'Denied', { decided, kept, refused, missing = [] }: Many): string {
  const unmade = [
    ...refused.map(({ view, reason }) => ({ name: nameOf(view.space), reason })),
    ...missing.map((id) => ({ name: id, reason: refusalWords.noSuch })),
  ];
  const why = [...new Set(unmade.map(({ reason }) => reason))].map((reason) => {
    const these = unmade.filter((one) => one.reason === reason);
    const names = these.slice(0, mostNamed).map(({ name }) => name);
    const more = these.length > mostNamed ? ` and ${these.length - mostNamed} more` : '';
    return `${these.length} could not be ${did.toLowerCase()} (${names.join(', ')}${more}): ${ended(reason)}`;
  });
  return [
    ...(decided.length === 0 && kept.length > 0 ? [] : [`${did} ${counted(decided.length, 'open space')}.`]),
    ...(kept.length === 0 ? [] : [keptManyWords(kept.length)]),
    ...why,
  ].join(' ');
}

interface Many {
  readonly decided: { readonly length: number };
  readonly kept: { readonly length: number };
  readonly refused: readonly { readonly view: { readonly space: OpenSpace }; readonly reason: string }[];
  readonly missing?: readonly string[];
}

/** What is wrong with a message that somebody wrote by hand; the name of the field comes before it. */
export const messageProblems = {
  wholeNumber: 'must be a whole number',
  negative: 'must not be negative',
  tooLarge: 'is too large',
  notText: 'must be a text',
  empty: 'must not be empty',
  invisible: 'must show something',
  tooLong: 'is too long',
  oneOf: (names: readonly string[]) => `must be one of ${names.join(', ')}`,
  noName: 'is missing: say who decides, such as "by": "ana"',
  notOneObject: 'send one object, such as {"approval": "approved", "by": "ana"}',
  roomAndPlace: 'give a room or a place, not both',
  unknownField: (known: readonly string[]) => `is not a field of this request; it takes ${['by', ...known].join(', ')}`,
} as const;
