/** Who did something: an organiser, the host (door `x`), or the bot itself. */
export interface Actor {
  /** A Slack user id, an API token's name, or an X user id. */
  readonly id: string;
  readonly name: string;
  readonly door: 'slack' | 'api' | 'web' | 'temporal' | 'x' | 'bot';
}

export const theBot: Actor = { id: 'bot', name: 'the bot', door: 'bot' };
