/** The sandbox's only Slack workspace: its people and its channels. */

export const sandboxTeam = { id: 'T0001', domain: 'sandbox', name: 'Sandbox' } as const;
export const sandboxApp = { appId: 'A0001', botId: 'B0001', botUserId: 'U0BOT', name: 'open-spaces-bot' } as const;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
}

/** The people whom the first config lists as organisers. The first one acts by default. */
export const sandboxOrganisers = [
  { id: 'U0ORG1', name: 'ana', realName: 'Ana (organiser)' },
  { id: 'U0ORG2', name: 'bo', realName: 'Bo (organiser)' },
  { id: 'U0ORG3', name: 'chidi', realName: 'Chidi (organiser)' },
] as const satisfies readonly Person[];

/** Members of the workspace who are not in any config. */
export const sandboxStrangers = [
  { id: 'U0STR1', name: 'dana', realName: 'Dana (stranger)' },
  { id: 'U0STR2', name: 'eli', realName: 'Eli (stranger)' },
] as const satisfies readonly Person[];

/** Channel ids by channel name. */
export const sandboxChannels = {
  outgoing_tweets: 'C_OUTGOING',
  need_review: 'C_REVIEW',
  event_conflict: 'C_CONFLICT',
  general: 'C_GENERAL',
} as const;

export interface Channel {
  readonly id: string;
  readonly name: string;
}

export const channels: readonly Channel[] = Object.entries(sandboxChannels).map(([name, id]) => ({ id, name }));
export const people: readonly Person[] = [...sandboxOrganisers, ...sandboxStrangers];

/** A channel by id, or by name with or without `#`. */
export function findChannel(idOrName: string): Channel | undefined {
  const wanted = idOrName.replace(/^#/u, '');
  return channels.find((channel) => channel.id === wanted || channel.name === wanted);
}

/** A person by id or name. An unknown id is a stranger, so that tests can use their own ids. */
export function findPerson(idOrName: string): Person | undefined {
  const known = people.find((person) => person.id === idOrName || person.name === idOrName);
  if (known !== undefined || !/^[\w-]{1,40}$/u.test(idOrName)) return known;
  return { id: idOrName, name: idOrName.toLowerCase(), realName: `${idOrName} (stranger)` };
}
