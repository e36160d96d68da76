import { comingHour } from '../coming-hour.ts';
import type { Moment } from './moment.ts';

/**
 * A small conference in nine tweets, within 40 seconds. Starts are relative to now, so that people see each case while
 * they watch.
 *
 * @param now epoch milliseconds @param hashtag one that the bot hears
 */
export function day(now: number, hashtag: string): readonly Moment[] {
  const at = (minutes: number): string => comingHour(now + minutes * 60_000, now);
  const tag = `#${hashtag}`;
  return [
    {
      after: 0,
      as: 'yoga',
      why: 'a card in #outgoing_tweets: press Approve, and the reminder goes out within the minute',
      tweet: { username: 'yoga_yara', text: `Acro yoga for beginners @ ${at(16)} in B114 ${tag}` },
    },
    {
      after: 4,
      why: 'another room: a card of its own',
      tweet: { username: 'rust_rosa', text: `Rust for Pythonistas, ${at(45)}, room A103. Bring a laptop! ${tag}` },
    },
    {
      after: 4,
      why: 'the same room at the same time: a card in #event_conflict',
      tweet: { username: 'chess_chen', text: `Blitz chess! B114 at ${at(20)} ${tag}` },
    },
    {
      after: 4,
      why: 'a retweet: kept, nothing more',
      tweet: { username: 'fan_of_yoga', retweetOf: 'yoga' },
    },
    {
      after: 4,
      why: 'chatter: kept, nothing more',
      tweet: { username: 'happy_hana', text: `best hallway track ever, see you all next year ${tag}` },
    },
    {
      after: 4,
      why: 'two rooms: a card in #need_review says so',
      tweet: { username: 'data_dipa', text: `Data viz clinic ${at(60)}, B115 or A104, come and see ${tag}` },
    },
    {
      after: 4,
      why: 'a question: review, although room and time are clear',
      tweet: { username: 'lost_lee', text: `is the typing open space at ${at(50)} still in A105? ${tag}` },
    },
    {
      after: 4,
      why: 'late: it starts in a few minutes, so Approve posts at once and says how many are left',
      tweet: { username: 'late_lou', text: `Spontaneous ukulele jam in the Lounge at ${at(7)} ${tag}` },
    },
    {
      after: 4,
      why: 'somebody moves: review, so that a person decides which one counts',
      tweet: {
        username: 'rust_rosa',
        text: `Moved! Rust for Pythonistas is now in A104 instead of A103, still ${at(45)} ${tag}`,
      },
    },
  ];
}
