import { DateTime } from 'luxon';
import { plainText } from '../../../core/texts.ts';
import type { Programme } from './programme.ts';
import { assumedDuration } from './public-open-space.ts';

/** The programme for other programs; documented in `docs/architecture.md`. */
export function toJson({ conference, openSpaces }: Programme, publicUrl: string): string {
  const { id, name, timeZone, startDate, endDate, rooms } = conference;
  const iso = (at: number): string =>
    DateTime.fromMillis(at, { zone: timeZone }).toISO({ suppressMilliseconds: true }) ?? '';
  const answer = {
    conference: { id, name, timeZone, startDate, endDate, rooms: rooms.map((room) => room.name) },
    openSpaces: openSpaces.map((one) => ({
      id: one.id,
      title: one.title,
      ...(one.room === undefined ? { place: one.where } : { room: one.room }),
      startsAt: iso(one.startAt),
      /** The length is assumed: an hour. */
      endsAt: iso(one.startAt + assumedDuration),
      status: one.isCancelled ? 'cancelled' : 'scheduled',
      ...(one.tweet === undefined ? {} : { host: one.tweet.username, tweetUrl: one.tweet.url }),
      url: `${publicUrl}/open-spaces/${one.id}`,
      revision: one.revision,
    })),
  };
  return JSON.stringify(answer, (_, value: unknown) => (typeof value === 'string' ? plainText(value) : value));
}
