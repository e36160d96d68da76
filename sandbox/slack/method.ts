import type { RateLimits } from './rate-limits.ts';
import type { SignIn } from './sign-in.ts';
import type { SocketMode } from './socket-mode.ts';
import type { Json, State } from './state.ts';
import type { Triggers } from './triggers.ts';

/** The state and the tools of the Web API's methods. */
export interface Desk {
  readonly state: State;
  readonly tokens: { readonly botToken: string; readonly appToken: string };
  readonly triggers: Triggers;
  readonly limits: RateLimits;
  readonly sockets: SocketMode;
  readonly signIn: SignIn;
  /** The sandbox's own address, without a slash at the end. */
  readonly url: string;
}

/** @returns the fields beside `ok: true`; a refusal is thrown as a SlackError */
export type Method = (args: Json, desk: Desk) => Json;
