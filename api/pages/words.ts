import { zoneName } from '../../core/local-time.ts';

/** Everything that the pages say, apart from statuses (`core/status.ts`) and what a decision came to. */

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `All times are PDT (America/Los_Angeles).` @param now epoch milliseconds */
function zone(now: number, timeZone: string): string {
  const name = zoneName(now, timeZone);
  return name === timeZone ? `All times are ${name}.` : `All times are ${name} (${timeZone}).`;
}

interface Shown {
  /** Open spaces that take place, in what is shown. */
  readonly shown: number;
  readonly all: number;
  readonly cancelled: number;
  readonly isFiltered: boolean;
}

interface Tab {
  readonly conference: string;
  readonly where: string | undefined;
  readonly q: string | undefined;
}

export const words = {
  zone,
  show: 'Show',
  more: 'More',
  all: 'all',
  any: 'any',
  yes: 'yes',
  no: 'no',
  none: 'Nothing found.',
  notFound: 'Not found',
  undo: 'Undo',
  room: 'Room',
  place: 'or a place off the list',
  date: 'Date',
  day: 'Day',
  time: 'Time',
  noRoom: 'no room yet',
  noStart: 'no start yet',
  enteredByHand: 'Entered by hand',

  schedule: {
    title: 'Open spaces',
    nav: 'Schedule',
    room: 'Room',
    allRooms: 'All rooms',
    search: 'Search',
    now: 'Now',
    nothingNow: 'Nothing at the moment.',
    next: 'Next',
    nothingNext: 'Nothing more is announced.',
    none: 'No open spaces yet. They appear here as soon as organisers approve them.',
    showAll: 'Show all',
    cancelled: 'Cancelled',
    screen: 'Hallway screen',
    print: 'Board to print',
    organisers: 'Organisers',
    hourAssumed: 'Each open space is assumed to last an hour.',
    share: 'What is on now, what is next, and every day of open spaces.',
    noSuchRoom: 'No such room',
    noSuchRoomHint: 'This conference has no room with that name.',
    itIs: (now: string) => `It is ${now}.`,
    noneFound: (q: string | undefined, where: string | undefined): string =>
      `No open spaces${q === undefined ? '' : ` with “${q}”`}${where === undefined ? '' : ` in ${where}`}.`,
    moved: (where: string | undefined, at?: string): string =>
      at === undefined
        ? `Moved, was in ${where ?? ''}`
        : `Moved, was ${at}${where === undefined ? '' : ` in ${where}`}`,
    count({ shown, all, cancelled, isFiltered }: Shown): string {
      const count = isFiltered ? `${shown} of ${plural(all, 'open space')}` : plural(shown, 'open space');
      return cancelled === 0 ? count : `${count}, ${cancelled} cancelled`;
    },
  },

  tab: {
    schedule: ({ conference, where, q }: Tab): string =>
      [q === undefined ? undefined : `“${q}”`, where ?? 'Open spaces', conference].filter(Boolean).join(' · '),
    screen: ({ conference, where }: Tab) => ['Screen', where ?? 'Open spaces', conference].join(' · '),
    print: ({ conference, where }: Tab) => ['Board to print', where, conference].filter(Boolean).join(' · '),
  },

  event: {
    starts: 'Starts',
    ends: 'Ends',
    where: 'Where',
    add: 'Add to your calendar',
    tweet: 'the post on X',
    about: (time: string) => `about ${time} (an hour is assumed)`,
    site: (conference: string) => `Open spaces at ${conference}`,
    imageAlt: 'Open spaces: now, next, today',
    cancelledTitle: (title: string) => `Cancelled: ${title}`,
    notThere: 'Not on the schedule',
    notThereHint: 'There is no such open space, or it is not public.',
  },

  calendar: {
    title: (conference: string) => `${conference}: open spaces`,
    subscribe: 'Subscribe',
    google: 'Google Calendar',
    outlook: 'Outlook',
    file: 'Calendar file',
  },

  screen: {
    titleIn: (where: string) => `Open spaces in ${where}`,
    later: 'Later today',
    nothingLater: 'Nothing more today.',
  },

  print: {
    start: 'Start',
    sheet: (number: number, count: number) => `sheet ${number} of ${count}`,
    asOf: (time: string) => `As of ${time}.`,
  },

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
    pause: 'Pause posting',
    resume: 'Resume posting',
    isPaused: 'Posting is paused. Nothing goes out.',
    resumed: 'Posting is on again.',
    already: (isPaused: boolean) => (isPaused ? 'Posting was paused already.' : 'Posting was on already.'),
  },

  verbs: {
    approve: 'Approve',
    deny: 'Deny',
    apply: 'Apply change',
    stage: 'Schedule only',
    takeBack: 'Take back',
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
    trouble: 'Did not go out as planned, last 24 hours',
    more: (count: number) => `${count} more come after these.`,
    newOnes: 'new – show',
    settled: 'Decided meanwhile.',
    offline: 'No answer. Check the connection, then press again.',
  },

  bulk: {
    pick: (name: string) => `Pick ${name}`,
    approve: 'Approve the picked ones',
    outcome(done: number, asked: number, why?: string): string {
      if (asked === 0) return 'Nothing was picked.';
      const refused = done === asked ? '' : ` ${asked - done} not${why === undefined ? '.' : `: ${why}`}`;
      return `Approved ${done}.${refused}`;
    },
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
    clash: (relation: 'repeats' | 'overlaps') => `${relation} another`,
  },

  openSpaces: {
    title: 'Open spaces',
    search: 'Room, title, @host or id',
    noneYet: 'none yet',
    columns: { start: 'Start', where: 'Where', what: 'What', status: 'Status' },
  },

  reminders: {
    title: 'Reminders',
    approval: 'Approval',
    pending: 'Still to go out',
    either: 'either',
    noTime: 'no time yet',
    before: (minutes: number) => `${minutes} minutes before`,
    columns: { when: 'Goes out', what: 'Open space', status: 'Status', decide: 'Decide' },
  },

  tweets: {
    title: 'Tweets',
    search: 'Words or @host',
    readAs: 'Read as',
    anything: 'anything',
    schedule: 'scheduled',
    review: 'needs review',
    nothing: 'no room and no time',
    beingRead: 'being read',
    stage: 'Schedule it by hand',
    scheduleIt: 'Schedule',
    staged: 'It is an open space now. Its reminder needs approval.',
    openSpace: 'Its open space',
  },

  tweet: {
    deleted: 'The host deleted this post. Its text is gone here too.',
    read: 'What was read',
    about: { room: 'Room', time: 'Time', day: 'Day', zone: 'Zone', intent: 'Kind', verdict: 'Result' },
  },

  users: {
    title: 'Hosts',
    name: 'Name or @handle',
    onlyIgnored: 'Only ignored hosts',
    columns: { host: 'Host', lastHeard: 'Last heard', bot: 'The bot' },
    ignored: 'ignored',
    ignore: 'Ignore',
    stopIgnoring: 'Stop ignoring',
    trusted: 'trusted',
    trust: 'Trust',
    stopTrusting: 'Stop trusting',
    unknown: 'The bot has never heard of that host.',
    nowIgnored: 'is ignored',
    nowHeard: 'is heard again',
    nowTrusted: 'is trusted: reminders start approved',
    nowNotTrusted: 'is not trusted any more',
    fromNextTweet: (username: string, became: string) => `@${username} ${became}, from the next tweet on.`,
  },

  audit: {
    title: 'Audit',
    empty: 'Nobody has decided anything yet.',
    columns: { when: 'When', who: 'Who', through: 'Through', what: 'What', change: 'Change' },
    setting: ({ label, before, after }: { label: string; before: string; after: string }): string =>
      `${label}: ${after === '' ? `without ${before}` : after}`,
    through: { slack: 'Slack', api: 'API', web: 'pages', temporal: 'Temporal', x: 'X', bot: 'the bot' },
  },

  enter: {
    title: 'Enter by hand',
    titleLabel: 'Title, as the reminder says it',
    shortTitle: 'Title',
    tweet: 'Its post on X, if there is one',
    note: 'Note for the other organisers',
    submit: 'Enter',
    entered: 'Entered.',
    notEntered: 'Not entered. See the marked fields.',
    placeHint: 'A place off the list is not checked for conflicts.',
    noStart: 'Pick a date and a time.',
    past: 'That start has passed: nothing is posted after the start.',
    noTitle: 'Give a title or a post.',
    noPlace: 'Give a room or a place.',
    bothPlaces: 'Give a room or a place, not both.',
    unlisted: (room: string) => `${room} is not on the list of rooms.`,
  },

  start: {
    both: 'Pick a date and a time, both.',
    skipped: (time: string, date: string) => `There is no ${time} on ${date}: the clocks go forward then.`,
    repeated: (time: string, date: string) =>
      `${time} comes twice on ${date}, because the clocks go back. Pick another time.`,
  },

  config: {
    notCsv: (why: string) => `This is not CSV: ${why}`,
    nothing: 'Nothing changes.',
    back: 'Back',
    save: 'Save',
    restore: 'Restore',
    leave: 'Leave it as it is',
    whatChanges: 'What changes',
    notConfig: 'Not a config',
    notConfigHint: 'Go back to the form and change it there.',
    noVersion: 'There is no such version.',
    inForce: 'It is in force now.',
    toNewest: 'Back to the newest',
    changed: 'What it changed',
    restoring: 'What restoring it changes now',
    version: (number: number) => `Config, version ${number}`,
    savedBy: (name: string) => `Saved by ${name}.`,
    saved: (version: number, note?: string) => `Saved as version ${version}.${note === undefined ? '' : ` ${note}`}`,
    refused: (reasons: string) => `Not saved. ${reasons}`,
    changedMeanwhile: (why: string) => `Not saved: ${why}. Check that version, then change it again.`,
    differences: 'Differences',
    columns: { setting: 'Setting', before: 'Before', after: 'After' },
    entry: (number: number, problem: string) => `Entry ${number}: ${problem}`,
    whole: (unit: string) => `${unit} must be a whole number`,
    number: (unit: string) => `${unit} must be a number`,
    atLeast: (unit: string, least: number | bigint) => `${unit} must be at least ${least}`,
    atMost: (unit: string, most: number | bigint) => `${unit} must be at most ${most}`,
    empty: 'This must not be empty',
    tooLong: (most: number | bigint) => `At most ${most} characters`,
    tooMany: (most: number | bigint) => `At most ${most} entries`,
    notSaved: (count: number) => `Not saved: ${count === 1 ? 'one field needs' : `${count} fields need`} a change.`,
  },
} as const;
