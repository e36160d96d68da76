import type { Deps } from '../../activities/deps.ts';

/** What a process that was killed would do: nothing more. */
export class Killed extends Error {}

export interface Doomed {
  readonly deps: Deps;
  /** How many calls were made, the fatal one included. */
  calls(): number;
}

/**
 * The deps of a process that is killed at its nth call to the store or to Temporal, counted from 1: before the call
 * takes effect, or right after.
 */
export function killedAt(deps: Deps, nth: number, moment: 'before' | 'after'): Doomed {
  let calls = 0;
  const guard = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, property) {
        const value = Reflect.get(target, property) as unknown;
        if (typeof value !== 'function') return value;
        return async (...given: unknown[]) => {
          calls += 1;
          const isFatal = calls >= nth;
          if (isFatal && (moment === 'before' || calls > nth)) throw new Killed();
          const answer = await (value as (...args: unknown[]) => unknown).apply(target, given);
          if (isFatal) throw new Killed();
          return answer;
        };
      },
    });
  const store = Object.fromEntries(Object.entries(deps.store).map(([name, part]) => [name, guard(part as object)]));
  return {
    deps: { ...deps, store: store as unknown as Deps['store'], openSpaces: guard(deps.openSpaces) },
    calls: () => calls,
  };
}
