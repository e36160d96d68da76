/** The words for visitors who are not signed in, or may not sign in. */
export const signInWords = {
  signIn: {
    title: 'Sign in',
    heading: 'Organisers',
    once: 'This link signs you in once, in this browser.',
    submit: 'Sign in',
    slack: 'Sign in with Slack',
    howTo: 'Open a one-time link. On the bot’s machine, npm run sign-in -- NAME prints one.',
    usedUp: 'This link is used up',
    usedUpHint:
      'A link works once, within 15 minutes. Sign in with Slack, or ask for a new link: on the bot’s machine, ' +
      'npm run sign-in -- NAME prints one.',
    slackAway: 'Slack cannot sign you in now',
    slackAwayHint:
      'Try again in a minute, or ask for a one-time link: on the bot’s machine, npm run sign-in -- NAME prints one.',
    slackRefusesBot: 'Slack refuses the bot’s keys',
    slackRefusesBotHint: (why: string) =>
      `So nobody can sign in with Slack (${why}). On the bot’s machine, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and ` +
      'PUBLIC_URL must be checked. Until then, npm run sign-in -- NAME prints a one-time link there.',
    slackRefused: 'Slack could not confirm who you are',
    slackRefusedHint: 'The sign-in took too long, or was not the one that you began here. Try again.',
    notListed: 'Not on the list',
    notListedHint: (name: string, id?: string) =>
      `${name}, you are not among the organisers who may decide. Ask one of them to add ${id ?? 'you'}.`,
    guest: 'Guests may not decide',
    guestHint: 'Slack says that you are a guest of the workspace. Ask its owner to make you a full member.',
    signedOut: 'Signed out',
    signedOutHint: 'Sign in again, then repeat what you did.',
    otherSite: 'Refused',
    otherSiteHint: 'This came from another site. Open the page here and try again.',
    tooFast: 'Too fast',
    tooFastHint: (seconds: number) => `Try again in ${seconds} seconds.`,
  },
} as const;
