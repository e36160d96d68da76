import { counted } from '../../core/words.ts';

/** Titles, labels and hints of the dialogs. */
export const dialogWords = {
  save: 'Save',
  title: 'Title',
  noteLabel: 'Note for organisers',
  text: 'Text of the reminder',
  textHint: (known: readonly string[]) => `Filled in when it goes out: ${known.map((name) => `{${name}}`).join(', ')}.`,
  addReason: 'Add',
  whyLabel: 'Why?',
  whyHint: 'Organisers see it on the card and in the history. The host does not.',
  elsewhere: 'Another place',
  elsewhereSubmit: 'Schedule',
  place: 'Place',
  placeHint: 'Any place that is not on the list of rooms, such as “lobby, 2nd floor”. This approves the reminder.',
  openSpace: 'Open space ',
  post: '\nPost ',
  host: (username: string) => `\n@${username}, X id `,
  undecided: 'Nobody has decided anything yet.',
  decision: (when: string, what: string, name: string) => `${when}: ${what}, by ${name}`,
  reminderPost: (name: string) => `${name}: post `,
} as const;

/** The form to enter an open space by hand. */
/** As the reader of posts says it. */
const notListed = 'is not on the list of rooms';

export const entryWords = {
  submit: 'Enter',
  what: 'Title',
  start: (timeZone: string) => `Start (${timeZone})`,
  place: 'Or another place',
  placeHint: 'A place that is not on the list of rooms is not checked for conflicts.',
  tweet: 'Link of the post',
  tweetHint: 'Such as https://x.com/name/status/123. The reminder then quotes it.',
  check: (doubts: readonly string[]) => `Nothing is entered yet. Please check: ${doubts.join('; ')}.`,
  request: (word: string) => `“${word}” was not carried out, and is taken as a part of the title`,
  notListed,
  unlisted: (room: string) => `“${room}” ${notListed}`,
  noPlace: 'Pick a room, or write a place.',
  bothPlaces: 'Give a room or a place, not both.',
  skipped: (time: string) => `${time} does not exist that day: the clocks go forward then. Pick another time.`,
  repeated: (time: string) => `${time} comes twice that day, because the clocks go back. Pick another time.`,
} as const;

export const homeWords = {
  attendees: (conference: string) => `Open spaces at ${conference}`,
  attendeesHint: (keyword: string, user: string) =>
    `\nPost what, when and where on X with #${keyword}, and the bot reminds people shortly before. ` +
    `Organisers decide here what goes out. Your Slack user id is ${user}.`,
  paused: 'Posting is paused.',
  on: 'Posting is on.',
  waiting: (count: number) =>
    count === 0
      ? 'Nothing waits for a decision.'
      : `${counted(count, 'open space')} ${count === 1 ? 'waits' : 'wait'} for a decision`,
  nothingNext: 'Nothing starts in the next hour.',
  nextHour: 'In the next hour',
  more: (count: number) => `and ${count} more.`,
} as const;

/** Lists, the digest and a shift. */
export const listWords = {
  toDecide: (count: number) =>
    count === 0 ? 'Nothing waits for a decision.' : `${counted(count, 'open space')} to decide`,
  nothingNext: 'Nothing starts in the next 24 hours.',
  next: 'In the next 24 hours',
  by: (deadline: string, what: string) => `by ${deadline} · ${what}`,
  more: (count: number) => `and ${count} more`,
  digest: (undecided: number, cards: number) =>
    `${counted(undecided, 'open space')} to decide. ${counted(cards, 'card')} to come`,
  firstCards: 'The most urgent of the first cards:',
  pace: (isAutomatic: boolean) =>
    `Slack takes about one card a second${isAutomatic ? '' : '; nothing goes out unapproved'}.`,
  nothingToShift: (room?: string) => `Nothing ${room === undefined ? '' : `in ${room} `}starts later today or tonight.`,
  shift: (count: number, room: string | undefined, howFar: string) =>
    `Shift ${counted(count, 'open space')} in ${room ?? 'all rooms'} today, ${howFar}?`,
  tooManyToShift: 'These are too many for one button. Shift room by room, or on the page “Shift a room”.',
  shifted: (count: number, howFar: string) => `Shifted ${counted(count, 'open space')} ${howFar}.`,
  notShifted: (what: string, why: string) => `Not shifted: ${what}. ${why}`,
  howFar: (minutes: number) => `${counted(Math.abs(minutes), 'minute')} ${minutes > 0 ? 'later' : 'earlier'}`,
} as const;
