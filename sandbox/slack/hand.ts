/** A person in the workspace, and the way of their actions to the app. */
import type { Deliver, Delivered, Outcome } from './delivery.ts';
import { Refusal } from './http.ts';
import type { Failure, Json, State } from './state.ts';
import type { Triggers } from './triggers.ts';
import { findChannel, findPerson, sandboxApp, sandboxTeam } from './workspace.ts';
import type { Channel, Person } from './workspace.ts';

export interface Hand {
  readonly state: State;
  readonly triggers: Triggers;
  readonly deliver: Deliver;
  readonly url: string;
}

/** The workspace of a person. In a shared channel it may be another than the app's. */
export const teamOf = ({ state }: Hand, { id }: Person): string => state.members.get(id)?.teamId ?? sandboxTeam.id;

export function sender(hand: Hand, person: Person): Json {
  return {
    team: { id: sandboxTeam.id, domain: sandboxTeam.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: person.id, username: person.name, name: person.name, team_id: teamOf(hand, person) },
    api_app_id: sandboxApp.appId,
    token: 'sandbox',
    trigger_id: hand.triggers.issue(person.id),
  };
}

/** Delivers an action to the app. If it fails, shows the person the failure. */
export async function send(
  hand: Hand,
  person: Person,
  delivered: Delivered,
  about: { what: string; channelId?: string; ts?: string },
): Promise<Outcome> {
  const outcome = await hand.deliver(delivered);
  if (outcome.result === 'acked') return outcome;
  const at = new Date(hand.state.clock()).toISOString();
  const failure: Failure = {
    id: hand.state.nextTs(),
    at,
    userId: person.id,
    channelId: about.channelId,
    ts: about.ts,
    what: about.what,
    reason: outcome.result,
    text: failureTexts[outcome.result],
  };
  hand.state.failures.set(failure.id, failure);
  return outcome;
}

const failureTexts: Readonly<Record<Failure['reason'], string>> = {
  unacked: 'This app did not respond. Try again, or contact the app owner.',
  no_app_connected: 'This app is not connected, so nobody heard that.',
  refused: 'This app answered with an error.',
};

export function channelBy(idOrName: string): Channel {
  const channel = findChannel(idOrName);
  if (channel === undefined) throw new Refusal(404, 'channel_not_found', `no channel ${idOrName}`);
  return channel;
}

export function personBy(idOrName: string): Person {
  const person = findPerson(idOrName);
  if (person === undefined) throw new Refusal(400, 'user_not_found', `${idOrName} cannot be a user's id`);
  return person;
}
