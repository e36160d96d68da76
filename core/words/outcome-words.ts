import { reminderName } from './name-words.ts';

/** The reason for a status, as the end of a sentence: `was missed: nobody approved it before the start`. */
export const whyWords = {
  startPassedByClock: 'the start has passed by the clock of the worker that tried',
  notPosted: (held: string | undefined) =>
    `it could not be posted before the start${held === undefined ? '' : `: ${held}`}`,
  notApproved: 'nobody approved it before the start',
  replaced: (key: string) => `${reminderName(key)} went out in its place`,
  nextIsSoon: (key: string) => `its time had passed, and ${reminderName(key)} goes out soon`,
  mayBeReplaced: (key: string) => `${reminderName(key)} may have gone out in its place`,
  outOfDate: 'it was changed before it went out',
  postHoldsAgain: 'the earlier post is right again',
  edited: 'the tweet was edited',
  editedElsewhere: 'the tweet was edited, but not its room and start',
  editedBefore: 'the tweet was edited before the later post',
  editedInLine: 'the tweet was edited to the room and start that the open space has already',
  editedAfter: (what: 'cancelled' | 'denied') => `the tweet was edited after the open space was ${what}`,
  editedToReview: (unfit?: string) => `the tweet was edited${unfit === undefined ? '' : `: ${unfit}`}`,
  editHidden: 'X does not show the edit yet',
  ownPost: 'the post is one of the bot’s own, so reminders do not link to it',
  neverShown: 'X does not show the tweet, so reminders do not link to it',
  separated: 'the later post is a session of its own',
  editedToTaken: (room: string) => `the tweet was edited; ${room} is taken at that time`,
} as const;

export const operatorName = 'an operator in the Temporal UI';

export const seenOnProfile = (name: string): string => `${name} saw it on the profile`;

/** Why a reminder that was due before a restore is not posted again. */
export const mayBePosted = 'the database was restored from an older copy, which may not know of the post';

/** The listener's words if the stream had no rule, and so brought no tweets; they raise an alarm. */
export const ruleLost = 'X had lost the rule of the stream';

/** The listener's words while its searches fail, so that tweets may be missing; they raise an alarm. */
export const gapNotFilled = 'the search for missed tweets fails';

/** The note of a denial that says that the reading was wrong. Any other denial may have another reason. */
export const notAnAnnouncement = 'Not an announcement';

/** What an open space's workflow waits for, as the Temporal UI shows it. Times are local, with the zone. */
export const waitWords = {
  timeline: (at: string) => `checks the bot’s timeline at ${at}`,
  decidable: (end: string) => `can be decided until ${end}`,
  changeable: (start: string) => `can be changed until the start at ${start}`,
  approval: (start: string) => `waits for approval until the start at ${start}`,
  reminder: (at: string) => `reminder at ${at}`,
} as const;
