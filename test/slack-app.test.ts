import assert from 'node:assert/strict';
import type { OpenSpace } from '../core/open-space.ts';
import { replies } from '../slack/words.ts';
import type { SlackSandbox } from '../sandbox/slack/start.ts';
import { control, eventually } from './support/sandbox-app.ts';
import type { TestBot } from './support/slack-service.ts';
import { runSlackApp, showCard as show, type RunningSlackApp } from './support/slack-running.ts';
import { after as decided, fivePm, now, someConfig, someSpace, yoga } from './support/slack-views.ts';

const stranger = 'U0STR1';
const [ana, bo] = ['U0ORG1', 'U0ORG2'];
let spaces = 0;

const fresh = (): { id: string } => ({ id: `8650000000000${(spaces += 1)}` });

for (const mode of ['Socket Mode', 'signed requests'] as const) {
  describe(`Slack app over ${mode}`, () => {
    let running: RunningSlackApp;
    let sandbox: SlackSandbox;
    let bot: TestBot;
    let logged: readonly string[];

    before(async () => {
      running = await runSlackApp(mode);
      ({ sandbox, bot, logged } = running);
    });

    after(async () => {
      await running.stop();
    });

    beforeEach(() => {
      bot.config = someConfig();
      bot.answer = undefined;
      bot.isAway = false;
      bot.asked.length = 0;
    });

    const press = async (card: { channel: string; ts: string }, actionId: string, more: object = {}) => {
      const { status, body } = await control(sandbox, 'actions', {
        channel: card.channel,
        ts: card.ts,
        actionId,
        ...more,
      });
      assert.equal(status, 200, JSON.stringify(body));
    };
    const toldTo = async (user: string): Promise<string[]> =>
      (await control<{ text: string }[]>(sandbox, `ephemerals?user=${user}`)).body.map(({ text }) => text);
    const isTold = async (user: string, words: RegExp): Promise<string> =>
      eventually(`${user} is told ${String(words)}`, async () => (await toldTo(user)).find((text) => words.test(text)));

    it('approves for an organiser, under the name their colleagues see, and says nothing more', async () => {
      const card = await show(sandbox, bot, yoga(fresh()));
      const before = (await toldTo(ana)).length;
      await press(card, 'approve');
      const [asked] = bot.asked;
      assert.deepEqual(asked?.verb, { verb: 'decide', approval: 'approved' });
      assert.deepEqual([asked?.by, asked?.revision], [{ id: ana, name: 'ana', door: 'slack' }, 0]);
      assert.equal((await toldTo(ana)).length, before);
    });

    it('tells a stranger that only organisers decide, decides nothing, and leaves a trace', async () => {
      const card = await show(sandbox, bot, yoga(fresh()));
      for (const action of ['approve', 'deny', 'apply', 'send_now', 'cancel']) {
        await press(card, action, { userId: stranger });
      }
      await isTold(stranger, /Only this conference’s organisers can decide here.*U0STR1/u);
      await eventually('five answers', async () => (await toldTo(stranger)).length >= 5);
      assert.equal(bot.asked.length, 0);
      assert.ok(logged.some((line) => line.startsWith('a stranger pressed a button')));
    });

    it('goes by the newest list of organisers', async () => {
      const card = await show(sandbox, bot, yoga(fresh()));
      bot.config = someConfig({ organisers: ['U0ORG3', stranger] });
      await press(card, 'approve');
      assert.equal(bot.asked.length, 0);
      await press(card, 'approve', { userId: stranger });
      assert.equal(bot.asked.length, 1);
    });

    it('decides once when two press at the same moment, and tells whoever was second', async () => {
      const card = await show(sandbox, bot, yoga(fresh()));
      await Promise.all([press(card, 'approve'), press(card, 'approve', { userId: bo })]);
      const second = bot.asked[1]?.by.id ?? '';
      const first = bot.asked[0]?.by.name ?? '';
      await isTold(second, new RegExp(`^Already approved by ${first} 14:00 PDT\\.$`, 'u'));
    });

    it('tells whoever presses on an old card that somebody was faster', async () => {
      const space = yoga(fresh());
      const card = await show(sandbox, bot, space);
      bot.spaces.set(space.id, decided(space, { verb: 'decide', approval: 'denied' }));
      await press(card, 'approve', { userId: bo });
      await isTold(bo, /^ana was faster: denied\./u);
    });

    it('changes nothing by a pick alone', async () => {
      const card = await show(sandbox, bot, yoga(fresh()));
      await press(card, 'room', { values: { room: 'C120' } });
      await press(card, 'date', { values: { date: '2017-05-20' } });
      assert.equal(bot.asked.length, 0);
      await press(card, 'approve', { values: { time: '10:30' } });
      assert.deepEqual(bot.asked[0]?.verb, {
        verb: 'decide',
        approval: 'approved',
        room: 'C120',
        startAt: Date.parse('2017-05-20T10:30:00-07:00'),
      });
    });

    it('sends only what differs from what stands', async () => {
      const card = await show(sandbox, bot, yoga(fresh()));
      await press(card, 'apply', { values: { room: 'B114', date: '2017-05-19', time: '17:00' } });
      assert.deepEqual(bot.asked[0]?.verb, { verb: 'change' });
      await isTold(ana, /^That changes nothing/u);
      await press(card, 'apply', { values: { room: 'A103', time: '17:00' } });
      assert.deepEqual(bot.asked[1]?.verb, { verb: 'change', room: 'A103' });
    });

    it('asks for another time where the clocks skip or repeat it', async () => {
      bot.config = someConfig({
        conference: { ...bot.config.conference, startDate: '2017-03-10', endDate: '2017-11-06' },
      });
      const card = await show(sandbox, bot, yoga(fresh()));
      await press(card, 'apply', { values: { date: '2018-03-11', time: '02:30' } });
      await isTold(ana, /^There is no 02:30 on 2018-03-11/u);
      await press(card, 'approve', { values: { date: '2017-11-05', time: '01:30' } });
      await isTold(ana, /^01:30 comes twice on 2017-11-05/u);
      assert.equal(bot.asked.length, 0);
    });

    it('asks for what is missing when only half is picked', async () => {
      const space = someSpace({ ...fresh(), verdict: 'review', room: 'B114' });
      const card = await show(sandbox, bot, space);
      await press(card, 'approve', { values: { date: '2017-05-20' } });
      await isTold(ana, /The date is set, the time is not/u);
      const other = await show(sandbox, bot, someSpace({ ...fresh(), verdict: 'review', room: 'B114' }));
      await press(other, 'apply', { values: { time: '11:00' } });
      await isTold(ana, /The time is set, the date is not/u);
      assert.equal(bot.asked.length, 0);
      await press(other, 'apply', { values: { date: '2017-05-20' } });
      const startAt = Date.parse('2017-05-20T11:00:00-07:00');
      assert.deepEqual(bot.asked[0]?.verb, { verb: 'change', startAt });
    });

    it('refuses a room that has left the list since the card was drawn', async () => {
      const card = await show(sandbox, bot, yoga(fresh()));
      const rooms = [{ name: 'B114', aliases: [] }];
      bot.config = someConfig({ conference: { ...bot.config.conference, rooms } });
      await press(card, 'apply', { values: { room: 'C120' } });
      await isTold(ana, /“C120” is no longer on the conference’s list/u);
      assert.equal(bot.asked.length, 0);
    });

    it('passes every verb on', async () => {
      const card = await show(sandbox, bot, decided(yoga(fresh()), { verb: 'decide', approval: 'approved' }));
      bot.answer = async () => ({ kind: 'kept' });
      await press(card, 'send_now');
      await press(card, 'cancel');
      await press(card, 'deny');
      const cancelled = await show(sandbox, bot, decided(yoga(fresh()), { verb: 'cancel' }));
      await press(cancelled, 'take_back');
      assert.deepEqual(
        bot.asked.map(({ verb }) => verb),
        [
          { verb: 'sendNow', reminder: '15' },
          { verb: 'cancel' },
          { verb: 'decide', approval: 'denied' },
          { verb: 'undo' },
        ],
      );
      await isTold(
        ana,
        /Your request is kept and will be decided\. The card shows the result\. You are told if it is refused/u,
      );
    });

    it('tells the presser when the open space has ended, or the bot cannot be reached', async () => {
      const card = await show(sandbox, bot, yoga(fresh()));
      bot.answer = async () => ({ kind: 'gone' });
      await press(card, 'approve');
      await isTold(ana, /^It has ended/u);
      bot.isAway = true;
      await press(card, 'approve');
      await isTold(ana, /^MongoDB does not answer\. .* Before you try again, check the card\.$/u);
      bot.isAway = false;
      bot.answer = async () => Promise.reject(new TypeError('a fault of the bot'));
      await press(card, 'approve');
      await isTold(ana, new RegExp(replies.failed, 'u'));
    });

    it('acks within three seconds although the answer takes longer, and brings it later', async () => {
      const card = await show(sandbox, bot, yoga(fresh()));
      bot.answer = async () => {
        await new Promise((resolve) => setTimeout(resolve, 3_200));
        return { kind: 'refused', reason: 'B114 is taken at that time, by <b>.' };
      };
      await press(card, 'approve', { userId: bo });
      await isTold(bo, /^B114 is taken at that time, by &lt;b&gt;\.$/u);
    });

    it('acks within three seconds although Slack is slow to say who pressed, and brings the answer', async () => {
      const card = await show(sandbox, bot, yoga(fresh()));
      const slow = async () => {
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        return { kind: 'refused', reason: 'B114 is taken then.' } as const;
      };
      bot.answer = slow;
      await control(sandbox, 'faults', { route: 'users.info', then: 'delay', ms: 1_300 });
      await press(card, 'approve', { userId: 'U0ORG3' });
      await isTold('U0ORG3', /^B114 is taken then\.$/u);
    });

    it('tells by a direct message what came of a press on Home, where Home cannot be shown', async () => {
      await control(sandbox, 'home-opened', { userId: ana });
      const home = await eventually('Home', async () => {
        const { body } = await control<{ id: string; kind: string }[]>(sandbox, `views?user=${ana}`);
        return body.find(({ kind }) => kind === 'home');
      });
      const before = (await toldTo(ana)).length;
      bot.isAway = true;
      await control(sandbox, 'actions', { viewId: home.id, actionId: 'pause' });
      const told = await eventually('she is told', async () => (await toldTo(ana))[before]);
      assert.match(told, /^MongoDB does not answer\./u);
    });

    it('shows organisers on Home what waits, the most urgent first, and a stranger how it works', async () => {
      await show(sandbox, bot, yoga({ ...fresh(), username: 'urgent_host' }));
      await control(sandbox, 'home-opened', { userId: ana });
      await control(sandbox, 'home-opened', { userId: stranger });
      const homeOf = async (user: string) =>
        eventually('the home', async () => {
          const { body } = await control<object[]>(sandbox, `views?user=${user}`);
          return body.length > 0 && JSON.stringify(body);
        });
      assert.match(await homeOf(ana), /wait for a decision.*@urgent_host.*Open its card/u);
      assert.match(await homeOf(stranger), /the bot reminds people shortly before/u);
    });

    it('asks on Home whether people are told that a session is off, and takes the answer there', async () => {
      const space = yoga(fresh());
      const key = 'correction1';
      const off: OpenSpace = {
        ...space,
        standing: { status: 'cancelled', by: { id: '77001', name: '@host_of_yoga', door: 'x' } },
        told: { where: 'B114', startAt: fivePm },
        reminders: [{ key, minutes: 0, corrects: 'cancelled', sendAt: now, state: { status: 'needs_action' } }],
      };
      bot.spaces.clear();
      bot.spaces.set(off.id, off);
      await control(sandbox, 'home-opened', { userId: ana });
      const home = await eventually('Home asks', async () => {
        const { body } = await control<{ id: string; kind: string }[]>(sandbox, `views?user=${ana}`);
        return body.find((view) => view.kind === 'home' && /whether to tell people/u.test(JSON.stringify(view)));
      });
      await control(sandbox, 'actions', { viewId: home.id, actionId: 'post_correction' });
      await eventually(
        'it is approved',
        async () => bot.spaces.get(off.id)?.reminders.find((one) => one.key === key)?.state.status === 'approved',
      );
    });

    it('keeps what was written in a dialog: a long note, a cleared field, and a request that waits', async () => {
      const note = 'Bring a mat. '.repeat(70).trim();
      const space = { ...yoga(fresh()), title: 'Acro', note };
      const card = await show(sandbox, bot, space);
      const countTold = async (words: RegExp) => (await toldTo(ana)).filter((text) => words.test(text)).length;
      const [sameBefore, keptBefore] = [await countTold(/^That changes/u), await countTold(/request is kept/u)];
      const submit = async (values: object): Promise<object | undefined> => {
        await press(card, 'edit');
        const viewId = await eventually('the dialog', async () => {
          const { body } = await control<{ id: string; kind: string }[]>(sandbox, `views?user=${ana}`);
          return body.findLast(({ kind }) => kind === 'modal')?.id;
        });
        // Saved by somebody else while the dialog is open: its text is still what nobody has touched.
        bot.config = someConfig({ reminderText: 'Soon: {title}, {room}, {time}' });
        const { errors } = (await control<{ errors?: object }>(sandbox, 'submissions', { viewId, values })).body;
        if (errors !== undefined) await control(sandbox, 'dismissals', { userId: ana });
        return errors;
      };
      for (const field of ['title', 'note', 'text']) {
        bot.config = someConfig();
        const errors = { [field]: `The ${field} cannot be removed. Write another one.` };
        assert.deepEqual(await submit({ [field]: ' ' }), errors);
      }
      assert.equal(bot.asked.length, 0);
      bot.config = someConfig();
      assert.equal(await submit({}), undefined);
      await eventually(
        'that it changes nothing is told',
        async () => (await countTold(/^That changes nothing/u)) > sameBefore,
      );
      bot.config = someConfig();
      bot.answer = async () => ({ kind: 'kept' });
      assert.equal(await submit({ title: 'Acro yoga' }), undefined);
      assert.deepEqual(bot.asked[0]?.verb, { verb: 'change', title: 'Acro yoga' });
      await eventually('the wait is told', async () => (await countTold(/Your request is kept/u)) > keptBefore);
    });

    it('lets an organiser enter an open space from the board, and says what is wrong with an entry', async () => {
      await control(sandbox, 'commands', { command: '/openspace', text: 'Board games' });
      const viewId = await eventually('the dialogue', async () => {
        const { body } = await control<{ id: string; kind: string }[]>(sandbox, `views?user=${ana}`);
        return body.find(({ kind }) => kind === 'modal')?.id;
      });
      const submit = async (values: object) =>
        (await control<{ errors?: object }>(sandbox, 'submissions', { viewId, values })).body.errors;
      const when = { title: 'Board games', date: '2017-05-20', time: '11:00' };
      assert.deepEqual(await submit(when), { room: 'Pick a room, or write a place.' });
      assert.deepEqual(await submit({ ...when, room: 'C120' }), { room: 'C120 is taken at that time.' });
      assert.equal(await submit({ ...when, room: 'A103' }), undefined);
      assert.deepEqual(bot.entries.at(-1), {
        room: 'A103',
        startAt: Date.parse('2017-05-20T11:00:00-07:00'),
        title: 'Board games',
        by: { id: ana, name: 'ana', door: 'slack' },
        // Slack sends a dialog's submission twice where it is pressed twice.
        key: viewId,
      });
      await control(sandbox, 'commands', { command: '/openspace', userId: stranger, channel: 'general' });
      await isTold(stranger, /Only this conference’s organisers/u);
    });
  });
}
