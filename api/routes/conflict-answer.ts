import { z } from '@hono/zod-openapi';
import type { Conflict } from '../../core/conflict.ts';
import { instantAnswer, isoIn } from './fields.ts';

/** The open space that holds the room: of an open space in conflict, and of a refusal because of the room. */
export const conflictShape = z.strictObject({
  id: z.string(),
  room: z.string(),
  startsAt: instantAnswer,
  relation: z.enum(['repeats', 'overlaps']),
});

export function conflictAnswer({ openSpaceId: id, room, startAt, relation }: Conflict, timeZone: string) {
  return { id, room, startsAt: isoIn(timeZone, startAt), relation };
}
