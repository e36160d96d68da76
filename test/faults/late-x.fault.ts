import assert from 'node:assert/strict';
import { eventually } from '../support/running-bot.ts';
import { startWorkbench, type Workbench } from '../support/workbench.ts';
import { secondsSince, tellFigure } from './support.ts';

const posting = 'POST /2/tweets';
const ana = { id: 'ana', name: 'ana', door: 'api' } as const;

/** The wait before the look at the timeline, as with the sandboxes. Seconds. */
const settleSeconds = 15;

describe('a late X', function () {
  this.timeout(240_000);
  let bench: Workbench;

  before(async () => {
    bench = await startWorkbench({ realTime: true, settleSeconds, x: { timelineLagMs: 5_000 } });
  });
  after(() => bench.stop());

  const send = async (room: string) => {
    const space = await bench.announce({ room, inMinutes: 60, approvedBy: ana });
    const asked = await bench.ask(space.id, { verb: 'sendNow' });
    assert.equal(asked.kind, 'decided');
    const began = Date.now();
    const posts = async () => (await bench.x.timeline()).filter(({ text }) => text.includes(space.id));
    await eventually(
      'it is sent',
      async () => (await bench.store.openSpaces.find(space.id))?.space.reminders[0]?.state.status === 'sent',
      120,
    );
    return { seconds: secondsSince(began), posts: await posts() };
  };

  it('with its timeline: a post whose answer is lost is found, and not made again', async function () {
    await bench.x.fault({ route: posting, times: 1, accept: true, then: 'drop' });
    const { seconds, posts } = await send('A103');
    tellFigure(this, `sent after ${seconds} s`);
    assert.equal(posts.length, 1);
  });

  it('with its timeline: a post that it took and refused is found, and does not count as failed', async function () {
    await bench.x.fault({ route: posting, times: 1, accept: true, then: 'status', status: 403 });
    const { seconds, posts } = await send('A106');
    tellFigure(this, `sent after ${seconds} s`);
    assert.equal(posts.length, 1);
  });

  it('with taking a post, after the bot gave up on the answer, and with its timeline: one stands', async function () {
    await bench.x.fault({ route: posting, times: 1, accept: false, then: 'delay', ms: 12_000 });
    const { seconds, posts } = await send('A104');
    tellFigure(this, `sent after ${seconds} s`);
    assert.equal(posts.length, 1);
  });

  it('with taking a post, later than the wait: X’s own filter takes the second one for the first', async function () {
    await bench.x.fault({
      route: posting,
      times: 1,
      accept: false,
      then: 'delay',
      ms: (settleSeconds + 1) * 1000 + 900,
    });
    const { seconds, posts } = await send('A105');
    tellFigure(this, `sent after ${seconds} s`);
    assert.equal(posts.length, 1);
  });
});
