import type {
  ITwitterApiAfterRequestHookArgs,
  ITwitterApiClientPlugin,
  ITwitterApiResponseErrorHookArgs,
} from 'twitter-api-v2';

/** X names whole seconds, and an answer takes a while: what is off by less is taken for the same. Milliseconds. */
const sameWithinMs = 5_000;

/**
 * X's clock, as far as its answers tell it: searches begin, and the mark of what was heard stands, at moments that X
 * counts. By a clock of ours that is ahead, the mark would pass tweets that nobody has heard.
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
