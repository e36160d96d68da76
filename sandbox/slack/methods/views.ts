/** Modals and the Home tab: https://docs.slack.dev/surfaces/modals, https://docs.slack.dev/surfaces/app-home. */
import { createHash } from 'node:crypto';
import { findBlockProblems, withBlockIds } from '../blocks.ts';
import { structured } from '../http.ts';
import { checkPlain, checkString, openProblems } from '../problems.ts';
import { refuseProblems, SlackError } from '../slack-error.ts';
import { isJson, textOf } from '../state.ts';
import type { Json, State, View } from '../state.ts';
import type { Method } from '../method.ts';
import { findPerson, sandboxApp, sandboxTeam } from '../workspace.ts';

/** The most modals on top of each other. */
const deepestStack = 3;

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': (args, { state, triggers }) => {
    const content = contentOf(args['view'], 'modal');
    const userId = triggers.take(args['trigger_id']);
    closeModals(state, userId);
    return { view: asSlackView(saveView(state, userId, 'modal', content), state) };
  },
  'views.push': (args, { state, triggers }) => {
    const content = contentOf(args['view'], 'modal');
    const userId = triggers.take(args['trigger_id']);
    return { view: asSlackView(pushView(state, userId, content), state) };
  },
  'views.update': (args, { state }) => {
    const view = state.views
      .rows()
      .find((one) => one.id === args['view_id'] || (one.externalId !== '' && one.externalId === args['external_id']));
    if (view === undefined) throw new SlackError('not_found');
    refuseOldHash(args, view);
    return { view: asSlackView(replaceView(state, view, contentOf(args['view'], view.kind)), state) };
  },
  'views.publish': (args, { state }) => {
    const person = findPerson(textOf(args['user_id']));
    if (person === undefined) throw new SlackError('user_not_found');
    const content = contentOf(args['view'], 'home');
    const home = state.views.rows().find((view) => view.kind === 'home' && view.userId === person.id);
    if (home === undefined) return { view: asSlackView(saveView(state, person.id, 'home', content), state) };
    refuseOldHash(args, home);
    return { view: asSlackView(replaceView(state, home, content), state) };
  },
};

function refuseOldHash(args: Json, view: View): void {
  const hash = textOf(args['hash']);
  if (hash !== '' && hash !== view.hash) throw new SlackError('hash_conflict');
}

/** A view as an app sends it. @throws SlackError `invalid_arguments`, with JSON pointers */
export function contentOf(value: unknown, kind: View['kind']): Json {
  const view = structured(value);
  if (!isJson(view)) throw new SlackError('invalid_arguments', { response_metadata: { messages: ['[ERROR] view'] } });
  const { place, found } = openProblems('/view');
  if (view['type'] !== kind) place.at('type').say(`must be ${kind}`);
  if (kind === 'modal') checkPlain(view, 'title', 24, place, true);
  checkPlain(view, 'submit', 24, place);
  checkPlain(view, 'close', 24, place);
  checkString(view, 'private_metadata', 3000, place);
  checkString(view, 'callback_id', 255, place);
  checkString(view, 'external_id', 255, place);
  const hasInput =
    Array.isArray(view['blocks']) && view['blocks'].some((one) => isJson(one) && one['type'] === 'input');
  if (kind === 'modal' && hasInput && view['submit'] === undefined) place.say('missing required field: submit');
  refuseProblems('invalid_arguments', [...found, ...findBlockProblems(view['blocks'], kind, '/view/blocks')]);
  if (JSON.stringify(view).length > 250_000) throw new SlackError('view_too_large');
  return view;
}

export function closeModals(state: State, userId: string): void {
  for (const view of modalsOf(state, userId)) state.views.delete(view.id);
}

/** A person's open modals, the lowest first. */
export function modalsOf(state: State, userId: string): View[] {
  return state.views.rows().filter((view) => view.kind === 'modal' && view.userId === userId);
}

export function pushView(state: State, userId: string, content: Json): View {
  const stack = modalsOf(state, userId);
  if (stack.length >= deepestStack) throw new SlackError('push_limit_reached');
  return saveView(state, userId, 'modal', content, stack.at(-1));
}

export function replaceView(state: State, view: View, content: Json): View {
  const replaced = { ...view, ...readContent(content, state.nextTs()) };
  state.views.set(view.id, replaced);
  return replaced;
}

function saveView(state: State, userId: string, kind: View['kind'], content: Json, below?: View): View {
  const ts = state.nextTs();
  const id = `V${ts.replace('.', '')}`;
  const view = { id, kind, userId, rootId: below?.rootId ?? id, previousId: below?.id, ...readContent(content, ts) };
  state.views.set(id, view);
  return view;
}

function readContent(
  content: Json,
  ts: string,
): Pick<View, 'hash' | 'callbackId' | 'externalId' | 'privateMetadata' | 'content' | 'blocks'> {
  const blocks = withBlockIds(Array.isArray(content['blocks']) ? content['blocks'] : [], ts);
  return {
    hash: `${ts.split('.')[0]}.${createHash('sha1').update(ts).digest('hex').slice(0, 8)}`,
    callbackId: textOf(content['callback_id']),
    externalId: textOf(content['external_id']),
    privateMetadata: textOf(content['private_metadata']),
    content: { ...content, blocks },
    blocks,
  };
}

/** A view in Slack's format, with the values that its owner has filled in so far. */
export function asSlackView(view: View, state: State): Json {
  return {
    ...view.content,
    id: view.id,
    team_id: sandboxTeam.id,
    type: view.kind,
    blocks: view.blocks,
    callback_id: view.callbackId,
    external_id: view.externalId,
    private_metadata: view.privateMetadata,
    state: { values: valuesOf(state, view.id, view.userId, view.blocks) },
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
    app_id: sandboxApp.appId,
    bot_id: sandboxApp.botId,
    app_installed_team_id: sandboxTeam.id,
  };
}

/**
 * `state.values`: the values that this person picked, for blocks that still exist. Untouched initial values are left
 * out, as Slack may do (python-slack-sdk #1350).
 */
export function valuesOf(state: State, holder: string, userId: string, blocks: readonly { block_id: string }[]): Json {
  const standing = new Set(blocks.map((block) => block.block_id));
  const values: Record<string, Record<string, Json>> = {};
  for (const pick of state.picks.rows()) {
    if (pick.holder !== holder || pick.userId !== userId || !standing.has(pick.blockId)) continue;
    values[pick.blockId] = { ...values[pick.blockId], [pick.actionId]: pick.value };
  }
  return values;
}
