import type { Conference } from '../conference.ts';
import { isDuring, wallClock } from './calendar.ts';
import { openPage, READ_LIMIT, type Page } from './marked-text.ts';
import type { ReadableTweet, RoomReading, StartReading } from './reading.ts';
import { compilePlace, readTimesAndRooms } from './times-and-rooms.ts';
import type { Zone } from './zone-offsets.ts';

/** The rooms and times of a post, before its intent is judged. */
export interface Findings {
  readonly page: Page;
  readonly zone: Zone;
  /** Epoch milliseconds. */
  readonly postedAt: number;
  readonly starts: readonly StartReading[];
  readonly rooms: readonly RoomReading[];
  /** Whether the first start is during the conference. */
  readonly inside: boolean;
  /** Whether the post has hours that are no starts: ends, deadlines, doors. */
  readonly hasOtherTimes: boolean;
  /** The reasons, in words, why a person should check the room or the start. */
  readonly doubts: readonly string[];
}

/**
 * Prepares the conference's rooms, days and zone once. The returned finder is pure: the same post always gives the same
 * findings, and it stores nothing about a post.
 * @throws RangeError if the conference's zone or a date does not exist.
 */
export function createFinder(conference: Conference): (tweet: ReadableTweet) => Findings {
  const place = compilePlace(conference);
  const { zone } = place.calendar;
  return ({ text, postedAt }) => {
    const page = openPage(text);
    const { starts, rooms, otherTimes, doubts } = readTimesAndRooms(page, place, postedAt);
    const [start] = starts;
    return {
      page,
      zone,
      postedAt,
      starts,
      rooms,
      inside: start !== undefined && isDuring(place.calendar, wallClock(zone, start.at).day),
      hasOtherTimes: otherTimes > 0,
      doubts: text.length > READ_LIMIT ? [...doubts, `only the first ${READ_LIMIT} characters were read`] : doubts,
    };
  };
}
