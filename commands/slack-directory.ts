import { WebClient } from '@slack/web-api';
import { redirectUrl } from '../api/auth/slack-sign-in.ts';
import { readConferenceJson } from '../config/first-config-file.ts';
import { StartError } from '../config/start-error.ts';
import { writeAtomically } from '../config/write-atomically.ts';
import { wholeFile } from '../core/first-config.ts';
import { readSlackDirectory, type SlackDirectory } from '../slack/directory.ts';
import { isRefusedForGood, isRefusedWith } from '../slack/slack-answers.ts';

/** The config's three channels, and the names by which they are found; `-` and `_` are equal. */
const roles = {
  outgoingTweets: 'outgoing_tweets',
  needReview: 'need_review',
  eventConflict: 'event_conflict',
} as const;

const scopeMissing = 'Give the app the scopes of slack/manifest.json, and install it again.';

const refused = 'Copy SLACK_BOT_TOKEN again from your app at api.slack.com/apps, "OAuth & Permissions".';

const noAnswer = 'Try again in a minute. Check that this machine reaches slack.com, and that SLACK_API_URL is not set.';

/** @throws {StartError} if Slack cannot be reached, refuses the token, or a scope is missing */
export async function askForDirectory(token: string, apiUrl: string): Promise<SlackDirectory> {
  try {
    return await readSlackDirectory(new WebClient(token, { slackApiUrl: apiUrl, retryConfig: { retries: 2 } }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(
      { what: `Slack does not list its channels and people (${why}).`, remedy: remedyFor(error) },
      { cause: error },
    );
  }
}

function remedyFor(error: unknown): string {
  if (!isRefusedForGood(error)) return noAnswer;
  return isRefusedWith(error, 'missing_scope') ? scopeMissing : refused;
}

/** The directory for people, one line per entry. */
export function directoryLines({ channels, people }: SlackDirectory): string[] {
  return [
    'Slack, channels:',
    ...channels.map(({ id, name }) => `  ${id}  #${name}`),
    'Slack, people:',
    ...people.map(({ id, name, realName }) => `  ${id}  @${name}  ${realName}`),
  ];
}

/** What the manifest of the Slack app must name, so that Slack takes the sign-in and previews our links. */
export function manifestLines(publicUrl: string): string[] {
  const { hostname } = new URL(publicUrl);
  return [
    'Slack, the app’s manifest must say:',
    `  "redirect_urls": [${JSON.stringify(redirectUrl(publicUrl))}]   for the sign-in`,
    `  "unfurl_domains": [${JSON.stringify(hostname)}]   for previews of links`,
  ];
}

/**
 * Writes ids into a conference file: of the three channels that are found by name, and of the named organisers.
 * Everything else in the file stays.
 *
 * @param organisers Slack names, with or without @
 * @returns a sentence that says what was written
 * @throws {StartError} naming a person or a channel that Slack does not know
 */
export async function writeSlackIds(
  file: string,
  { channels, people }: SlackDirectory,
  organisers: readonly string[],
): Promise<string> {
  const channelId = (name: string): string => {
    const found = channels.find((one) => one.name.replaceAll('-', '_') === name);
    if (found !== undefined) return found.id;
    throw new StartError({
      what: `Slack has no channel #${name} that the bot sees.`,
      remedy: `Make the channel and invite the bot, or write the id of another one into ${file} by hand.`,
    });
  };
  const personId = (wanted: string): string => {
    const found = people.find(({ name }) => name === wanted.replace(/^@/u, ''));
    if (found !== undefined) return found.id;
    throw new StartError({ what: `Slack has no ${wanted}.`, remedy: 'npm run setup lists the names.' });
  };
  const slackChannels = Object.fromEntries(Object.entries(roles).map(([role, name]) => [role, channelId(name)]));
  const ids = organisers.map(personId);
  const content = await readConferenceJson(file);
  const changed = { ...wholeFile(content), slackChannels, ...(ids.length === 0 ? {} : { organisers: ids }) };
  await writeAtomically(file, `${JSON.stringify(changed, null, 2)}\n`);
  return `${file}: three channels${ids.length === 0 ? '' : ` and ${ids.length} organisers`} written`;
}
