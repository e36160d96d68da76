import { createSignInLink } from '../api/auth/sign-in-link.ts';
import { readConferenceFile } from '../config/first-config-file.ts';
import type { Env } from '../config/env.ts';
import { theBot } from '../core/actor.ts';
import type { Config } from '../core/config.ts';
import { firstConfig, sampleConference } from '../core/first-config.ts';
import { localDate } from '../core/local-time.ts';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { createStore } from '../store/store.ts';
import { sandboxChannels, sandboxOrganisers } from '../sandbox/slack/workspace.ts';

export interface PrepareOptions {
  readonly env: Env;
  readonly uri: string;
  /** Where the pages will be reached. */
  readonly url: string;
  readonly sandboxedX: boolean;
  readonly sandboxedSlack: boolean;
}

/** Before anything else looks into the store: the first config, where there is none, and a link that signs in once. */
export async function prepareStore({ env, uri, url, sandboxedX, sandboxedSlack }: PrepareOptions): Promise<string> {
  const { client, db } = await connectStore(uri, env.MONGODB_DATABASE);
  try {
    await ensureCollections(db);
    const store = createStore(db);
    if ((await store.configs.newest()) === null) {
      const rules: Partial<Config> = {
        // With real keys nothing is posted until an organiser goes live.
        output: sandboxedX ? 'live' : 'slack_only',
        ...(sandboxedSlack
          ? {
              organisers: sandboxOrganisers.map(({ id }) => id),
              slackChannels: {
                outgoingTweets: sandboxChannels.outgoing_tweets,
                needReview: sandboxChannels.need_review,
                eventConflict: sandboxChannels.event_conflict,
              },
            }
          : {}),
      };
      await store.configs.begin(await conferenceOf(env, rules), theBot, new Date());
    }
    return await createSignInLink({ store, publicUrl: url, clock: Date.now });
  } finally {
    await client.close();
  }
}

async function conferenceOf(env: Env, rules: Partial<Config>): Promise<Config> {
  if (env.CONFERENCE_FILE !== undefined) return readConferenceFile(env.CONFERENCE_FILE, rules);
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const day = (days: number): string => localDate(Date.now() + days * 86_400_000, timeZone);
  return firstConfig(sampleConference(day(0), day(2), timeZone), rules);
}
