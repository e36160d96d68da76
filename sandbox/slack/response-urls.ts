/** `response_url`: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, parseArguments, readBody } from './http.ts';
import { checkContent, postEphemeral, reviseMessage } from './methods/chat.ts';
import { SlackError } from './slack-error.ts';
import { messageKey, textOf } from './state.ts';
import type { Json, ResponseUrl, State } from './state.ts';
import { noteWarnings } from './warnings.ts';
import { sandboxApp } from './workspace.ts';
import { withBlockIds } from './blocks.ts';

const mostUses = 5;
/** Milliseconds. */
const lifetime = 30 * 60_000;

export function openResponseUrl(state: State, url: string, channelId: string, userId: string, ts?: string): string {
  const id = randomUUID();
  state.responseUrls.set(id, { id, channelId, userId, ts, openedAt: state.clock(), uses: 0 });
  return `${url}/response/${id}`;
}

export async function answerResponseUrl(
  state: State,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const opened = state.responseUrls.get(id);
  const isOver = opened === undefined || opened.uses >= mostUses || state.clock() - opened.openedAt > lifetime;
  if (isOver) {
    answerJson(response, 404, { ok: false, error: opened === undefined ? 'invalid_url' : 'used_url' });
    return;
  }
  state.responseUrls.set(id, { ...opened, uses: opened.uses + 1 });
  try {
    const body = await readBody(request);
    respond(
      state,
      opened,
      parseArguments(request.headers['content-type'] ?? 'application/json', body, new URLSearchParams()),
    );
    answerJson(response, 200, { ok: true });
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    answerJson(response, 400, { ok: false, error: error.code, ...error.more });
  }
}

/** Carries out an app's answer to a `response_url` or to a slash command. */
export function respond(state: State, to: Pick<ResponseUrl, 'channelId' | 'userId' | 'ts'>, args: Json): void {
  const { channelId, userId, ts } = to;
  const key = ts === undefined ? undefined : messageKey(channelId, ts);
  if (args['delete_original'] === true && key !== undefined) {
    state.messages.delete(key);
    state.ephemerals.delete(key);
    return;
  }
  const content = checkContent(textOf(args['text']), args['blocks'] ?? []);
  noteWarnings(state, 'response_url', key ?? channelId, content.text, content.blocks);
  const message = key === undefined ? undefined : state.messages.get(key);
  const ephemeral = key === undefined ? undefined : state.ephemerals.get(key);
  if (args['replace_original'] === true && key !== undefined && message !== undefined) {
    state.messages.set(key, reviseMessage(message, content, state.nextTs()));
  } else if (args['replace_original'] === true && key !== undefined && ephemeral !== undefined) {
    const blocks = withBlockIds(content.blocks, state.nextTs());
    state.ephemerals.set(key, { ...ephemeral, text: content.text, blocks });
  } else if (args['response_type'] === 'in_channel') {
    const newTs = state.nextTs();
    const blocks = withBlockIds(content.blocks, newTs);
    const posted = { ts: newTs, channelId, userId: sandboxApp.botUserId, text: content.text, blocks };
    state.messages.set(messageKey(channelId, newTs), posted);
  } else postEphemeral(state, channelId, userId, content);
}
