/** Runs tasks at the same time, except tasks that share a key: these run one after the other, in their order. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<unknown>>();

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
