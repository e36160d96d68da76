import { counted } from './name-words.ts';

/** What is wrong with a config; the name of the field comes before it. */
export const configProblemWords = {
  date: 'there is no such date: write it as YYYY-MM-DD',
  invisible: 'write something that can be seen',
  onlyLink: (room: string) => `“${room}” is only a link, which the bot leaves out of its posts: give it a name`,
  xUserId: 'X user ids are digits',
  tooManyUsers: (most: number) => `at most ${most} users fit: take some off the list`,
  conferenceId: 'use lower case letters, digits and hyphens',
  timeZone: 'use an IANA zone such as America/Los_Angeles',
  daysReversed: 'the last day is before the first',
  tooManyDays: (most: number) => `more than ${most} days after the first: check the year`,
  placeholder: (unknown: string, known: readonly string[]) =>
    `{${unknown}} is not a placeholder; the placeholders are ${known.map((name) => `{${name}}`).join(', ')}`,
  noPost: (name: string) => `{${name}} has no value for an open space without a post: leave it out`,
  tooLong: (most: number, length: number) =>
    `longer than ${most} characters, as X counts them: shorten it by ${length - most} ` +
    '(this counts the longest name, and what is added if a session has moved or another reminder has the same text)',
  storedKeyword: 'letters, digits and underscore, without #',
  slackUserId: 'Slack user ids look like U012AB3CD',
  sameName: (name: string) => `two rooms have the same name, “${name}”`,
  lookAlike: (one: string, other: string) => `${one} and ${other} look alike: give each room names of its own`,
  aliasOf: (alias: string, room: string) => `“${alias}” (alias of “${room}”)`,
} as const;

export const keywordWords = {
  refused: (keyword: string, why: string) => `X cannot listen for the keyword ${JSON.stringify(keyword)}: ${why}`,
  notOneWord: 'it is not one word of letters, digits and underscores, without #',
  isOr: '"or" has a special meaning in X’s rules',
  noLetter: 'a hashtag on X needs at least one letter',
  tooMany: (most: number, length: number) =>
    `the keywords are too many or too long: X takes a rule of at most ${most} characters, these need ${length}`,
} as const;

const cancelOrWait = 'Cancel them, or wait until they are over.';

/** What a change of the config means for coming open spaces, a sentence or two each. */
export const configEffectWords = {
  conferenceId: (spaces: string) =>
    `The conference’s id cannot change while open spaces are still to come: ${spaces}. ${cancelOrWait}`,
  timeZone: (zone: string, spaces: string) =>
    'The time zone cannot change while open spaces are still to come, ' +
    `because their times were read in ${zone}: ${spaces}. ${cancelOrWait}`,
  outside: (spaces: string) =>
    `${spaces} would be outside the conference’s days. Keep those days, or move or cancel them first.`,
  roomless: (spaces: string) =>
    `${spaces} would have no room. Keep its name as the room’s name or as an alias, or move or cancel them first.`,
  elsewhere: (spaces: string) =>
    `${spaces} would be in another room, because it was booked under a name that this room gets. ` +
    'Keep that name as an alias of its present room, or move or cancel them first.',
  elsewhereIfUndone: (spaces: string) =>
    `${spaces} would be in another room if somebody undoes the decision against it, because it was booked under a ` +
    'name that this room gets. Keep that name as an alias of its present room, or wait until its start has passed.',
  clash: (one: string, other: string) =>
    `${one} and ${other} would be in one room within the conflict window. Move or cancel one of them first.`,
  renamed: (space: string, room: string) => `${space} is now in ${room}.`,
  reworded: (spaces: string) => `The reminder text changes for ${spaces}.`,
  minutesKept: (spaces: string) =>
    `The new minutes before the start are for new open spaces. Those that are known keep their reminders: ${spaces}.`,
  noOrganisers:
    'No organiser is left on the list: nobody can decide in Slack, or sign in with Slack. Only people with a link of ' +
    'npm run sign-in and callers with an API token still can.',
  more: (count: number) => `${count} more`,
  pausing: (count: number) => `${reminders(count)} will wait until somebody resumes posting.`,
  resuming: (count: number) =>
    `${reminders(count)} ${count === 1 ? 'goes out at its time' : 'go out at their times'} again.`,
  posted: (count: number) => `${reminders(count)} will be posted on X.`,
  notPosted: (count: number) => `${reminders(count)} will not be posted on X.`,
} as const;

const reminders = (count: number): string => counted(count, 'approved reminder');
