// A host edits the post after the session's last reminder. The edit is lost before the workflow has handled it.
import assert from 'node:assert/strict';
import { play } from './play.ts';
import type { ModelStep } from './rare-steps.ts';
import { sentBefore, type Fault } from './steps.ts';
import { World } from './world.ts';

const start = 120;
const none: Fault = { kind: 'none' };
const due: ModelStep = { do: 'due', id: '1', fault: none };
const ended: ModelStep[] = [...sentBefore('1', 'A1', start), due, { do: 'tick', id: '1', fault: none }];
/** The workflow runs again for this, and needs a while to store it. */
const rename: ModelStep = {
  do: 'ask',
  id: '1',
  verb: { verb: 'change', title: 'Another title' },
  stale: 0,
  kept: false,
  fault: { kind: 'pause', after: 0 },
};
const edit: ModelStep = { do: 'edit', id: '1', room: 'A2', start, review: false, sure: false, fault: none };

describe('an edit after the last reminder', () => {
  const lost: Readonly<Record<string, ModelStep>> = {
    'an operator resets the workflow': { do: 'reset', id: '1', back: 0 },
    'Temporal loses its data': { do: 'lose Temporal' },
  };
  for (const [how, loss] of Object.entries(lost)) {
    it(`reaches the session even if ${how} before it is handled`, async () => {
      const world = new World();
      assert.deepEqual(await play([...ended, rename, edit, loss], world), []);
      const space = world.stored.views.get('1')?.space;
      assert.equal(space?.room, 'A2');
      assert.deepEqual(
        space.reminders.map(({ state }) => state.status),
        ['sent', 'sent', 'needs_action'],
      );
    });
  }
});
