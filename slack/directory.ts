import type { WebClient } from '@slack/web-api';
import { z } from 'zod';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The workspace's channels that the bot can see, and its people, with the ids that the config uses. */
export interface SlackDirectory {
  readonly channels: readonly Named[];
  /** Without bots and without deactivated people. */
  readonly people: readonly (Named & { readonly realName: string })[];
}

const channelPage = z.object({ channels: z.array(z.object({ id: z.string(), name: z.string() })) });
const peoplePage = z.object({
  members: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      real_name: z.string().default(''),
      deleted: z.boolean().default(false),
      is_bot: z.boolean().default(false),
    }),
  ),
});
/** Slackbot: Slack does not mark it as a bot. */
const slackbot = 'USLACKBOT';

/** @throws if Slack does not answer, refuses the token, or a scope is missing */
export async function readSlackDirectory(slack: Pick<WebClient, 'paginate'>): Promise<SlackDirectory> {
  const channels: Named[] = [];
  const people: (Named & { realName: string })[] = [];
  const kinds = { types: 'public_channel,private_channel', exclude_archived: true, limit: 200 };
  for await (const page of slack.paginate('conversations.list', kinds)) {
    channels.push(...channelPage.parse(page).channels);
  }
  for await (const page of slack.paginate('users.list', { limit: 200 })) {
    for (const { id, name, real_name: realName, deleted, is_bot: isBot } of peoplePage.parse(page).members)
      if (!deleted && !isBot && id !== slackbot) people.push({ id, name, realName });
  }
  return { channels, people };
}
