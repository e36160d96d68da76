import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { play } from './play.ts';
import { announcedBefore, rareStep, type ModelStep } from './rare-steps.ts';
import { anyStep, approvedLate, sentBefore, stepAfterwards } from './steps.ts';
import { World } from './world.ts';
import { rooms, roomsOfAllLists } from './world-config.ts';

const ids = ['1', '2', '3', '4'] as const;
/** Starts, in minutes from the beginning: near enough to clash, far enough not to. */
const starts = [40, 55, 120] as const;

const step = anyStep({ ids, rooms, starts });

const following = (of: fc.Arbitrary<ModelStep>) => fc.array(of, { minLength: 10, maxLength: 60, size: 'max' });
const rough = ['reset', 'lose Temporal', 'copy', 'restore', 'pause'];
const changes = fc.array(stepAfterwards('1', rooms, 120), { minLength: 5, maxLength: 30, size: 'max' });

const begun = fc.constantFrom(sentBefore('1', 'A1', 120), approvedLate('1', 'A1', 120));

/** Three sessions with starts that are far enough for much to happen before. */
const few = ids.slice(0, 3);
const common = anyStep({ ids: few, rooms: roomsOfAllLists, starts: [55, 90, 120] });
const afterwards = (of: fc.Arbitrary<ModelStep>) =>
  fc.tuple(announcedBefore(few, roomsOfAllLists), following(of)).map((steps) => steps.flat());
const withRare = (of: fc.Arbitrary<ModelStep>) =>
  afterwards(fc.oneof({ weight: 4, arbitrary: of }, { weight: 3, arbitrary: rareStep(few, roomsOfAllLists) }));

/** What holds over every order of messages; each run is some dozens of steps. */
export const properties: readonly {
  readonly name: string;
  readonly property: fc.IAsyncProperty<unknown>;
  readonly runs: number;
}[] = [
  {
    name: 'keeps its rules while activities crash, stand still and come late',
    property: playing(following(step.filter((one) => !rough.includes(one.do)))),
    runs: 1_500,
  },
  {
    name: 'corrects what people were told, once for each change',
    property: playing(fc.tuple(begun, changes).map((steps) => steps.flat())),
    runs: 1_500,
  },
  {
    name: 'keeps its rules over resets, a lost Temporal and restored databases as well',
    property: playing(following(step)),
    runs: 3_000,
  },
  {
    name: 'keeps its rules whatever organisers, operators and later posts do',
    property: playing(withRare(common.filter((one) => !rough.includes(one.do)))),
    runs: 2_000,
  },
  {
    name: 'keeps its rules then over resets, a lost Temporal and restored databases as well',
    property: playing(withRare(common)),
    runs: 2_000,
  },
];

function playing(steps: fc.Arbitrary<ModelStep[]>): fc.IAsyncProperty<unknown> {
  return fc.asyncProperty(steps, fc.boolean(), async (all, autoSend) =>
    assert.deepEqual(await play(all, new World(autoSend)), []),
  );
}
