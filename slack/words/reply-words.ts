import { inPlace } from '../../core/in-place.ts';
import { counted, keptWords } from '../../core/words.ts';
import { labels } from './card-words.ts';

/** Replies that only the person who pressed or wrote can see. */
export const replies = {
  otherVersion: 'This button is from another version of the bot. Use the newest card.',
  noSuch: 'This open space no longer exists. Nothing happened.',
  kept: `${keptWords} You are told if it is refused.`,
  serverProblem: (what: string) => `${what} Before you try again, check the card.`,
  failed: 'That did not work. The fault is ours, and it is in the log. Check the card before you try again.',
  onlyOrganisers: (userId: string) =>
    'Only this conference’s organisers can decide here. Nothing happened. ' +
    `To become one, ask an organiser to add your Slack user id to the config: ${userId}.`,
  endedAs: (status: string) => `It has ended (${status}): nothing can be decided any more.`,
  already: (words: string, name: string, at: string) => `Already ${words} by ${name} ${at}.`,
  ignored: (host: string) => `@${host} is ignored from now on.`,
  ignoredWaiting: (host: string, count: number) =>
    `@${host} is ignored from now on. ${counted(count, 'open space')} by @${host} still ` +
    `${count === 1 ? 'waits' : 'wait'} for a decision.`,
  trusted: (host: string) =>
    `@${host} is trusted from now on: new reminders start approved, unless the start is too close.`,
  noHost: 'An organiser entered it, and the bot has never heard its host. So there is nobody to ignore or trust.',
  paused: 'Posting is paused. Nothing goes out until somebody resumes it.',
  resumed: 'Posting is on again.',
  pausedAlready: 'Posting is paused already.',
  runningAlready: 'Posting is not paused.',
  dialogFailed: 'The dialog could not be opened. Try again in a moment.',
  notEntered: (reason: string) => `It was not entered: ${reason}`,
  entered: (name: string, where: string, when: string) =>
    `Entered: ${name} ${inPlace(where)}, ${when}. Its reminder is approved.`,
  entryUndone: (name: string) =>
    `Denied: ${name}. Nothing goes out. “${labels.undoOf.denied}” on its card brings it back.`,
  noText: 'X would not take this text: it is too long. Shorten it with “Edit”.',
  notUnderstood: (line: string) => `“${line}” was not understood. Nothing happened. What /openspace knows:`,
  unlisted: (room: string) => `${room} is not on the list of rooms.`,
  wholeMinutes: (most: number) => `Minutes must be a whole number from 1 to ${most}.`,
  unknownTeam: 'The bot could not check your workspace, so nothing was changed. Try again in a moment.',
  otherTeam: 'Nothing was changed: only members of the bot’s own workspace may decide.',
  guest: 'Nothing was changed: guests of the workspace may not decide. Ask its owner to make you a full member.',
  deactivated: 'Nothing was changed: your account in this workspace is deactivated.',
} as const;

/** Errors in the values of the pickers. */
export const pickWords = {
  unlisted: (room: string) => `“${room}” is no longer on the conference’s list of rooms. Pick another one.`,
  noTime: 'The date is set, the time is not. Pick a time as well.',
  noDate: 'The time is set, the date is not. Pick a date as well.',
  skipped: (time: string, date: string) =>
    `There is no ${time} on ${date}: the clocks go forward then. Pick another time.`,
  repeated: (time: string, date: string) =>
    `${time} comes twice on ${date}, because the clocks go back. Pick a time outside that hour.`,
} as const;

export const commandHelp = [
  '/openspace 3pm B114 Board games – enter one from the board; the reminder is approved',
  '/openspace list – what waits for a decision, and what starts next',
  '/openspace shift A105 15 – move what starts in A105 today or tonight by 15 minutes (−15: earlier; all: all rooms)',
  '/openspace pause, /openspace resume – stop and start posting',
  '/openspace status – how the bot is doing',
  '/openspace – the form to enter one',
] as const;
