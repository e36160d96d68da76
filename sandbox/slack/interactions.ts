/**
 * Turns people's actions on messages and views into Slack's payloads for the app:
 * https://docs.slack.dev/reference/interaction-payloads.
 */
import type { Outcome } from './delivery.ts';
import { channelBy, personBy, send, sender, type Hand } from './hand.ts';
import { Refusal } from './http.ts';
import { asSlackMessage } from './methods/chat.ts';
import { asSlackView, closeModals, contentOf, modalsOf, pushView, replaceView, valuesOf } from './methods/views.ts';
import { findElement, elementsWithin, isPressed, pickValue } from './picks.ts';
import type { Found } from './picks.ts';
import { openResponseUrl } from './response-urls.ts';
import { isJson, messageKey, textOf } from './state.ts';
import type { Block, Json, State, View } from './state.ts';
import type { Person } from './workspace.ts';

type Values = Readonly<Record<string, unknown>>;

/** The pressed or picked element, and the person. */
interface Act {
  readonly actionId: string;
  /** The block of the element. Without it, the first element with that action id is meant. */
  readonly blockId?: string | undefined;
  readonly userId: string;
  readonly values: Values;
}

export async function pressInMessage(
  hand: Hand,
  target: Act & { readonly channel: string; readonly ts: string },
): Promise<Outcome> {
  const { state } = hand;
  const channel = channelBy(target.channel);
  const person = personBy(target.userId);
  const key = messageKey(channel.id, target.ts);
  const message = state.messages.get(key);
  const ephemeral = state.ephemerals.get(key);
  const holder = message ?? (ephemeral?.userId === person.id ? ephemeral : undefined);
  if (holder === undefined) {
    throw new Refusal(404, 'message_not_found', `no message ${target.ts} in #${channel.name} that ${person.name} sees`);
  }
  const action = act(hand, key, person, holder.blocks, target);
  return await send(
    hand,
    person,
    {
      kind: 'interactive',
      payload: {
        type: 'block_actions',
        ...sender(hand, person),
        container: {
          type: 'message',
          message_ts: target.ts,
          channel_id: channel.id,
          is_ephemeral: message === undefined,
        },
        channel: { id: channel.id, name: channel.name },
        ...(message === undefined ? {} : { message: asSlackMessage(message, true) }),
        response_url: openResponseUrl(state, hand.url, channel.id, person.id, target.ts),
        state: { values: valuesOf(state, key, person.id, holder.blocks) },
        actions: [action],
      },
    },
    { what: target.actionId, channelId: channel.id, ts: target.ts },
  );
}

export async function pressInView(hand: Hand, target: Act & { readonly viewId: string }): Promise<Outcome> {
  const person = personBy(target.userId);
  const view = viewBy(hand.state, target.viewId, person);
  const action = act(hand, view.id, person, view.blocks, target);
  const payload = {
    type: 'block_actions',
    ...sender(hand, person),
    container: { type: 'view', view_id: view.id },
    view: asSlackView(view, hand.state),
    actions: [action],
  };
  return await send(hand, person, { kind: 'interactive', payload }, { what: target.actionId });
}

/** Fills in a modal and submits it. @returns the app's `errors` by block id; empty if the app accepted it */
export async function submitView(
  hand: Hand,
  target: { viewId: string; userId: string; values: Values },
): Promise<{ outcome: Outcome; errors: Json }> {
  const { state } = hand;
  const person = personBy(target.userId);
  const view = viewBy(state, target.viewId, person);
  pickAll(state, view.id, person, view.blocks, target.values);
  const payload = {
    type: 'view_submission',
    ...sender(hand, person),
    view: asSlackView(view, state),
    response_urls: [],
  };
  const outcome = await send(hand, person, { kind: 'interactive', payload }, { what: 'submit' });
  if (outcome.result !== 'acked') return { outcome, errors: {} };
  const answer = isJson(outcome.payload) ? outcome.payload : {};
  switch (answer['response_action']) {
    case 'errors':
      return { outcome, errors: isJson(answer['errors']) ? answer['errors'] : {} };
    case 'update':
      replaceView(state, view, contentOf(answer['view'], 'modal'));
      break;
    case 'push':
      pushView(state, person.id, contentOf(answer['view'], 'modal'));
      break;
    case 'clear':
      closeModals(state, person.id);
      break;
    default:
      state.views.delete(view.id);
  }
  return { outcome, errors: {} };
}

/** Closes a person's topmost modal, as its close button does. */
export function dismissView(state: State, userId: string): void {
  const top = modalsOf(state, personBy(userId).id).at(-1);
  if (top !== undefined) state.views.delete(top.id);
}

/** Sets the pickers, and returns the entry of `actions` for the element that was pressed or picked last. */
function act(
  hand: Hand,
  key: string,
  person: Person,
  blocks: readonly Block[],
  { actionId, blockId, values }: Act,
): Json {
  const { state } = hand;
  const found = findElement(blocks, actionId, blockId);
  if (found === undefined) {
    const there = elementsWithin(blocks).map(({ element }) => textOf(element['action_id']));
    const where = blockId === undefined ? 'there' : `in the block ${blockId}`;
    const others = there.join(', ') || 'none';
    throw new Refusal(404, 'action_not_found', `no element ${actionId} ${where}; there are: ${others}`);
  }
  pickAll(state, key, person, blocks, values, found);
  const { block, element } = found;
  const common = { action_id: actionId, block_id: block.block_id, action_ts: state.nextTs() };
  if (isPressed(element)) {
    const { type, text, value, style, url } = element;
    return { type, text, value, style, url, ...common };
  }
  if (!(actionId in values)) throw new Refusal(400, 'no_value', `values must say what ${actionId} is set to`);
  return { ...pickValue(found, values[actionId]), ...initialOf(found), ...common };
}

/** Slack repeats the initial value of an element. */
const initialOf = ({ element }: Found): Json =>
  Object.fromEntries(Object.entries(element).filter(([name]) => name.startsWith('initial_') || name === 'placeholder'));

/** @param acted the element of this action: a value under its action id is for this element */
function pickAll(
  state: State,
  holder: string,
  person: Person,
  blocks: readonly Block[],
  values: Values,
  acted?: Found,
): void {
  const picks = Object.entries(values).map(([actionId, value]) => {
    const found = acted?.element['action_id'] === actionId ? acted : findElement(blocks, actionId);
    if (found === undefined) throw new Refusal(404, 'action_not_found', `values name ${actionId}, which is not there`);
    return { actionId, blockId: found.block.block_id, value: pickValue(found, value), type: found.element['type'] };
  });
  for (const { actionId, blockId, value, type } of picks) {
    // An overflow menu stores nothing: the action is finished when an option is chosen.
    if (type === 'overflow') continue;
    const pick = { holder, userId: person.id, blockId, actionId, value };
    state.picks.set(`${holder}/${person.id}/${blockId}/${actionId}`, pick);
  }
}

function viewBy(state: State, viewId: string, person: Person): View {
  const view = state.views.get(viewId);
  if (view === undefined || view.userId !== person.id) {
    throw new Refusal(404, 'view_not_found', `${person.name} has no view ${viewId}`);
  }
  return view;
}
