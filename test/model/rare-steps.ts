/** What happens less often than `anyStep` has it, and only in the model: each is a way to a wrong post or room. */
import * as fc from 'fast-check';
import type { Verb } from '../../core/request.ts';
import { fault, type Fault, type Step } from './steps.ts';
import { began, minute, roomLists } from './world-config.ts';

export type RareStep =
  | { readonly do: 'continue as new' | 'cancel workflow' | 'terminate'; readonly id: string }
  /** An organiser enters it by hand. */
  | { readonly do: 'enter'; readonly id: string; readonly room: string; readonly start: number; readonly fault: Fault }
  /** An organiser saves this list of rooms. */
  | { readonly do: 'save rooms'; readonly list: keyof typeof roomLists }
  /** Between Slack only and live; or whether the config approves by itself. */
  | { readonly do: 'switch output' | 'switch autoSend' }
  /** X answers that it has the text already, and does not show it: in the end nobody knows. */
  | { readonly do: 'X calls it a duplicate' }
  /** An organiser presses a button on a post that is about another session of its host. */
  | {
      readonly do: 'move it here' | 'cancel it';
      readonly id: string;
      readonly room: string | undefined;
      readonly fault: Fault;
    }
  /** X knows the host's change, and neither the stream nor a look-up has brought it. */
  | { readonly do: 'edit unheard'; readonly id: string; readonly room: string; readonly start: number }
  | { readonly do: 'delete unheard'; readonly id: string }
  /** A version of the post is told once more, after those that came since. */
  | { readonly do: 'tell again'; readonly id: string; readonly back: number }
  /** An organiser asks without having seen anything, as an operator does by a signal. */
  | { readonly do: 'signal'; readonly id: string; readonly verb: Verb; readonly fault: Fault };

export type ModelStep = Step | RareStep;

/** Minutes from the beginning: some are near to each other, some are soon past. */
const times = fc.constantFrom(10, 25, 30, 40, 55, 70, 90, 105, 120, 150);
const instant = times.map((minutes) => began + minutes * minute);

/** Three sessions that are far enough from their starts, and mostly approved; X may have lost the post of one. */
export function announcedBefore(ids: readonly string[], rooms: readonly string[]): fc.Arbitrary<ModelStep[]> {
  const fault = { kind: 'none' } as const;
  const one = (id: string) =>
    fc
      .tuple(fc.constantFrom(...rooms), fc.constantFrom(70, 105, 120), fc.boolean(), fc.constantFrom(0, 1, 1))
      .map(([room, start, sure, isApproved]): ModelStep[] => [
        { do: 'announce', id, room, start, once: false, sure, fault },
        ...(isApproved === 0
          ? []
          : [{ do: 'ask', id, verb: { verb: 'decide', approval: 'approved' }, stale: 0, kept: false, fault } as const]),
      ]);
  const lost = fc.constantFrom(...ids).map((id): ModelStep[] => [
    { do: 'x', fault: 'lost before' },
    { do: 'due', id, fault },
    { do: 'x', fault: 'ok' },
  ]);
  return fc.tuple(...ids.map(one), fc.oneof(fc.constant([]), lost)).map((all) => all.flat());
}

/** What organisers can ask besides what `anyStep` has. */
export function rareVerb(rooms: readonly string[]): fc.Arbitrary<Verb> {
  const room = fc.constantFrom(...rooms);
  const place = fc.constantFrom('Lobby', 'Park');
  const reminder = fc.constantFrom('30', '15');
  const approval = fc.constantFrom('approved' as const, 'needs_action' as const);
  const change = { verb: fc.constant('change' as const) };
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ ...change, startAt: instant }) },
    fc.record({ ...change, room, startAt: instant }),
    fc.record({ ...change, place }),
    { weight: 2, arbitrary: fc.record({ ...change, reminder, sendAt: instant }) },
    fc.record({ ...change, reminder, text: fc.constant('{room} {time} in other words') }),
    fc.record({ verb: fc.constant('decide' as const), approval, reminder, sendAt: instant }),
    fc.record({
      verb: fc.constant('decide' as const),
      approval: fc.constantFrom('approved' as const, 'denied' as const),
      reminder,
    }),
    fc.record({ verb: fc.constant('sendNow' as const), reminder }),
    { weight: 2, arbitrary: fc.record({ verb: fc.constant('stage' as const), approval, room, startAt: instant }) },
    { weight: 2, arbitrary: fc.record({ verb: fc.constantFrom('confirmSent' as const, 'retry' as const), reminder }) },
    fc.constant({ verb: 'undo' as const }),
  );
}

/** One of them. */
export function rareStep(ids: readonly string[], rooms: readonly string[]): fc.Arbitrary<ModelStep> {
  const byHand = fc.constant('4');
  const id = fc.constantFrom(...ids, '4');
  const verb = rareVerb(rooms);
  const room = fc.option(fc.constantFrom(...rooms), { nil: undefined });
  const stale = fc.constantFrom(0, 0, 0, 1);
  const lists = Object.keys(roomLists) as (keyof typeof roomLists)[];
  return fc.oneof(
    {
      weight: 16,
      arbitrary: fc.record({ do: fc.constant('ask' as const), id, verb, stale, kept: fc.boolean(), fault }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('signal' as const), id, verb, fault }) },
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constantFrom('move it here', 'move it here', 'cancel it'), id, room, fault }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('tell again' as const), id, back: fc.integer({ min: 1, max: 3 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('edit unheard' as const),
        id,
        room: fc.constantFrom(...rooms),
        start: fc.constantFrom(70, 105, 120),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete unheard' as const), id }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('enter' as const),
        id: byHand,
        room: fc.constantFrom(...rooms),
        start: fc.constantFrom(70, 105, 120),
        fault,
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('due' as const), id: byHand, fault }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('continue as new', 'cancel workflow', 'terminate'), id }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('save rooms' as const), list: fc.constantFrom(...lists) }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('switch output', 'switch autoSend', 'X calls it a duplicate') }),
    },
  );
}
