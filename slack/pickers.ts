import type { ActionsBlock, Button, PlainTextOption, StaticSelect } from '@slack/types';
import { localDate, localTime } from '../core/local-time.ts';
import { whereOf, type OpenSpace } from '../core/open-space.ts';
import type { TweetDoc } from '../store/tweets.ts';
import type { Config } from '../core/config.ts';
import { cut, oneLine } from './plain-words.ts';
import { labels } from './words.ts';

/**
 * The block id changes with each decision (`when:r7`): otherwise Slack's clients keep old picks (bolt-js #2766). It
 * does not change with a refusal: then the organiser corrects one pick, and the others must still be there.
 */
export const pickersBlock = 'when';

const mostOptions = 100;
/** Slack refuses a message of more than about 13,200 characters (bolt-js #2509), and the label of every room counts. */
const charactersForRooms = 8000;

/**
 * The pickers for date, time and room, and the button that applies them. They show the present values, or values that
 * are certain from the post.
 */
export function pickers(space: OpenSpace, tweet: TweetDoc | null, config: Config, apply: Button): ActionsBlock {
  const { startAt, timeZone } = space;
  const date = startAt === undefined ? likelyDate(tweet, config) : localDate(startAt, timeZone);
  return {
    type: 'actions',
    block_id: `${pickersBlock}:r${space.decisions.at(-1)?.revision ?? 0}`,
    elements: [
      {
        type: 'datepicker',
        action_id: 'date',
        placeholder: { type: 'plain_text', text: labels.date },
        ...(date === undefined ? {} : { initial_date: date }),
      },
      {
        type: 'timepicker',
        action_id: 'time',
        timezone: timeZone,
        placeholder: { type: 'plain_text', text: labels.time },
        ...(startAt === undefined ? {} : { initial_time: localTime(startAt, timeZone) }),
      },
      roomPicker(space, tweet?.reading?.rooms ?? [], config),
      apply,
    ],
  };
}

/**
 * The rooms to pick from: the rooms that a review names, then the listed rooms. The present room is always among them.
 */
export function roomPicker(
  space: Pick<OpenSpace, 'room' | 'place'>,
  named: readonly string[],
  config: Config,
): StaticSelect {
  const listed = config.conference.rooms.map((room) => room.name);
  const first = named.length > 1 ? named : [];
  const present = space.room === undefined || listed.includes(space.room) ? [] : [space.room];
  const rooms = [...new Set([...first, ...present, ...listed])].slice(0, mostOptions * mostOptions);
  const limit = Math.max(4, Math.min(75, Math.floor(charactersForRooms / rooms.length)));
  const options = rooms.map((room): PlainTextOption => ({
    text: { type: 'plain_text', text: oneLine(room, limit) || '?' },
    value: cut(room, 150),
  }));
  const initial = options.find((option) => option.value === space.room);
  const elsewhere = whereOf(space);
  return {
    type: 'static_select',
    action_id: 'room',
    placeholder: {
      type: 'plain_text',
      text: initial === undefined && elsewhere !== undefined ? labels.roomNow(oneLine(elsewhere, 100)) : labels.room,
    },
    ...(options.length <= mostOptions ? { options } : { option_groups: groupsOf(options) }),
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}

function groupsOf(options: readonly PlainTextOption[]): NonNullable<StaticSelect['option_groups']> {
  const groups: NonNullable<StaticSelect['option_groups']> = [];
  for (let at = 0; at < options.length; at += mostOptions) {
    const part = options.slice(at, at + mostOptions);
    const label = [part.at(0), part.at(-1)].map((option) => cut(option?.text.text ?? '', 35)).join(' – ');
    groups.push({ label: { type: 'plain_text', text: label }, options: part });
  }
  return groups;
}

/** The day that all starts in the tweet share, or the conference's only day. */
function likelyDate(tweet: TweetDoc | null, config: Config): string | undefined {
  const { timeZone, startDate, endDate } = config.conference;
  const [day, ...others] = new Set((tweet?.reading?.starts ?? []).map((at) => localDate(at, timeZone)));
  if (day !== undefined && others.length === 0) return day;
  return startDate === endDate ? startDate : undefined;
}
