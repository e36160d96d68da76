import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** One durable timer. It is restarted only when its time changes, because each timer is billed. */
export class WakeUp {
  hasFired = false;
  #until: number | undefined;
  #scope: CancellationScope | undefined;

  /** @param until epoch milliseconds; @param summary the timer's text in the Temporal UI */
  set(until: number, summary: string): void {
    if (this.#until === until && !this.hasFired) return;
    this.clear();
    this.#until = until;
    this.hasFired = false;
    const scope = new CancellationScope();
    this.#scope = scope;
    // The workflow watches hasFired. The only other end of the wait is its cancellation.
    void scope
      .run(() => sleep(Math.max(1, until - Date.now()), { summary }))
      .then(() => {
        if (this.#scope === scope) this.hasFired = true;
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
