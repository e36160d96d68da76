import { z } from 'zod';
import { instantsAt } from '../core/conference.ts';
import type { Config } from '../core/config.ts';
import { presentName } from '../core/listed-room.ts';
import { localDate, localTime } from '../core/local-time.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { pickersBlock } from './pickers.ts';
import { pickWords } from './words.ts';

/** The values of the date, time and room pickers, as texts. A value is absent if nothing is set. */
export interface Picked {
  /** `YYYY-MM-DD` */
  readonly date?: string | undefined;
  /** `HH:mm` */
  readonly time?: string | undefined;
  readonly room?: string | undefined;
}

const option = z.object({ value: z.string() }).nullish();
const pickSchema = z.object({
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_option: option,
});
const statesSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
const messageSchema = z.object({ blocks: z.array(z.object({ block_id: z.string(), elements: z.unknown() })) });
const elementsSchema = z.array(
  z.object({
    action_id: z.string(),
    initial_date: z.string().optional(),
    initial_time: z.string().optional(),
    initial_option: option,
  }),
);

/**
 * The values that somebody picked, from a payload's `state.values`. Untouched pickers may be absent (bolt-js #1258).
 */
export function readTouched(values: unknown): Picked {
  const states = statesSchema.safeParse(values);
  if (!states.success) return {};
  const found = Object.entries(states.data).find(([blockId]) => isPickersBlock(blockId))?.[1] ?? {};
  const read = (action: string) => pickSchema.safeParse(found[action]).data;
  return {
    date: read('date')?.selected_date ?? undefined,
    time: read('time')?.selected_time ?? undefined,
    room: read('room')?.selected_option?.value,
  };
}

/** The values that a message's pickers showed at first. */
export function readShown(message: unknown): Picked {
  const { data } = messageSchema.safeParse(message);
  const block = data?.blocks.find((one) => isPickersBlock(one.block_id));
  const elements = elementsSchema.safeParse(block?.elements).data ?? [];
  return {
    date: elements.find((one) => one.action_id === 'date')?.initial_date,
    time: elements.find((one) => one.action_id === 'time')?.initial_time,
    room: elements.find((one) => one.action_id === 'room')?.initial_option?.value,
  };
}

function isPickersBlock(blockId: string): boolean {
  return blockId === pickersBlock || blockId.startsWith(`${pickersBlock}:`);
}

/**
 * The room and the start to ask for, as far as they differ from the present ones; or a sentence that says what to pick.
 */
export type Wanted =
  | { readonly kind: 'wanted'; readonly room?: string; readonly startAt?: number }
  | { readonly kind: 'unclear'; readonly reason: string };

const unclear = (reason: string): Wanted => ({ kind: 'unclear', reason });

/**
 * @param touched the values that the organiser picked
 * @param shown the values that the message showed at first
 */
export function wantedOf(space: OpenSpace, touched: Picked, shown: Picked, config: Config): Wanted {
  const { startAt, timeZone } = space;
  const standing: Picked =
    startAt === undefined ? {} : { date: localDate(startAt, timeZone), time: localTime(startAt, timeZone) };
  const { rooms } = config.conference;
  const room = touched.room ?? shown.room ?? space.room;
  // A room that was renamed is shown under its new name.
  const isAnother =
    room !== undefined && (space.room === undefined || presentName(space.room, rooms) !== presentName(room, rooms));
  if (isAnother && !rooms.some((listed) => listed.name === room)) {
    return unclear(pickWords.unlisted(room));
  }
  const where = isAnother ? { room } : {};

  const date = touched.date ?? shown.date ?? standing.date;
  const time = touched.time ?? shown.time ?? standing.time;
  if (date === standing.date && time === standing.time) return { kind: 'wanted', ...where };
  if (time === undefined) {
    // A date that only the card suggested is not a request by itself.
    const isSuggested = touched.date === undefined || touched.date === shown.date;
    return isSuggested ? { kind: 'wanted', ...where } : unclear(pickWords.noTime);
  }
  if (date === undefined) return unclear(pickWords.noDate);
  const instants = instantsAt(date, time, timeZone);
  const [at] = instants;
  if (at === undefined) {
    return unclear(pickWords.skipped(time, date));
  }
  if (instants.length > 1) {
    return unclear(pickWords.repeated(time, date));
  }
  return { kind: 'wanted', ...where, startAt: at };
}
