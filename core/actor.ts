/** Who did something: an organiser, the host (door `x`), or the bot itself. */
export interface Actor {
  /** A Slack user id, an API token's name, or an X user id. */
  readonly id: string;
  /** The name that people see. */
  readonly name: string;
  /** Through which interface the decision came. */
  readonly door: 'slack' | 'api' | 'web' | 'temporal' | 'x' | 'bot';
}

export const theBot: Actor = { id: 'bot', name: 'the bot', door: 'bot' };
