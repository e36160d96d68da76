import { z } from 'zod';
import type { Conference } from './conference.ts';
import { configProblems, configSchema, defaultRules, type Config } from './config.ts';

/** What a conference file may leave out: rooms as plain names, and every rule that has a default. */
const looseConference = z.looseObject({
  rooms: z.array(z.union([z.string().transform((name) => ({ name, aliases: [] })), z.looseObject({})])),
});

/**
 * The first config from a conference file: either a conference alone, or a config that names what differs from the
 * defaults. `rules` are what this installation changes in them.
 *
 * @throws {Error} naming every field that is wrong, with its cure
 */
export function firstConfig(file: unknown, rules: Partial<Config>): Config {
  const whole = wholeFile(file);
  const loose = looseConference.safeParse(whole.conference);
  const conference = loose.success ? loose.data : whole.conference;
  const parsed = configSchema.safeParse({ ...defaultRules, ...rules, ...whole, conference });
  if (parsed.success) return parsed.data;
  throw new Error(`the conference file needs attention:\n- ${configProblems(parsed.error).join('\n- ')}`);
}

/** A conference file in its long form: the short one is the conference alone. */
export function wholeFile(file: unknown): { readonly conference: unknown } {
  return typeof file === 'object' && file !== null && 'conference' in file ? file : { conference: file };
}

/** The conference that the bot runs out of the box: today and the next two days, in the machine's zone. */
export function sampleConference(today: string, inTwoDays: string, timeZone: string): Conference {
  const rooms = ['A103', 'A104', 'A105', 'A106', 'A105+A106', 'B114', 'B115', 'Lounge'];
  const aliases: Readonly<Record<string, string[]>> = { Lounge: ['the lounge', 'lower level lounge'] };
  return {
    id: 'sandbox-conf',
    name: 'Sandbox Conf',
    timeZone,
    startDate: today,
    endDate: inTwoDays,
    rooms: rooms.map((name) => ({ name, aliases: aliases[name] ?? [] })),
  };
}
