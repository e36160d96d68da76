import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * One timer that is started anew only when its time changes: a decision that moves nothing must not cost another timer,
 * which each wait with a time-out of its own would.
 */
export class Alarm {
  hasRung = false;
  #until: number | undefined;
  #scope: CancellationScope | undefined;

  /** @param until epoch milliseconds; @param summary what the Temporal UI says of the timer */
  set(until: number, summary: string): void {
    if (this.#until === until && !this.hasRung) return;
    this.clear();
    this.#until = until;
    this.hasRung = false;
    const scope = new CancellationScope();
    this.#scope = scope;
    // The wait is watched through hasRung; only its own cancellation ends it otherwise.
    void scope
      .run(() => sleep(Math.max(1, until - Date.now()), { summary }))
      .then(() => {
        if (this.#scope === scope) this.hasRung = true;
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  }

  clear(): void {
    this.#scope?.cancel();
    this.#scope = undefined;
    this.#until = undefined;
  }
}
