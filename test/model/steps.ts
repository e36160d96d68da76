/**
 * What can happen to open spaces, as random steps: the model plays them over a store in memory
 * (`open-space-model.test.ts`), `test/random-runs/` on the real servers.
 */
import * as fc from 'fast-check';
import type { Verb } from '../../core/request.ts';
import type { XFault } from './simulated-x.ts';

/**
 * Where the work that follows from a step fails: after so many accesses to the store in the model, after so many tenths
 * of a second on the real servers.
 */
export type Fault =
  | { readonly kind: 'none' }
  /** It ends there, and is tried again. */
  | { readonly kind: 'crash'; readonly after: number }
  /** It stands still, and goes on when something else has happened. */
  | { readonly kind: 'pause'; readonly after: number }
  /** It stands still, another attempt does the work, and then it goes on. */
  | { readonly kind: 'late'; readonly after: number }
  /** The store does not answer this access; it has done it, does it when something else has happened, or never. */
  | { readonly kind: 'unanswered' | 'lands late' | 'lost'; readonly after: number };

export type Step =
  | {
      readonly do: 'announce';
      readonly id: string;
      readonly room: string;
      readonly start: number;
      /** Nobody tries it again after a crash, as where an organiser enters it and the API dies. */
      readonly once: boolean;
      /** Whether it is read so surely that the config may approve it [false]. On real servers the reader says it. */
      readonly sure?: boolean;
      readonly fault: Fault;
    }
  | {
      readonly do: 'ask';
      readonly id: string;
      readonly verb: Verb;
      readonly stale: number;
      readonly kept: boolean;
      readonly fault: Fault;
    }
  | {
      readonly do: 'edit';
      readonly id: string;
      readonly room: string;
      readonly start: number;
      readonly review: boolean;
      /** As with `announce`. */
      readonly sure?: boolean;
      readonly fault: Fault;
    }
  /** `due`: its time comes first. */
  | { readonly do: 'delete' | 'tick' | 'due'; readonly id: string; readonly fault: Fault }
  | { readonly do: 'reset'; readonly id: string; readonly back: number }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'x'; readonly fault: XFault }
  | { readonly do: 'reconcile'; readonly fault: Fault }
  | { readonly do: 'pause' | 'resume' | 'lose Temporal' | 'copy' }
  | { readonly do: 'restore'; readonly temporalToo: boolean };

export interface Choices {
  /** The open spaces, by their place in this list. */
  readonly ids: readonly string[];
  readonly rooms: readonly string[];
  /** Starts, in minutes from the beginning: near enough to clash, far enough not to. */
  readonly starts: readonly number[];
}

export const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'none' } as const) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('crash', 'pause', 'late', 'crash', 'pause', 'late', 'unanswered', 'lands late', 'lost'),
      after: fc.integer({ min: 0, max: 12 }),
    }),
  },
);

const approve = { verb: 'decide', approval: 'approved' } as const;
/** About the correction that waits, if one does. */
const correctionVerbs: readonly Verb[] = [
  { verb: 'decide', approval: 'approved', reminder: 'correction' },
  { verb: 'decide', approval: 'denied', reminder: 'correction' },
];
const x = fc.record({
  do: fc.constant('x' as const),
  fault: fc.constantFrom<XFault>(
    'ok',
    'ok',
    'lost before',
    'lost after',
    'refused',
    'refused but taken',
    'later',
    'timeline away',
  ),
});

/** One whose first reminder has gone out half an hour before its start. */
export const sentBefore = (id: string, room: string, start: number): Step[] => [
  { do: 'announce', id, room, start, once: false, fault: { kind: 'none' } },
  { do: 'ask', id, verb: approve, stale: 0, kept: false, fault: { kind: 'none' } },
  { do: 'due', id, fault: { kind: 'none' } },
];

/** One that is approved so late that both of its reminders are due. */
export const approvedLate = (id: string, room: string, start: number): Step[] => [
  { do: 'announce', id, room, start, once: false, fault: { kind: 'none' } },
  { do: 'wait', minutes: start - 15 },
  { do: 'ask', id, verb: approve, stale: 0, kept: false, fault: { kind: 'none' } },
];

const asking = (id: fc.Arbitrary<string>, verb: fc.Arbitrary<Verb>, stale: fc.Arbitrary<number>) =>
  fc.record({ do: fc.constant('ask' as const), id, verb, stale, kept: fc.boolean(), fault });

const editing = (id: fc.Arbitrary<string>, room: fc.Arbitrary<string>, start: fc.Arbitrary<number>) =>
  fc.record({
    do: fc.constant('edit' as const),
    id,
    room,
    start,
    review: fc.constantFrom(false, false, true),
    sure: fc.boolean(),
    fault,
  });

/** What can come between the reminder and the start. */
export function stepAfterwards(openSpaceId: string, rooms: readonly string[], start: number): fc.Arbitrary<Step> {
  const id = fc.constant(openSpaceId);
  const room = fc.constantFrom(...rooms);
  const verb: fc.Arbitrary<Verb> = fc.oneof(
    fc.constantFrom<Verb>(
      approve,
      { verb: 'decide', approval: 'denied' },
      { verb: 'decide', approval: 'needs_action' },
      { verb: 'cancel' },
      { verb: 'cancel' },
      { verb: 'undo' },
      { verb: 'sendNow' },
      { verb: 'retry' },
      ...correctionVerbs,
    ),
    fc.record({ verb: fc.constant('change' as const), room }),
  );
  return fc.oneof(
    {
      weight: 8,
      arbitrary: asking(id, verb, fc.constant(0)),
    },
    {
      weight: 3,
      arbitrary: editing(id, room, fc.constant(start)),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), id, fault }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constant('tick' as const), id, fault }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 5) }) },
    { weight: 2, arbitrary: x },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reconcile' as const), fault }) },
  );
}

/** One step of any kind. */
export function anyStep({ ids, rooms, starts }: Choices): fc.Arbitrary<Step> {
  const id = fc.constantFrom(...ids);
  const room = fc.constantFrom(...rooms);
  const start = fc.constantFrom(...starts);
  const verb: fc.Arbitrary<Verb> = fc.oneof(
    { weight: 4, arbitrary: fc.constant({ verb: 'decide', approval: 'approved' } as const) },
    fc.constantFrom<Verb>(
      { verb: 'decide', approval: 'denied' },
      { verb: 'decide', approval: 'needs_action' },
      { verb: 'cancel' },
      { verb: 'undo' },
      { verb: 'sendNow' },
      { verb: 'retry' },
      { verb: 'change', title: 'Another title' },
    ),
    fc.record({ verb: fc.constant('change' as const), room }),
    fc.record({ verb: fc.constant('decide' as const), approval: fc.constant('approved' as const), room }),
  );
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('announce' as const),
        id,
        room,
        start,
        once: fc.constantFrom(false, false, true),
        sure: fc.boolean(),
        fault,
      }),
    },
    {
      weight: 10,
      arbitrary: asking(id, verb, fc.constantFrom(0, 0, 0, 1)),
    },
    {
      weight: 3,
      arbitrary: editing(id, room, start),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), id, fault }) },
    { weight: 12, arbitrary: fc.record({ do: fc.constantFrom('tick', 'due', 'due'), id, fault }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 5, 15, 20) }) },
    { weight: 3, arbitrary: x },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('reconcile' as const), fault }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const), id, back: fc.nat(3) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('pause', 'resume', 'resume', 'resume', 'resume', 'copy', 'lose Temporal'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), temporalToo: fc.boolean() }) },
  );
}
