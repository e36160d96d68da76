import { buttonWords, capital } from '../../core/words.ts';

export const noRoom = 'no room yet';
export const noStart = 'no start yet';

/** Labels of buttons and menus. */
export const labels = {
  ...buttonWords,
  edit: 'Edit',
  elsewhere: 'Another place',
  copyText: 'Copy text',
  takeIt: 'I’ll take it',
  enter: 'Enter an open space',
  history: 'History and ids',
  admin: 'Open in admin',
  workflow: 'Open in Temporal',
  post: 'Open post',
  openReminder: (name: string) => `Open ${name}`,
  other: 'Open it',
  back: 'Back',
  close: 'Close',
  notChanged: 'Nothing was changed',
  open: 'Open',
  openCard: 'Open its card',
  date: 'Date',
  time: 'Time',
  room: 'Room',
  roomNow: (where: string) => `Room (now ${where})`,
} as const;

/** Other words of a card; the sentences about its state are in `words.ts`. */
export const cardWords = {
  why: 'Why: ',
  says: 'The reminder says:',
  about: 'May be about ',
  note: (note: string) => `Note: ${note}`,
  enteredBy: (name: string) => ` · entered by ${name}`,
  deletedPost: '(the host deleted this post, so its words are gone here too)',
  picks: (approve: string) => `“${approve}” uses the date, time and room above.`,
  picksKnown: `“${labels.moveKnown}” and “${labels.separate}” use the date, time and room above.`,
  taken: (name: string) => `${name} takes care of it.`,
  elsewhere: (words: string) => `${words}. Its card is in another channel.`,
  elsewhereIn: (words: string) => `➜ ${words}. Its card is in `,
} as const;

/** Words about people on X after a cancellation, if a post told them of the session, or may have. */
const cancelled = {
  told: 'A post tells people that it is off',
  unclear: 'A post that went out stays on X',
  none: 'No reminder goes out',
} as const;

/** Questions before an action that cannot be undone easily. */
export const questions = {
  sendNow: (which: string) => `Send ${which} now?`,
  cancel: 'Cancel the open space?',
  cancelHint: (reminder: 'told' | 'unclear' | 'none', until: string) =>
    `${cancelled[reminder]}, and the room is free again. You can undo this until ${until}.`,
  cancelYes: 'Cancel it',
} as const;

/** Messages of their own, for things that organisers must notice. */
export const alertWords = {
  failed: (name: string) => `${capital(name)} was not posted`,
  unconfirmed: (name: string) => `We don’t know whether X posted ${name}`,
  unconfirmedHint: (canPost: boolean, why: string) =>
    `Check the profile.${canPost ? '' : ' It has started, so nothing more is posted.'} (${why})`,
  missed: (name: string) => `${capital(name)} was approved and did not go out`,
  correction: 'People were told that it takes place',
  correctionHint: (text: string) => `Post this? ${text}`,
  undecided: 'Nobody has decided yet',
  told: (start: string) => `People were told that it starts at ${start}.`,
  done: 'Done',
  undecidedStill: 'Still undecided',
  leftUndecided: (what: string) => `Nobody decided in time, so ${what}`,
  notTold: 'people were not told that it is off',
  notOut: (reminders: readonly string[]) =>
    reminders.length === 0 ? 'nothing more was posted' : `${reminders.join(' and ')} did not go out`,
  copy: 'The reminder’s text:',
} as const;
