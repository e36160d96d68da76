/** Messages: post, update, delete, look up. */
import { areBlocksTooLong, findBlockProblems, withBlockIds } from '../blocks.ts';
import { structured } from '../http.ts';
import { refuseProblems, SlackError } from '../slack-error.ts';
import { isJson, messageKey, textOf } from '../state.ts';
import type { Block, Json, Message, State } from '../state.ts';
import { noteWarnings } from '../warnings.ts';
import type { Method } from '../method.ts';
import { findChannel, findPerson, people, sandboxApp, sandboxTeam } from '../workspace.ts';
import type { Channel } from '../workspace.ts';

/**
 * The limit in characters: https://docs.slack.dev/changelog/2018-truncating-really-long-messages, and the page of
 * chat.update.
 */
const longestPost = 40_000;
const longestUpdate = 4000;

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': (args, { state, limits }) => {
    const person = people.find(({ id }) => id === args['channel']);
    // A direct message: only this person sees it.
    if (person !== undefined) {
      return { channel: person.id, ts: postEphemeral(state, person.id, person.id, contentOf(args, longestPost)) };
    }
    const channel = channelOf(args);
    const content = contentOf(args, longestPost);
    limits.countPost(channel.id);
    const ts = state.nextTs();
    const threadTs = textOf(args['thread_ts']);
    const metadata = metadataOf(args);
    const message: Message = {
      ts,
      channelId: channel.id,
      userId: sandboxApp.botUserId,
      text: content.text,
      blocks: withBlockIds(content.blocks, ts),
      ...(metadata === undefined ? {} : { metadata }),
      ...(threadTs === '' ? {} : { threadTs }),
    };
    state.messages.set(messageKey(channel.id, ts), message);
    noteWarnings(state, 'chat.postMessage', messageKey(channel.id, ts), content.text, content.blocks);
    return { channel: channel.id, ts, message: asSlackMessage(message, true) };
  },

  'chat.update': (args, { state }) => {
    const channel = channelOf(args);
    const message = messageOf(state, channel, args['ts']);
    const content = contentOf(args, longestUpdate, 'blocks' in args ? [] : message.blocks);
    const editedTs = state.nextTs();
    const updated = reviseMessage(message, content, editedTs, metadataOf(args));
    state.messages.set(messageKey(channel.id, message.ts), updated);
    noteWarnings(state, 'chat.update', messageKey(channel.id, message.ts), content.text, content.blocks);
    return { channel: channel.id, ts: message.ts, text: updated.text, message: asSlackMessage(updated, true) };
  },

  'chat.postEphemeral': (args, { state }) => {
    const channel = channelOf(args);
    const person = findPerson(textOf(args['user']));
    const { channels = [channel.id] } = state.members.get(person?.id ?? '') ?? {};
    if (person === undefined || !channels.includes(channel.id)) throw new SlackError('user_not_in_channel');
    const content = contentOf(args, longestPost);
    const ts = postEphemeral(state, channel.id, person.id, content);
    noteWarnings(state, 'chat.postEphemeral', messageKey(channel.id, ts), content.text, content.blocks);
    return { message_ts: ts };
  },

  'chat.delete': (args, { state }) => {
    const channel = channelOf(args);
    const { ts } = messageOf(state, channel, args['ts']);
    state.messages.delete(messageKey(channel.id, ts));
    return { channel: channel.id, ts };
  },

  'chat.getPermalink': (args, { state, url }) => {
    const channel = channelOf(args);
    const { ts } = messageOf(state, channel, args['message_ts']);
    return { channel: channel.id, permalink: `${url}/archives/${channel.id}/p${ts.replace('.', '')}` };
  },

  'reactions.add': (args, { state }) => {
    messageOf(state, channelOf(args), args['timestamp']);
    return {};
  },

  'blocks.validate': (args) => {
    refuseProblems('invalid_blocks', findBlockProblems(structured(args['blocks']), 'message'));
    return {};
  },
};

interface Content {
  readonly text: string;
  readonly blocks: readonly unknown[];
}

/** @param kept the present blocks: an update of only the text keeps them */
function contentOf(args: Json, longest: number, kept: readonly unknown[] = []): Content {
  const text = textOf(args['text']);
  if (text.length > longest) throw new SlackError('msg_too_long');
  const blocks = args['blocks'] === undefined ? kept : structured(args['blocks']);
  return checkContent(text, blocks ?? []);
}

/** @throws SlackError if Slack would refuse the message */
export function checkContent(text: string, blocks: unknown): Content {
  if (!Array.isArray(blocks)) throw new SlackError('invalid_blocks_format');
  refuseProblems('invalid_blocks', findBlockProblems(blocks, 'message'));
  if (areBlocksTooLong(blocks)) throw new SlackError('msg_blocks_too_long');
  if (text === '' && blocks.length === 0) throw new SlackError('no_text');
  return { text, blocks };
}

export function reviseMessage(message: Message, content: Content, editedTs: string, metadata?: Json): Message {
  return {
    ...message,
    text: content.text,
    blocks: withBlockIds(content.blocks, editedTs),
    editedTs,
    ...(metadata === undefined ? {} : { metadata }),
  };
}

export function postEphemeral(state: State, channelId: string, userId: string, content: Content): string {
  const ts = state.nextTs();
  const blocks: Block[] = withBlockIds(content.blocks, ts);
  const at = new Date(state.clock()).toISOString();
  state.ephemerals.set(messageKey(channelId, ts), { ts, channelId, userId, text: content.text, blocks, at });
  return ts;
}

export function channelOf(args: Json): Channel {
  const channel = findChannel(textOf(args['channel']));
  if (channel === undefined) throw new SlackError('channel_not_found');
  return channel;
}

function messageOf(state: State, channel: Channel, ts: unknown): Message {
  const message = state.messages.get(messageKey(channel.id, textOf(ts)));
  if (message === undefined) throw new SlackError('message_not_found');
  return message;
}

function metadataOf(args: Json): Json | undefined {
  if (args['metadata'] === undefined || args['metadata'] === '') return undefined;
  const metadata = structured(args['metadata']);
  if (!isJson(metadata) || typeof metadata['event_type'] !== 'string' || !isJson(metadata['event_payload'])) {
    throw new SlackError('invalid_metadata_format');
  }
  return metadata;
}

export function asSlackMessage(message: Message, hasMetadata: boolean): Json {
  return {
    type: 'message',
    user: message.userId,
    ...(message.userId === sandboxApp.botUserId ? { bot_id: sandboxApp.botId, app_id: sandboxApp.appId } : {}),
    team: sandboxTeam.id,
    ts: message.ts,
    text: message.text,
    blocks: message.blocks,
    ...(message.attachments === undefined ? {} : { attachments: message.attachments }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.editedTs === undefined ? {} : { edited: { user: message.userId, ts: message.editedTs } }),
    ...(hasMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
  };
}
