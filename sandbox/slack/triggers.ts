import { randomUUID } from 'node:crypto';
import { SlackError } from './slack-error.ts';

export interface Triggers {
  issue(userId: string): string;
  /** Uses a trigger up, and returns its person. */
  take(id: unknown): string;
}

/** In memory only: after a restart, every trigger is too old anyway. @param lifetime of a trigger, milliseconds */
export function createTriggers(clock: () => number, lifetime: number): Triggers {
  const issued = new Map<string, { userId: string; at: number; isUsed: boolean }>();
  return {
    issue(userId) {
      const id = `${clock()}.${issued.size}.${randomUUID().replaceAll('-', '')}`;
      issued.set(id, { userId, at: clock(), isUsed: false });
      return id;
    },
    take(id) {
      const trigger = typeof id === 'string' ? issued.get(id) : undefined;
      if (trigger === undefined) throw new SlackError('invalid_trigger_id');
      if (trigger.isUsed) throw new SlackError('exchanged_trigger_id');
      if (clock() - trigger.at > lifetime) throw new SlackError('expired_trigger_id');
      trigger.isUsed = true;
      return trigger.userId;
    },
  };
}
