import { createSignInLink } from '../api/auth/sign-in-link.ts';
import { readConferenceFile, staleConferenceFile } from '../config/first-config-file.ts';
import { servicesOf, type Env } from '../config/env.ts';
import { assertSameServices } from '../config/same-services.ts';
import { theBot } from '../core/actor.ts';
import type { Config } from '../core/config.ts';
import { firstConfig, sampleConference } from '../core/first-config.ts';
import { localDate } from '../core/local-time.ts';
import { waitForStore } from '../store/connect.ts';
import { rememberOrigin } from '../store/installation.ts';
import { createStore } from '../store/store.ts';

/** The organisers, and the channels of their cards. */
type SlackPlaces = Pick<Config, 'organisers' | 'slackChannels'>;

export interface PrepareOptions {
  readonly env: Env;
  readonly uri: string;
  /** The address of the pages. */
  readonly url: string;
  readonly sandboxedX: boolean;
  /** Organisers and channels of Slack's sandbox, if it is used. */
  readonly sandboxWorkspace: SlackPlaces | undefined;
  readonly say: (line: string) => void;
}

/**
 * Writes the first config, if there is none, and makes a one-time sign-in link. Runs before any other process uses the
 * store.
 *
 * @throws {StartError} if the data was made with a sandbox and the keys are real now, or the other way round
 */
export async function prepareStore(options: PrepareOptions): Promise<string> {
  const { env, uri, url, sandboxedX, sandboxWorkspace, say } = options;
  const fit = (config: Config): Config => fitToSandbox(config, sandboxWorkspace);
  const { client, db } = await waitForStore(uri, env.MONGODB_DATABASE, { say });
  try {
    assertSameServices(env, await rememberOrigin(db, servicesOf(env)));
    const store = createStore(db);
    const newest = await store.configs.newest();
    if (newest === null) {
      // With real keys, nothing is posted until an organiser goes live.
      const rules: Partial<Config> = { output: sandboxedX ? 'live' : 'slack_only', ...sandboxWorkspace };
      const asked = await conferenceOf(env, rules);
      const config = fit(asked);
      if (config !== asked)
        say('CONFERENCE_FILE names Slack ids that the Slack sandbox does not have: it uses its own.');
      await store.configs.begin(config, theBot, new Date());
    } else if (env.CONFERENCE_FILE !== undefined) {
      const stale = await staleConferenceFile(env.CONFERENCE_FILE, newest.config, newest._id, fit);
      if (stale !== undefined) say(stale);
    }
    const { conference, keywords } = await store.configs.current();
    const { name, timeZone, startDate, endDate } = conference;
    say(`${name}, ${startDate} to ${endDate} (${timeZone}), keywords: ${keywords.join(', ')}`);
    const today = localDate(Date.now(), timeZone);
    if (sandboxedX && (today < startDate || endDate < today))
      say('Today is not one of its days, so posts go to review. Its days are on the page "Config".');
    return await createSignInLink({ store, publicUrl: url, clock: Date.now });
  } finally {
    await client.close();
  }
}

/**
 * Replaces people and channels of a conference file that Slack's sandbox does not have; otherwise no card would appear.
 * Those that the sandbox has stay as in the file.
 *
 * @returns the same object if nothing had to change
 */
function fitToSandbox(config: Config, workspace: SlackPlaces | undefined): Config {
  if (workspace === undefined) return config;
  const channels = Object.values(workspace.slackChannels);
  const known = config.organisers.filter((id) => workspace.organisers.includes(id));
  const isKnown = Object.values(config.slackChannels).every((id) => channels.includes(id));
  if (known.length > 0 && isKnown) return config;
  return {
    ...config,
    organisers: known.length > 0 ? config.organisers : workspace.organisers,
    slackChannels: isKnown ? config.slackChannels : workspace.slackChannels,
  };
}

async function conferenceOf(env: Env, rules: Partial<Config>): Promise<Config> {
  if (env.CONFERENCE_FILE !== undefined) return readConferenceFile(env.CONFERENCE_FILE, rules);
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const day = (days: number): string => localDate(Date.now() + days * 86_400_000, timeZone);
  return firstConfig(sampleConference(day(0), day(2), timeZone), rules);
}
