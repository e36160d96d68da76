import type { Conference } from '../conference.ts';
import { createCalendar, wallClock, type Calendar } from './calendar.ts';
import { wordsOf, type Page } from './marked-text.ts';
import { maskNoise } from './mask.ts';
import { findRooms, hasRoom, readRooms } from './read-rooms.ts';
import { mayHoldHour, readTimes } from './read-times.ts';
import type { RoomReading, StartReading } from './reading.ts';
import { compileRooms, type RoomPatterns } from './room-patterns.ts';
import { findUnlistedRoom } from './unlisted-rooms.ts';

/** The reader's data of a conference, prepared once. */
export interface Place {
  readonly calendar: Calendar;
  readonly patterns: RoomPatterns;
  readonly names: readonly string[];
}

/** @throws RangeError if the conference's zone or a date does not exist. */
export function compilePlace(conference: Conference): Place {
  return {
    calendar: createCalendar(conference),
    patterns: compileRooms(conference.rooms),
    names: conference.rooms.map((room) => room.name),
  };
}

export interface TimesAndRooms {
  /** Distinct instants in the order of the text. */
  readonly starts: readonly StartReading[];
  /** Distinct rooms in the order of the text. */
  readonly rooms: readonly RoomReading[];
  /** The number of hours that are no starts: ends, deadlines, doors. */
  readonly otherTimes: number;
  /** The reasons, in words, why a person should check. */
  readonly doubts: readonly string[];
}

const NOTHING: TimesAndRooms = { starts: [], rooms: [], otherTimes: 0, doubts: [] };

/**
 * Reads a post's starts and listed rooms. Each step replaces what it recognises by a mark in `page.marked`, so that
 * later steps, and the judgement of the intent, see only "a room", "an hour", "a day".
 * @param postedAt Epoch milliseconds.
 */
export function readTimesAndRooms(page: Page, place: Place, postedAt: number): TimesAndRooms {
  const { calendar, patterns, names } = place;
  maskNoise(page, patterns);
  const found = findRooms(page, patterns);
  if (!hasRoom(found) && !mayHoldHour(page)) return NOTHING;
  const times = readTimes(page, calendar, { at: postedAt, ...wallClock(calendar.zone, postedAt) }, found.numbers);
  const rooms = readRooms(page, names, found, times.settled, times.starts.length > 0);
  const unlisted = findUnlistedRoom(page);
  return {
    starts: times.starts,
    rooms: rooms.rooms,
    otherTimes: times.others,
    doubts: [
      ...times.doubts,
      ...rooms.doubts,
      ...(unlisted ? [`“${wordsOf(page, unlisted)}” is not on the list of rooms`] : []),
    ],
  };
}
