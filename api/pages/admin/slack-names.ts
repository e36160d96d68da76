import { inTime } from '../../../core/in-time.ts';
import type { SlackDirectory } from '../../../slack/directory.ts';
import { words } from '../words.ts';

/** Slack's channels and people, as the config's form shows and reads them: by name if Slack knows it, else by id. */
export type SlackNames = ReturnType<typeof slackNames>;

const isId = (text: string): boolean => /^[A-Z0-9_]{2,30}$/u.test(text);
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** @param directory undefined if Slack does not answer, or if the bot runs without Slack */
export function slackNames(directory: SlackDirectory | undefined) {
  const { channels, people } = directory ?? { channels: [], people: [] };
  const unknown = (sentence: string): Error => new Error(directory === undefined ? words.config.slackAway : sentence);

  function readPerson(entry: string): string | Error {
    const name = entry.replace(/^@/u, '');
    const byName = people.filter((one) => same(one.name, name));
    const found = byName.length > 0 ? byName : people.filter((one) => same(one.realName, name));
    const [person, ...more] = found;
    if (person !== undefined && more.length === 0) return person.id;
    return isId(entry) ? entry : unknown(words.config.noPerson(entry));
  }

  return {
    /** `#outgoing_tweets`, or the id if the name is unknown. */
    channel: (id: string): string => {
      const found = channels.find((one) => one.id === id);
      return found === undefined ? id : `#${found.name}`;
    },
    /** `@ana`, or the id if the name is unknown. */
    person: (id: string): string => {
      const found = people.find((one) => one.id === id);
      return found === undefined ? id : `@${found.name}`;
    },
    /** The id of a channel, given its name or id. An error in words if there is no such channel. */
    readChannel: (text: string): string | Error => {
      const found = channels.find((one) => same(one.name, text.replace(/^#/u, '')));
      if (found !== undefined) return found.id;
      return text.startsWith('#') ? unknown(words.config.noChannel(text)) : text;
    },
    /** The ids of people, given by name, full name or id, one per line. An error in words if one is unknown. */
    readPeople: (text: string): string[] | Error => {
      const entries = text.split(/[\n,]+/u).flatMap((entry) => {
        const parts = entry.trim().split(/\s+/u);
        return parts.every((part) => isId(part) || part.startsWith('@')) ? parts : [entry.trim()];
      });
      const read = entries.filter((entry) => entry !== '').map(readPerson);
      const problem = read.find((one) => one instanceof Error);
      return problem ?? [...new Set(read.filter((one) => typeof one === 'string'))];
    },
    /** Suggestions for the form. */
    channels: channels.map(({ name }) => `#${name}`),
  };
}

/** How long a page waits for Slack, milliseconds. */
const answerWithinMs = 3_000;

/** Names from Slack. None if Slack does not answer in time. */
export async function lookUpSlackNames(ask: (() => Promise<SlackDirectory>) | undefined): Promise<SlackNames> {
  const asked = ask?.().catch(() => undefined);
  return slackNames(asked && (await inTime(answerWithinMs, asked)));
}
