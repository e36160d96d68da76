/** Runs tasks at once, but those that share a key one after the other: the first of two rivals stays the first. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Resolves with the task's result, rejects with its error. */
  add<T>(keys: readonly string[], task: () => Promise<T>): Promise<T> {
    const before = keys.flatMap((key) => this.#last.get(key) ?? []);
    const result = Promise.all(before).then(task);
    const done = Promise.allSettled([result]);
    for (const key of keys) {
      this.#last.set(key, done);
      void done.then(() => {
        if (this.#last.get(key) === done) this.#last.delete(key);
      });
    }
    return result;
  }
}
