import { z } from '@hono/zod-openapi';
import type { Config } from '../../core/config.ts';
import { conferenceEnd } from '../../core/conference.ts';
import { farProblem } from '../../core/plan.ts';
import { listedRoom } from '../../core/listed-room.ts';
import { Problem, type FieldProblem } from '../problem.ts';
import { instant, noteField, placeField, roomField, titleField } from './fields.ts';

/** Where and when a session takes place: a room or a place, and a start. */
export const entryFields = {
  room: roomField.optional(),
  place: placeField.optional(),
  startsAt: instant,
  title: titleField.optional(),
  note: noteField.optional(),
  approval: z.enum(['approved', 'needs_action']).optional().openapi({
    description: '`approved` approves its reminders [approved]; `needs_action` leaves the decision to somebody else.',
  }),
};

/** The only rule that zod's description of the fields cannot express. */
export const roomOrPlace = { oneOf: [{ required: ['room'] }, { required: ['place'] }] };

export function refuseRoomAndPlace<
  T extends { readonly room?: string | undefined; readonly place?: string | undefined },
>(entry: T, ctx: z.RefinementCtx<T>): void {
  if ((entry.room === undefined) !== (entry.place === undefined)) return;
  const message = 'give a room or a place, one of the two';
  ctx.addIssue({ code: 'custom', path: [entry.room === undefined ? 'room' : 'place'], message });
}

/** @throws {Problem} 422 if the room is not listed or the start is far from the conference */
export function checkWhereAndWhen(
  wanted: { readonly room?: string | undefined; readonly startsAt?: string | undefined },
  { conference }: Config,
): void {
  const errors: FieldProblem[] = [];
  if (wanted.room !== undefined && listedRoom(wanted.room, conference.rooms) === undefined) {
    const listed = conference.rooms.map((room) => room.name).slice(0, 20);
    errors.push({ path: 'room', message: `is not listed: give one of ${listed.join(', ')}, or give it as a place` });
  }
  const far = wanted.startsAt && farProblem(Date.parse(wanted.startsAt), conferenceEnd(conference));
  if (far) errors.push({ path: 'startsAt', message: far });
  if (errors.length > 0) throw unprocessable(errors);
}

export function unprocessable(errors: readonly FieldProblem[]): Problem {
  const detail = errors
    .slice(0, 3)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  return new Problem(422, detail, { errors });
}
