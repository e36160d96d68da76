/** Commands, shortcuts and the Home tab, in Slack's payloads for the app. */
import type { Outcome } from './delivery.ts';
import { channelBy, personBy, send, sender, teamOf, type Hand } from './hand.ts';
import { Refusal } from './http.ts';
import { asSlackMessage } from './methods/chat.ts';
import { asSlackView } from './methods/views.ts';
import { openResponseUrl, respond } from './response-urls.ts';
import { isJson, messageKey } from './state.ts';
import type { Json } from './state.ts';
import { sandboxApp, sandboxTeam } from './workspace.ts';

export async function runCommand(
  hand: Hand,
  target: { command: string; text: string; userId: string; channel: string },
): Promise<Outcome> {
  const person = personBy(target.userId);
  const channel = channelBy(target.channel);
  const payload = {
    token: 'sandbox',
    team_id: teamOf(hand, person),
    team_domain: sandboxTeam.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: person.id,
    user_name: person.name,
    command: target.command,
    text: target.text,
    api_app_id: sandboxApp.appId,
    is_enterprise_install: 'false',
    response_url: openResponseUrl(hand.state, hand.url, channel.id, person.id),
    trigger_id: hand.triggers.issue(person.id),
  };
  const about = { what: target.command, channelId: channel.id };
  const outcome = await send(hand, person, { kind: 'slash_commands', payload }, about);
  if (outcome.result === 'acked' && isJson(outcome.payload) && Object.keys(outcome.payload).length > 0) {
    respond(hand.state, { channelId: channel.id, userId: person.id, ts: undefined }, outcome.payload);
  }
  return outcome;
}

export async function useShortcut(
  hand: Hand,
  target: { callbackId: string; channel: string; ts: string; userId: string },
): Promise<Outcome> {
  const person = personBy(target.userId);
  const channel = channelBy(target.channel);
  const message = hand.state.messages.get(messageKey(channel.id, target.ts));
  if (message === undefined) throw new Refusal(404, 'message_not_found', `no message ${target.ts} in #${channel.name}`);
  const payload = {
    type: 'message_action',
    ...sender(hand, person),
    callback_id: target.callbackId,
    action_ts: hand.state.nextTs(),
    message_ts: message.ts,
    channel: { id: channel.id, name: channel.name },
    message: asSlackMessage(message, true),
    response_url: openResponseUrl(hand.state, hand.url, channel.id, person.id, message.ts),
  };
  return await send(hand, person, { kind: 'interactive', payload }, { what: target.callbackId, channelId: channel.id });
}

/** A person opens the bot's Home tab. */
export async function openHome(hand: Hand, userId: string): Promise<Outcome> {
  const person = personBy(userId);
  const home = hand.state.views.rows().find((view) => view.kind === 'home' && view.userId === person.id);
  const eventTs = hand.state.nextTs();
  const payload = eventCallback(eventTs, {
    type: 'app_home_opened',
    user: person.id,
    channel: `D${person.id}`,
    tab: 'home',
    ...(home === undefined ? {} : { view: asSlackView(home, hand.state) }),
  });
  return await send(hand, person, { kind: 'events_api', payload }, { what: 'app_home_opened' });
}

/** The envelope of the Events API around an event: https://docs.slack.dev/apis/events-api/#event-type-structure. */
export function eventCallback(eventTs: string, event: Json): Json {
  return {
    token: 'sandbox',
    team_id: sandboxTeam.id,
    api_app_id: sandboxApp.appId,
    type: 'event_callback',
    event_id: `Ev${eventTs.replace('.', '')}`,
    event_time: Math.floor(Number(eventTs)),
    authorizations: [{ team_id: sandboxTeam.id, user_id: sandboxApp.botUserId, is_bot: true }],
    event: { ...event, event_ts: eventTs },
  };
}
