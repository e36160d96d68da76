import type { Actor } from './actor.ts';
import { requestId, type Request, type Verb, type VerbName } from './request.ts';

const verbs: readonly string[] = ['decide', 'change', 'stage', 'cancel', 'sendNow'] satisfies readonly VerbName[];
/** Beyond it, a Date is invalid and cannot be written down. Epoch milliseconds. */
const latestInstant = 8.64e15;
const approvals: readonly string[] = ['approved', 'denied', 'needs_action'];

/**
 * A message to a workflow as a request, or what is wrong with it. Doors send whole requests; operators type them into the
 * Temporal UI or CLI, so `by` may be just a name, `verb` defaults to `decide`, and the id to the current revision's.
 * Checked by hand, because zod in the workflow bundle would triple what a parked workflow keeps in memory.
 */
export function parseRequest(value: unknown, currentRevision: number): Request | string {
  if (!isRecord(value)) return 'send one object, such as {"approval": "approved", "by": "ana"}';
  const { verb = 'decide' } = value;
  if (typeof verb !== 'string' || !verbs.includes(verb)) return `verb must be one of ${verbs.join(', ')}`;
  const by = parseActor(value['by']);
  if (by === undefined) return 'by is missing: say who decides, such as "by": "ana"';
  if (verb === 'decide' && (typeof value['approval'] !== 'string' || !approvals.includes(value['approval']))) {
    return `approval must be one of ${approvals.join(', ')}`;
  }
  for (const key of ['room', 'place', 'reminder', 'text', 'title', 'note', 'id'] as const) {
    const text = value[key];
    if (text !== undefined && (typeof text !== 'string' || text.length === 0 || text.length > 2000)) {
      return `${key} must be a text of 1 to 2000 characters`;
    }
  }
  for (const key of ['startAt', 'sendAt', 'revision'] as const) {
    const number = value[key];
    if (number === undefined) continue;
    if (typeof number !== 'number' || !Number.isInteger(number) || Math.abs(number) > latestInstant) {
      return `${key} must be a whole number`;
    }
  }
  if (value['room'] !== undefined && value['place'] !== undefined) return 'give a room or a place, not both';
  const { approval, reminder, room, place, startAt, sendAt, text, title, note } = value;
  const fields = { approval, reminder, room, place, startAt, sendAt, text, title, note };
  const given = Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined));
  const parsed = { ...given, verb } as Verb;
  const { id, revision } = value;
  return {
    ...parsed,
    by,
    id: typeof id === 'string' ? id : requestId(parsed, currentRevision),
    ...(typeof revision === 'number' ? { revision } : {}),
  };
}

function parseActor(value: unknown): Actor | undefined {
  if (typeof value === 'string' && value.trim() !== '') return { id: value, name: value, door: 'temporal' };
  if (!isRecord(value)) return undefined;
  const { id, name, door } = value;
  if (typeof id !== 'string' || typeof name !== 'string') return undefined;
  return door === 'slack' || door === 'api' || door === 'web' ? { id, name, door } : { id, name, door: 'temporal' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
