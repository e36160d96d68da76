/** Makes Slack fail, call by call, for tests. */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { answerJson } from './http.ts';

export const faultSchema = z.object({
  /** A method such as `chat.postMessage`, with or without `/api/` before it, or `*` for all methods. */
  route: z.string().min(1),
  times: z.int().min(1).max(1_000_000).default(1),
  /** Whether the call still takes effect before its answer fails. */
  accept: z.boolean().default(false),
  then: z.enum(['status', 'hang', 'drop', 'delay', 'ratelimited']),
  status: z.int().min(400).max(599).default(500),
  /** The length of a delay, or of the wait that `ratelimited` asks for, milliseconds. */
  ms: z.int().min(0).max(600_000).default(1000),
});

export type Fault = z.infer<typeof faultSchema>;

export interface Faults {
  add(fault: Fault): void;
  list(): Fault[];
  clear(): void;
  take(route: string): Fault | undefined;
}

export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    add: (fault) => void faults.push({ ...fault, route: fault.route.replace(/^\/?(?:api\/)?/u, '') }),
    list: () => faults,
    clear: () => {
      faults = [];
    },
    take(route) {
      const fault = faults.find((one) => one.route === '*' || one.route === route);
      if (fault === undefined) return undefined;
      faults = faults.flatMap((one) =>
        one !== fault ? [one] : one.times > 1 ? [{ ...one, times: one.times - 1 }] : [],
      );
      return fault;
    },
  };
}

/** Applies a fault to an answer. @returns whether the caller should still send the normal answer */
export async function applyFault(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.then) {
    case 'delay':
      await wait(fault.ms, undefined, { ref: false });
      return true;
    case 'hang':
      return false;
    case 'drop':
      response.socket?.destroy();
      return false;
    case 'status':
      answerJson(response, fault.status, { ok: false, error: 'internal_error' });
      return false;
    case 'ratelimited':
      answerJson(
        response,
        429,
        { ok: false, error: 'ratelimited' },
        { 'retry-after': String(Math.ceil(fault.ms / 1000)) },
      );
      return false;
    default:
      return fault.then satisfies never;
  }
}
