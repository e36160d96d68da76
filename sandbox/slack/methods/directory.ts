/** The token's owner, channels with their history, and users. */
import { SlackError } from '../slack-error.ts';
import { textOf } from '../state.ts';
import type { Json, Message, State } from '../state.ts';
import type { Method } from '../method.ts';
import { channels, findPerson, people, sandboxApp, sandboxTeam } from '../workspace.ts';
import type { Channel, Person } from '../workspace.ts';
import { asSlackMessage, channelOf } from './chat.ts';

export const directoryMethods: Readonly<Record<string, Method>> = {
  'auth.test': (_args, { url }) => ({
    url: `${url}/`,
    team: sandboxTeam.name,
    team_id: sandboxTeam.id,
    user: sandboxApp.name,
    user_id: sandboxApp.botUserId,
    bot_id: sandboxApp.botId,
    is_enterprise_install: false,
  }),
  'conversations.list': () => ({ channels: channels.map(asSlackChannel), response_metadata: { next_cursor: '' } }),
  'conversations.info': (args) => ({ channel: asSlackChannel(channelOf(args)) }),
  'conversations.history': (args, { state }) =>
    page(
      args,
      inChannel(state, channelOf(args))
        .filter((message) => message.threadTs === undefined)
        .toReversed(),
    ),
  'conversations.replies': (args, { state }) => {
    const ts = textOf(args['ts']);
    const thread = inChannel(state, channelOf(args)).filter((one) => one.ts === ts || one.threadTs === ts);
    if (thread.length === 0) throw new SlackError('thread_not_found');
    return page(args, thread);
  },
  'users.info': (args, { state }) => {
    const person = findPerson(textOf(args['user']));
    if (person === undefined) throw new SlackError('user_not_found');
    return { user: asSlackUser(person, state) };
  },
  'users.list': (_args, { state }) => ({
    members: people.map((person) => asSlackUser(person, state)),
    response_metadata: { next_cursor: '' },
  }),
};

function inChannel(state: State, channel: Channel): Message[] {
  return state.messages.rows().filter((message) => message.channelId === channel.id);
}

/** A form's booleans arrive as text. */
const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === '1' || value === 1;

function page(args: Json, messages: readonly Message[]): Json {
  const isInclusive = isTrue(args['inclusive']);
  const oldest = Number(args['oldest'] ?? 0);
  const latest = Number(args['latest'] ?? Infinity);
  const limit = Math.min(Math.max(1, Number(args['limit'] ?? 100)), 999);
  const start = Number(textOf(args['cursor']) || 0);
  const within = messages.filter(({ ts }) =>
    isInclusive ? Number(ts) >= oldest && Number(ts) <= latest : Number(ts) > oldest && Number(ts) < latest,
  );
  const hasMore = within.length > start + limit;
  return {
    messages: within
      .slice(start, start + limit)
      .map((message) => asSlackMessage(message, isTrue(args['include_all_metadata']))),
    has_more: hasMore,
    response_metadata: { next_cursor: hasMore ? String(start + limit) : '' },
  };
}

function asSlackChannel({ id, name }: Channel): Json {
  return {
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_private: false,
    is_archived: false,
    is_general: name === 'general',
    is_member: true,
    context_team_id: sandboxTeam.id,
    num_members: people.length,
  };
}

function asSlackUser({ id, name, realName }: Person, state: State): Json {
  const { deactivated = false, guest, teamId = sandboxTeam.id } = state.members.get(id) ?? {};
  return {
    id,
    team_id: teamId,
    name,
    real_name: realName,
    deleted: deactivated,
    // Slack sets both for a person who sees a single channel: https://docs.slack.dev/reference/objects/user-object
    is_restricted: guest !== undefined,
    is_ultra_restricted: guest === 'single-channel',
    is_stranger: teamId !== sandboxTeam.id,
    is_bot: false,
    is_admin: false,
    tz: 'Etc/UTC',
    profile: { real_name: realName, display_name: name, email: `${name}@sandbox.example` },
  };
}
