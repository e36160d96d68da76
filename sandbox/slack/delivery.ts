/** The way of an interaction, command or event to the app: over a socket, or as a signed request. */
import type { Json } from './state.ts';

/**
 * How long an app may take to acknowledge, and how long a trigger can open a view, milliseconds:
 * https://docs.slack.dev/interactivity/handling-user-interaction.
 */
export const slackWaits = 3000;

export interface Delivered {
  readonly kind: 'interactive' | 'slash_commands' | 'events_api';
  readonly payload: Json;
}

export type Outcome =
  | { readonly result: 'acked'; readonly payload: unknown }
  | { readonly result: 'unacked' }
  | { readonly result: 'no_app_connected' }
  | { readonly result: 'refused'; readonly status: number };

export type Deliver = (delivered: Delivered) => Promise<Outcome>;
