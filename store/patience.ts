import { AbstractCursor, Collection } from 'mongodb';
import { inTime } from '../core/in-time.ts';

/** Much longer than any call takes if the server answers. Milliseconds. */
const longestMs = 15_000;

/** The database took too long. It is unknown whether it has carried out the call, or still will. */
export class StoreTimeout extends Error {
  override readonly name = 'StoreTimeout';
  constructor() {
    super('the database did not answer in time');
  }
}

/** @throws {StoreTimeout} if `work` takes longer than `ms` milliseconds */
export const within = <T>(ms: number, work: Promise<T>): Promise<T> =>
  inTime(ms, work, () => {
    throw new StoreTimeout();
  });

/**
 * Wraps a database (or collection, or cursor) so that every call ends: by an answer, by an error, or after `ms`
 * milliseconds. The driver alone does not promise that. If a server dies while a command is written to a connection
 * that is already closed, the driver (7.5 to 7.9) waits for ever for that connection to drain. Its `timeoutMS` changes
 * nothing since 7.9. A listener or desk that waits like this is never replaced by another worker's. Do not use it for
 * commands that may take long, such as making indexes.
 */
export function patient<T extends object>(target: T, ms = longestMs): T {
  return new Proxy(target, {
    get(object, name) {
      // Read from the object itself, because it uses its private fields.
      const member: unknown = Reflect.get(object, name, object);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const result: unknown = member.apply(object, args);
        if (result instanceof Promise) return within(ms, result);
        return result instanceof Collection || result instanceof AbstractCursor ? patient(result, ms) : result;
      };
    },
  });
}
