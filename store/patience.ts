import { AbstractCursor, Collection } from 'mongodb';
import { inTime } from '../core/in-time.ts';

/** Much longer than any call takes whose server answers. Milliseconds. */
const longestMs = 15_000;

/** @throws where `work` takes longer than so many milliseconds; whether it is done in the end is not known */
export const within = <T>(ms: number, work: Promise<T>): Promise<T> =>
  inTime(ms, work, () => {
    throw new Error('the database did not answer in time');
  });

/**
 * The same database (or collection, or cursor), whose every call ends: by an answer, an error, or after so many
 * milliseconds. The driver alone does not promise that. Where a server dies in the moment in which a command is written
 * to a connection that is already closed, the driver (7.5 to 7.9) waits for ever for that connection to drain. Its
 * `timeoutMS` changes nothing since 7.9, and a listener or desk that waits so is never taken over. Not for commands
 * that may take long, such as making indexes.
 */
export function patient<T extends object>(target: T, ms = longestMs): T {
  return new Proxy(target, {
    get(object, name) {
      // Of the object itself: it reads its private fields.
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
