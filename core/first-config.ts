import { z } from 'zod';
import type { Conference } from './conference.ts';
import { configProblems, configSchema, defaultRules, type Config } from './config.ts';

/** In a conference file, rooms may be plain names. */
const looseConference = z.looseObject({
  rooms: z.array(z.union([z.string().transform((name) => ({ name, aliases: [] })), z.looseObject({})])),
});

/**
 * The first config from a conference file: either only a conference, or a config with the settings that differ from the
 * defaults. `rules` are this installation's own defaults.
 *
 * @throws {Error} naming every wrong field, with its remedy
 */
export function firstConfig(file: unknown, rules: Partial<Config>): Config {
  const whole = wholeFile(file);
  const loose = looseConference.safeParse(whole.conference);
  const conference = loose.success ? loose.data : whole.conference;
  const parsed = configSchema.safeParse({ ...defaultRules, ...rules, ...whole, conference });
  if (parsed.success) return parsed.data;
  throw new Error(`the conference file needs attention:\n- ${configProblems(parsed.error).join('\n- ')}`);
}

/** A conference file in its long form. The short form is only the conference. */
export const wholeFile = (file: unknown): { readonly conference: unknown } =>
  typeof file === 'object' && file !== null && 'conference' in file ? file : { conference: file };

/** The conference without a conference file: today and the next two days, in the machine's zone. */
export function sampleConference(today: string, inTwoDays: string, timeZone: string): Conference {
  const rooms = ['A103', 'A104', 'A105', 'A106', 'A105+A106', 'B114', 'B115'].map((name) => ({ name, aliases: [] }));
  return {
    id: 'sandbox-conf',
    name: 'Sandbox Conf',
    timeZone,
    startDate: today,
    endDate: inTwoDays,
    rooms: [...rooms, { name: 'Lounge', aliases: ['the lounge', 'lower level lounge'] }],
  };
}
