const capReached = 'the spending cap of $';
const refused = 'Posting has stopped: ';

/** Why no reminder is posted now. */
export const holdWords = {
  paused: 'paused by an organiser',
  onlyInSlack: 'the output is set to Slack only',
  capReached: (dollars: number) => `${capReached}${dollars} is reached`,
  refused: (why: string) => `${refused}${why} Reminders wait, and one of them tries again each minute.`,
} as const;

const known = [holdWords.paused, holdWords.onlyInSlack, capReached, refused];

/** X refuses everything until a person looks at the keys, the credits or the account. @param why in the bot's words */
export const refusalsIn = (why: string): string[] => /(?:answered |\()40[123]\b/u.exec(why)?.slice() ?? [];

/** Whether organisers know what holds a reminder: one of them wants it so, or another alarm says so. */
export const isKnownHold = (why: string): boolean =>
  known.some((beginning) => why.startsWith(beginning)) || refusalsIn(why).length > 0;
