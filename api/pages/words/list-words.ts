import { counted } from '../../../core/words.ts';

/** The words of the organisers' lists, and of the page of one open space. */
export const listWords = {
  openSpaces: {
    title: 'Open spaces',
    search: 'Room, title, @host or id',
    columns: { start: 'Start', where: 'Where', what: 'What', status: 'Status', decide: 'Decide' },
  },

  openSpace: {
    preview: 'Preview: ',
    text: 'Text',
    goesOutOn: 'Goes out on',
    goesOutAt: 'at',
    saveText: 'Save text and time',
    approveOne: 'Approve this one',
    denyOne: 'Deny this one',
    history: 'What happened',
    workflow: 'Open in the Temporal UI',
    publicPage: 'Public page',
    posted: 'posted by the host',
    theBot: 'the bot',
    onX: (username: string) => `@${username} on X`,
    sent: (name: string) => `${name} went out`,
    title: 'Title',
    note: 'Note for the other organisers',
    why: 'Why? The other organisers see it, the host does not.',
    saveTitle: 'Save title and note',
    doors: {
      slack: 'in Slack',
      api: 'through the API',
      web: 'on these pages',
      temporal: 'in Temporal',
      x: 'on X',
      bot: 'by itself',
    },
  },

  weighted: {
    count: (length: number, most: number) => `${length} of ${most} characters, as X counts them.`,
    placeholders: 'Filled in when it goes out:',
  },

  reminders: {
    title: 'Reminders',
    approval: 'Approval',
    pending: 'Still to go out',
    either: 'either',
    noTime: 'no time yet',
    before: (minutes: number) => (minutes === 0 ? 'correction' : `${minutes} minutes before`),
    columns: { when: 'Goes out', what: 'Open space', status: 'Status', decide: 'Decide' },
  },

  tweets: {
    title: 'Tweets',
    search: 'Words or @host',
    readAs: 'Read as',
    anything: 'anything',
    schedule: 'an announcement',
    review: 'unclear: needs a person',
    nothing: 'no room and no start',
    beingRead: 'being read',
    stage: 'Schedule it by hand',
    scheduleIt: 'Schedule',
    staged: 'It is an open space now. Its reminder is approved.',
    openSpace: 'Show the open space',
  },

  tweet: {
    deleted: 'The host deleted this post. Its text is gone here too.',
    read: 'What was read',
    reading: 'Reading',
    why: 'Why',
    about: { room: 'Room', time: 'Time' },
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
    unknown: 'The bot has never heard from that host.',
    nowIgnored: 'is ignored',
    nowHeard: 'is heard again',
    nowTrusted: 'is trusted: new reminders start approved',
    nowNotTrusted: 'is not trusted any more',
    waiting: (count: number) => `${counted(count, 'open space')} of theirs still to decide.`,
    fromNextTweet: (username: string, became: string) => `@${username} ${became}, from the next post on.`,
  },

  audit: {
    title: 'Audit',
    empty: 'Nobody has decided anything yet.',
    columns: { when: 'When', who: 'Who', through: 'Through', what: 'What', change: 'Change' },
    setting: ({ label, before, after }: { label: string; before: string; after: string }): string =>
      after === '' ? `${label}: ${before} removed` : `${label}: ${after}`,
    through: { slack: 'Slack', api: 'API', web: 'pages', temporal: 'Temporal', x: 'X', bot: 'the bot' },
  },
} as const;
