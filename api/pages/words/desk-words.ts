import { buttonWords, counted } from '../../../core/words.ts';

/** The words of the queue, a card, the board and the shift, and of the frame of every organisers’ page. */
export const deskWords = {
  places: {
    queue: 'Queue',
    board: 'Board',
    openSpaces: 'Open spaces',
    reminders: 'Reminders',
    tweets: 'Tweets',
    users: 'Hosts',
    config: 'Config',
    audit: 'Audit',
    health: 'Health',
  },

  frame: {
    skip: 'Skip to the content',
    nav: 'Organisers’ pages',
    signOut: 'Sign out',
    look: 'Open',
    tab: (title: string) => `${title} · organisers`,
  },

  pause: {
    isPaused: 'Posting is paused. Nothing goes out.',
    resumed: 'Posting is on again.',
    already: (isPaused: boolean) => (isPaused ? 'Posting was paused already.' : 'Posting was on already.'),
  },

  verbs: {
    ...buttonWords,
    about: 'May be about',
    more: 'More',
    otherWhere: 'Other room or time',
    uses: (approve: string) => `“${approve}” uses these too.`,
  },

  /** The result of a press. */
  outcome: {
    noSuch: 'There is no such open space.',
    faster: (name: string, what: string) => `${name} was faster: ${what}.`,
    ended: 'It has ended: nothing can be decided any more.',
    tooLong: (length: number, most: number) => `That text has ${length} characters as X counts them; X takes ${most}.`,
  },

  card: {
    reminder: (name: string, what: string) => `${name} ${what}`,
    conflict: 'The other one',
  },

  queue: {
    title: (count: number) => (count === 0 ? 'Nothing to decide' : `${count} to decide`),
    titleFiltered: (shown: number, count: number) => `${shown} of ${count} to decide`,
    slackOnly: 'Slack only: reminders are not posted on X. Change “Output” in the config to post them.',
    empty: 'Everything is decided. New open spaces appear here.',
    keys: 'Keys: j next, k previous, a approve, d deny',
    filter: 'Filter',
    kind: 'Kind',
    deadline: 'Deadline',
    deadlines: { hour: 'within the hour', today: 'later today', later: 'after today' },
    trouble: 'Not posted as planned, last 24 hours',
    missed: 'Missed, last 24 hours',
    more: (count: number) => `${count} more come after these.`,
    newOnes: 'new – show',
    /** Pushed out by more urgent open spaces, or not in this filter any more. */
    notListed: 'No longer in this list.',
    past: 'Nobody decided in time.',
    offline: 'No answer. Check the connection, then press again.',
  },

  bulk: {
    pick: (name: string) => `Select ${name}`,
    pickShort: 'Select',
    approve: 'Approve selected',
    nothing: 'Nothing was selected.',
  },

  board: {
    tab: (day: string) => `Board, ${day}`,
    label: (day: string) => `Board for ${day}`,
    days: 'Days',
    start: 'Start',
    now: 'Now',
    move: 'Move',
    hint: 'Drag a card to another room or time, or press “Move” on it.',
    empty: 'No open spaces on this day yet.',
    clash: (relation: 'repeats' | 'overlaps') =>
      relation === 'repeats' ? 'same start as another' : 'overlaps another',
    shift: 'Shift a room',
    shiftHere: 'Shift this room from here',
  },

  shift: {
    title: 'Shift a room',
    noRoomYet: 'choose',
    choose: 'Choose a room. First you see what would move.',
    allRooms: 'all rooms',
    from: 'From',
    until: 'Until',
    thatDay: '06:00 after that day',
    laterDays: 'the last day',
    minutes: 'By',
    by: (minutes: number) => `${counted(Math.abs(minutes), 'minute')} ${minutes > 0 ? 'later' : 'earlier'}`,
    wouldMove: 'What it moves',
    nothing: 'Nothing starts there from then on.',
    done: (count: number, minutes: number) =>
      `Shifted ${counted(count, 'open space')}, ` +
      `${counted(Math.abs(minutes), 'minute')} ${minutes > 0 ? 'later' : 'earlier'}.`,
    none: 'Nothing was shifted.',
    refused: 'Not shifted',
    backToBoard: 'Back to the board',
    columns: { what: 'Open space', where: 'Where', before: 'Before', after: 'After', why: 'Why' },
  },
} as const;
