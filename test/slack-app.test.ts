import assert from 'node:assert/strict';
import { replies } from '../slack/words.ts';
import { eventually } from './support/sandbox-app.ts';
import { slackApp, slackModes } from './support/slack-running.ts';
import { after as decided, ana, bo, fivePm, fresh, someConfig, someSpace, yoga } from './support/slack-views.ts';

const stranger = 'U0STR1';

for (const mode of slackModes) {
  describe(`Slack app over ${mode}`, () => {
    const { bot, logged, show, press, told, isTold } = slackApp(mode);

    it('approves for an organiser, under the name their colleagues see, and says nothing more', async () => {
      const card = await show(yoga(fresh()));
      await press(card, 'approve');
      const [asked] = bot.asked;
      assert.deepEqual(asked?.verb, { verb: 'decide', approval: 'approved' });
      assert.deepEqual([asked?.by, asked?.revision], [ana, 0]);
      assert.deepEqual(await told(), []);
    });

    it('tells a stranger that only organisers decide, decides nothing, and logs it', async () => {
      const card = await show(yoga(fresh()));
      for (const action of ['approve', 'deny', 'apply', 'send_now', 'cancel']) {
        await press(card, action, { userId: stranger });
      }
      await isTold(/Only this conference’s organisers can decide here.*U0STR1/u, stranger);
      await eventually('five answers', async () => (await told(stranger)).length >= 5);
      assert.equal(bot.asked.length, 0);
      assert.ok(logged.some((line) => line.startsWith('a person who is not an organiser pressed a button')));
    });

    it('uses the newest list of organisers', async () => {
      const card = await show(yoga(fresh()));
      bot.config = someConfig({ organisers: ['U0ORG3', stranger] });
      await press(card, 'approve');
      assert.equal(bot.asked.length, 0);
      await press(card, 'approve', { userId: stranger });
      assert.equal(bot.asked.length, 1);
    });

    it('decides once if two press at the same moment, and tells the second person', async () => {
      const card = await show(yoga(fresh()));
      await Promise.all([press(card, 'approve'), press(card, 'approve', { userId: bo.id })]);
      const second = bot.asked[1]?.by.id ?? '';
      const first = bot.asked[0]?.by.name ?? '';
      await isTold(
        new RegExp(`^An open space by @host_of_yoga: Already approved by ${first} 14:00 PDT\\.$`, 'u'),
        second,
      );
    });

    it('tells a person who presses on an old card that somebody was faster', async () => {
      const space = yoga(fresh());
      const card = await show(space);
      bot.spaces.set(space.id, decided(space, { verb: 'decide', approval: 'denied' }));
      await press(card, 'approve', { userId: bo.id });
      await isTold(/^An open space by @host_of_yoga: ana was faster: denied\./u, bo.id);
    });

    it('changes nothing by a pick alone', async () => {
      const card = await show(yoga(fresh()));
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

    it('sends only values that differ from the present ones', async () => {
      const card = await show(yoga(fresh()));
      await press(card, 'apply', { values: { room: 'B114', date: '2017-05-19', time: '17:00' } });
      assert.deepEqual(bot.asked[0]?.verb, { verb: 'change' });
      await isTold(/: That changes nothing/u);
      await press(card, 'apply', { values: { room: 'A103', time: '17:00' } });
      assert.deepEqual(bot.asked[1]?.verb, { verb: 'change', room: 'A103' });
    });

    it('asks for another time if the clocks skip or repeat it', async () => {
      bot.config = someConfig({
        conference: { ...bot.config.conference, startDate: '2017-03-10', endDate: '2017-11-06' },
      });
      const card = await show(yoga(fresh()));
      await press(card, 'apply', { values: { date: '2018-03-11', time: '02:30' } });
      await isTold(/: There is no 02:30 on 2018-03-11/u);
      await press(card, 'approve', { values: { date: '2017-11-05', time: '01:30' } });
      await isTold(/: 01:30 comes twice on 2017-11-05/u);
      assert.equal(bot.asked.length, 0);
    });

    it('asks for the missing value if only date or time is picked', async () => {
      const space = someSpace({ ...fresh(), verdict: 'review', room: 'B114' });
      const card = await show(space);
      await press(card, 'approve', { values: { date: '2017-05-20' } });
      await isTold(/The date is set, the time is not/u);
      const other = await show(someSpace({ ...fresh(), verdict: 'review', room: 'B114' }));
      await press(other, 'apply', { values: { time: '11:00' } });
      await isTold(/The time is set, the date is not/u);
      assert.equal(bot.asked.length, 0);
      await press(other, 'apply', { values: { date: '2017-05-20' } });
      const startAt = Date.parse('2017-05-20T11:00:00-07:00');
      assert.deepEqual(bot.asked[0]?.verb, { verb: 'stage', approval: 'needs_action', startAt });
    });

    it("schedules the post's room and start without approving, if nothing is picked", async () => {
      const space = someSpace({ ...fresh(), verdict: 'review', room: 'B114', startAt: fivePm });
      await press(await show(space), 'apply');
      await eventually('it is scheduled', async () => bot.spaces.get(space.id)?.standing.status === 'scheduled');
      assert.equal(bot.spaces.get(space.id)?.reminders[0]?.state.status, 'needs_action');
      assert.deepEqual(await told(), []);
    });

    it('keeps the picks after a refusal, so that one pick can be corrected', async () => {
      const space = yoga(fresh());
      const card = await show(space);
      bot.answer = async () => ({ kind: 'refused', reason: 'C120 is taken at that time.' });
      await press(card, 'approve', { values: { room: 'C120', time: '10:30' } });
      await isTold(/C120 is taken at that time/u);
      // A refusal raises the revision, so the card is drawn again.
      await show({ ...space, revision: 1 });
      bot.answer = undefined;
      await press(card, 'approve', { values: { room: 'A103' } });
      const startAt = Date.parse('2017-05-19T10:30:00-07:00');
      assert.deepEqual(bot.asked.at(-1)?.verb, { verb: 'decide', approval: 'approved', room: 'A103', startAt });
    });

    it('refuses a room that was removed from the list since the card was drawn', async () => {
      const card = await show(yoga(fresh()));
      const rooms = [{ name: 'B114', aliases: [] }];
      bot.config = someConfig({ conference: { ...bot.config.conference, rooms } });
      await press(card, 'apply', { values: { room: 'C120' } });
      await isTold(/“C120” is no longer on the conference’s list/u);
      assert.equal(bot.asked.length, 0);
    });

    it('passes every request on', async () => {
      const card = await show(decided(yoga(fresh()), { verb: 'decide', approval: 'approved' }));
      bot.answer = async () => ({ kind: 'kept' });
      await press(card, 'send_now');
      await press(card, 'cancel');
      await press(card, 'deny');
      const cancelled = await show(decided(yoga(fresh()), { verb: 'cancel' }));
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
        /Your request is kept and will be decided\. The card shows the result\. You are told if it is refused/u,
      );
    });

    it('tells the presser when the open space has ended, or the bot cannot be reached', async () => {
      const card = await show(yoga(fresh()));
      bot.answer = async () => ({ kind: 'gone' });
      await press(card, 'approve');
      await isTold(/^An open space by @host_of_yoga: It has ended/u);
      bot.isAway = true;
      await press(card, 'approve');
      await isTold(/^MongoDB does not answer\. .* Before you try again, check the card\.$/u);
      bot.isAway = false;
      bot.answer = async () => Promise.reject(new TypeError('a fault of the bot'));
      await press(card, 'approve');
      await isTold(new RegExp(replies.failed, 'u'));
    });
  });
}
