import type {
  ITwitterApiAfterRequestHookArgs,
  ITwitterApiClientPlugin,
  ITwitterApiResponseErrorHookArgs,
} from 'twitter-api-v2';

/** A smaller difference is ignored, because X names whole seconds and an answer takes time. Milliseconds. */
const sameWithinMs = 5_000;

/**
 * X's clock, estimated from its answers. Searches and the heard mark use times of X. If they used a clock of ours that
 * is ahead, the mark would pass tweets that nobody has received.
 */
export class XClock implements ITwitterApiClientPlugin {
  #aheadMs = 0;

  /** Epoch milliseconds. */
  readonly now = (): number => Date.now() - this.#aheadMs;

  onAfterRequest({ response }: ITwitterApiAfterRequestHookArgs): void {
    this.#hear(response.headers['date']);
  }

  onResponseError({ error }: ITwitterApiResponseErrorHookArgs): void {
    this.#hear(error.headers.date);
  }

  #hear(date: unknown): void {
    const said = Date.parse(String(date));
    if (Number.isNaN(said)) return;
    const ahead = Date.now() - said;
    this.#aheadMs = Math.abs(ahead) < sameWithinMs ? 0 : ahead;
  }
}
