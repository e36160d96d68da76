/** The config’s form: its groups, and the label and hint of each field, by the field’s path in the config. */
export const configFieldWords = {
  groups: {
    posting: 'Posting',
    reminders: 'Reminders',
    listening: 'Listening',
    organisers: 'Organisers and Slack',
    conference: 'Conference',
  },

  /** The unit of a field's numbers, written as at the beginning of a sentence. */
  units: { minutes: 'Minutes', remindersAnHour: 'Reminders an hour', dollars: 'US dollars' },

  outputs: { slack_only: 'Slack only, to rehearse', live: 'Live: reminders are posted on X' },
  schedules: { approved: 'approved open spaces', all: 'all open spaces that nobody denied' },

  fields: {
    paused: { label: 'Pause posting' },
    output: { label: 'Output' },
    autoSend: { label: 'Auto-approve reminders' },
    approvalLeadMinutes: { label: 'Never auto-approve when the start is this close, in minutes' },
    undecidedWarningMinutes: {
      label: 'Warn in Slack about undecided open spaces, minutes before their reminder',
      hint: '0: no warning.',
    },
    throttle: { label: 'Reminders an hour, at most', hint: 'Empty: no limit.' },
    spendingCap: { label: 'Spending cap at X, in US dollars', hint: 'Empty: no cap. The cost is estimated.' },
    acknowledge: { label: 'Reply to hosts who mention the bot' },
    publicSchedule: { label: 'The public schedule shows' },
    reminderMinutes: { label: 'Minutes before the start', hint: 'For several reminders: 30, 15' },
    reminderText: {
      label: 'Text for open spaces with a post',
      hint: 'The count includes the room and time that are added if a session has moved.',
    },
    manualReminderText: {
      label: 'Text for open spaces entered by hand',
      hint: 'The count includes the start that is added if another reminder has the same text.',
    },
    keywords: {
      label: 'Keywords',
      hint: 'One a line, with or without #. The bot hears posts with the hashtag or the word.',
    },
    ignoreUsers: { label: 'Ignored hosts, as X user ids', hint: 'The page Hosts adds and removes them by name.' },
    trustUsers: { label: 'Trusted hosts, as X user ids', hint: 'The page Hosts adds and removes them by name.' },
    'conflictWindow.before': { label: 'Conflict window, minutes before a start' },
    'conflictWindow.after': { label: 'Conflict window, minutes after a start' },
    organisers: {
      label: 'Organisers, by their names in Slack',
      hint: 'One a line, such as @ana. Ids work too.',
    },
    'slackChannels.outgoingTweets': { label: 'Channel for outgoing tweets' },
    'slackChannels.needReview': { label: 'Channel for reviews' },
    'slackChannels.eventConflict': { label: 'Channel for conflicts' },
    'conference.id': {
      label: 'Id',
      hint: 'Part of the workflow ids. It cannot change while open spaces are still to come.',
    },
    'conference.name': { label: 'Name' },
    'conference.timeZone': { label: 'Time zone', hint: 'Such as America/Los_Angeles.' },
    'conference.startDate': { label: 'First day' },
    'conference.endDate': { label: 'Last day' },
    'conference.rooms': {
      label: 'Rooms, as CSV',
      hint:
        'Paste from Excel, Numbers or Google Sheets. ' +
        'A line each: name, alias, alias. Or a column “Aliases” with all aliases of a room in one cell.',
    },
  },
} as const satisfies {
  readonly fields: Readonly<Record<string, { readonly label: string; readonly hint?: string }>>;
  readonly [other: string]: unknown;
};
