import type { Conference } from '../conference.ts';
import { isDuring, wallClock } from './calendar.ts';
import { findHedge, findIntent, type IntentFinding } from './intent.ts';
import { openPage, READ_LIMIT, wordsOf } from './marked-text.ts';
import type { ReadableTweet, Reading } from './reading.ts';
import { writeReasons } from './reasons.ts';
import { compilePlace, readTimesAndRooms, type Place } from './times-and-rooms.ts';

function read(place: Place, tweet: ReadableTweet): Reading {
  const page = openPage(tweet.text);
  const { starts, rooms, otherTimes, doubts } = readTimesAndRooms(page, place, tweet.postedAt);
  const [start] = starts;
  const only = starts.length === 1 ? start : undefined;
  const anything = starts.length + otherTimes + rooms.length > 0;
  const intent: IntentFinding = !anything
    ? { intent: 'other' }
    : findIntent(
        page,
        only !== undefined && only.at > tweet.postedAt,
        only !== undefined && only.at < tweet.postedAt && !only.approximate,
      );
  const hedge = findHedge(page);
  const inside = start !== undefined && isDuring(place.calendar, wallClock(place.calendar.zone, start.at).day);
  return writeReasons({
    page,
    zone: place.calendar.zone,
    starts,
    rooms,
    intent,
    inside,
    hasOtherTimes: otherTimes > 0,
    doubts: [
      ...doubts,
      ...(hedge ? [`tentative: “${wordsOf(page, hedge)}”`] : []),
      ...(tweet.text.length > READ_LIMIT ? [`only the first ${READ_LIMIT} characters were read`] : []),
    ],
  });
}

/**
 * Compiles the conference's rooms, days and zone once. The reader it returns is pure: the same tweet always gives the
 * same reading, and nothing of a tweet is kept.
 * @throws RangeError when the conference's zone or a date does not exist.
 */
export function createReader(conference: Conference): (tweet: ReadableTweet) => Reading {
  const place = compilePlace(conference);
  return (tweet) => read(place, tweet);
}
