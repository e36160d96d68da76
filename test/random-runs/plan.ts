/** What happens in a random run, and when: the same for the same seed. */
import * as fc from 'fast-check';
import { anyStep, type Step } from '../model/steps.ts';

/** What only the real servers have. */
export type RealStep =
  /** An organiser enters an open space whose reminder is due in so many seconds. */
  | { readonly do: 'enter'; readonly id: string; readonly room: string; readonly dueIn: number }
  /** A post that announces nothing. */
  | { readonly do: 'chatter' }
  /** An operator terminates its workflow in the Temporal UI. */
  | { readonly do: 'terminate'; readonly id: string }
  | { readonly do: 'cut the stream' }
  | Disturbance;

/** A process dies, or stands still for a while. */
export interface Disturbance {
  readonly do: 'kill' | 'stop';
  readonly process: ProcessName;
  /** How long it stands still, milliseconds. */
  readonly forMs: number;
}

export type ProcessName = 'worker' | 'api' | 'Temporal' | 'MongoDB';

/** Where a request comes from. */
type Door = 'slack' | 'api' | 'signal';

export interface PlannedStep {
  /** Milliseconds from the beginning of the plan. */
  readonly at: number;
  readonly step: Step | RealStep;
  readonly door: Door;
  /** A number of its own, for choices that the step leaves open. */
  readonly pick: number;
}

export interface Plan {
  readonly seed: number;
  /** Announcements that come before everything else; the steps begin once organisers see them. */
  readonly first: readonly PlannedStep[];
  /** Names that no other plan of the run uses begin with this. */
  readonly tag: string;
  readonly steps: readonly PlannedStep[];
  readonly workers: number;
}

/** How many steps a plan has, and how long they take. */
const stepsOf = 70;
export const planMs = 12_000;

/** Few, so that most want what somebody else wants. */
export const fewRooms = ['A103', 'A104', 'A103+A104', 'B114'];
/** Minutes from the beginning, at full minutes as hosts write them. */
const starts = [3, 4, 7];
const ids = Array.from({ length: 10 }, (_, at) => String(at + 1));
/** So many are announced before anything else, so that there is something to decide on. */
const announcedFirst = 7;

const id = fc.constantFrom(...ids);
const disturbance: fc.Arbitrary<RealStep> = fc.record({
  do: fc.constantFrom('kill' as const, 'kill' as const, 'stop' as const),
  process: fc.constantFrom<ProcessName>('worker', 'worker', 'api', 'api', 'Temporal', 'MongoDB'),
  forMs: fc.integer({ min: 300, max: 4_000 }),
});
const stepIn = (rooms: readonly string[]) =>
  fc.oneof(
    { weight: 40, arbitrary: anyStep({ ids, rooms, starts }) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('enter' as const),
        id: id.map((one) => `by hand ${one}`),
        room: fc.constantFrom(...rooms),
        dueIn: fc.integer({ min: 1, max: 9 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'chatter' as const }) },
    { weight: 1, arbitrary: fc.constant({ do: 'cut the stream' as const }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('terminate' as const), id }) },
    { weight: 3, arbitrary: disturbance },
  );
const plannedIn = (rooms: readonly string[]) =>
  fc.record({
    step: stepIn(rooms),
    door: fc.constantFrom<Door>('slack', 'slack', 'api', 'signal'),
    pick: fc.nat(1_000_000),
    // Many at once now and then: that is where orders differ.
    pause: fc.oneof(
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 2, arbitrary: fc.nat(Math.floor((2 * planMs) / stepsOf)) },
    ),
  });

/** The plan of a seed, over these rooms. */
export function planOf(seed: number, rooms: readonly string[] = fewRooms): Plan {
  const arbitrary = fc.record({
    first: fc.array(fc.record({ room: fc.constantFrom(...rooms), start: fc.constantFrom(...starts) }), {
      minLength: announcedFirst,
      maxLength: announcedFirst,
    }),
    steps: fc.array(plannedIn(rooms), { minLength: stepsOf, maxLength: stepsOf, size: 'max' }),
    workers: fc.constantFrom(1, 2, 2),
  });
  const [sample] = fc.sample(arbitrary, { seed, numRuns: 1 });
  if (sample === undefined) throw new Error('fast-check gave no plan');
  const first = sample.first.map(({ room, start }, index): PlannedStep => {
    const announce = {
      do: 'announce',
      id: ids[index] ?? '',
      room,
      start,
      once: false,
      fault: { kind: 'none' },
    } as const;
    return { at: 0, step: announce, door: 'api', pick: 0 };
  });
  let at = 0;
  const steps = sample.steps.map(({ pause, ...rest }) => ({ ...rest, at: Math.min((at += pause), planMs) }));
  return { seed, tag: `s${seed}`, first, steps, workers: sample.workers };
}
