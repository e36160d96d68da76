import assert from 'node:assert/strict';
import { isDenied } from '../core/open-space.ts';
import { enteredMessage } from '../slack/entered-message.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { StoreTimeout } from '../store/patience.ts';
import { control, eventually } from './support/sandbox-app.ts';
import { slackApp } from './support/slack-running.ts';
import { after as decided, ana, fresh, viewOf as storedAs, yoga } from './support/slack-views.ts';

describe('/openspace in Slack', () => {
  const { bot, sandbox, show, press, told, isTold, say, viewOf, submit } = slackApp();

  it('enters a session from one line', async () => {
    await say('3pm B114 Board games');
    await isTold(/^Entered: “Board games” in B114, Fri 19 May 15:00 PDT/u);
    const startAt = Date.parse('2017-05-19T15:00:00-07:00');
    const [entry] = bot.entries;
    assert.deepEqual(entry, { room: 'B114', startAt, title: 'Board games', by: ana, key: entry?.key });
    // A post is known by its address, also without a scheme or without its host.
    for (const [written, tweetUrl] of [
      ['x.com/ana/status/5', 'https://x.com/ana/status/5'],
      ['https://x.com/i/web/status/6?s=20', 'https://x.com/i/web/status/6'],
    ] as const) {
      await say(`3pm B114 Chess ${written}`);
      await eventually(written, async () => bot.entries.at(-1)?.title?.startsWith('Chess') === true);
      const { title, tweetUrl: found } = bot.entries.pop() ?? assert.fail();
      assert.deepEqual([title, found], ['Chess', tweetUrl]);
    }
  });

  for (const way of ['line', 'form'] as const) {
    it(`offers Undo for what was entered by the ${way}: then nothing goes out`, async () => {
      const id = (bot.nextEntry = `manual-${way}`);
      bot.spaces.set(id, { ...yoga({ ...fresh(), id }), title: 'Acro yoga', revision: 0 });
      const before = (await told()).length;
      await say(way === 'line' ? '3pm B114 Acro yoga' : 'Acro yoga');
      if (way === 'form') assert.equal(await submit({ room: 'B114', date: '2017-05-19', time: '15:00' }), undefined);
      await eventually('it is told', async () => (await told()).length > before);
      const reply = (await told()).at(-1) ?? assert.fail();
      assert.match(reply.text, /^Entered: “Acro yoga”.* in B114, Fri 19 May 15:00 PDT/u);
      await press({ ...reply, role: '' }, 'undo_entry');
      await eventually('it is denied', async () => isDenied(bot.spaces.get(id) ?? assert.fail()));
      await isTold(/^Denied: “Acro yoga”.*Nothing goes out\./u);
      // A second press says who has decided, and changes nothing.
      const { revision: after } = bot.spaces.get(id) ?? assert.fail();
      await press({ ...reply, role: '' }, 'undo_entry');
      assert.equal(bot.spaces.get(id)?.revision, after);
    });
  }

  it('offers an Undo that undoes nothing that somebody else has decided by then', async () => {
    bot.nextEntry = 'manual-1';
    const entered = { ...yoga({ ...fresh(), id: bot.nextEntry }), title: 'Acro yoga', revision: 0 };
    const moved = decided(entered, { verb: 'change', room: 'B115' });
    // Decided before the reply is made.
    bot.spaces.set(entered.id, moved);
    const before = (await told()).length;
    await say('3pm B114 Acro yoga');
    await eventually('it is told', async () => (await told()).length > before);
    await press({ ...((await told()).at(-1) ?? assert.fail()), role: '' }, 'undo_entry');
    await eventually('it is refused', async () => (await told()).length > before + 1);
    assert.equal(bot.spaces.get(entered.id)?.revision, moved.revision);
  });

  it('says that it was entered, without Undo, if the store does not answer, or a review was staged', async () => {
    const review = yoga({ ...fresh(), verdict: 'review' });
    const entry = { title: 'Acro yoga', room: 'B114', startAt: review.startAt ?? 0 };
    const reply = (found: () => Promise<OpenSpaceView>) =>
      enteredMessage({ find: found }, review.id, entry, bot.config);
    const unread = await reply(() => Promise.reject(new StoreTimeout()));
    assert.match(unread.text, /^Entered: “Acro yoga” in B114/u);
    const staged = decided(review, { verb: 'stage', room: 'B115', approval: 'approved' });
    const replies = [unread, await reply(async () => storedAs(staged)), await reply(async () => storedAs(review))];
    assert.deepEqual(
      replies.map(({ blocks }) => JSON.stringify(blocks).includes('undo_entry')),
      [false, false, true],
    );
  });

  it('opens the form with the values it could read, if something is missing', async () => {
    await say('Board games in A105');
    const form = JSON.stringify(await viewOf('modal'));
    assert.match(form, /Nothing is entered yet\. Please check: no start\./u);
    assert.match(form, /"initial_value":"Board games"/u);
    assert.match(form, /"initial_option":\{"text":\{"type":"plain_text","text":"A105"\}/u);
    await control(sandbox, 'dismissals', { userId: ana.id });
    assert.equal(bot.entries.length, 0);
    // The form has the day that the line names, even if it is after the conference.
    await say('Sprint 3 June 3pm');
    assert.match(JSON.stringify(await viewOf('modal')), /"initial_date":"2017-06-03"/u);
    await control(sandbox, 'dismissals', { userId: ana.id });
  });

  it('says in the form which room is not on the list, or that there are two, and enters nothing', async () => {
    const lines = {
      '3pm B999 Board games': '“B999” is not on the list of rooms.',
      '3pm room 99 Board games': '“room 99” is not on the list of rooms.',
      '3pm B114 or B999 Board games': '“B999” is not on the list of rooms.',
      '3pm B114 and A105 Board games': 'two rooms named: B114, A105.',
      'Board games': 'no room and no start.',
    };
    for (const [line, doubts] of Object.entries(lines)) {
      await say(line);
      const form = JSON.stringify(await viewOf('modal'));
      assert.ok(form.includes(`Nothing is entered yet. Please check: ${doubts}`), `${line}: ${form}`);
      await control(sandbox, 'dismissals', { userId: ana.id });
    }
    assert.equal(bot.entries.length, 0);
    // The empty form has nothing to check.
    await say('');
    assert.doesNotMatch(JSON.stringify(await viewOf('modal')), /Please check/u);
    await control(sandbox, 'dismissals', { userId: ana.id });
  });

  it('says that it did not understand a request, does nothing and opens no form', async () => {
    for (const line of ['pause until 5pm', 'resume at 5', 'list B114', 'cancel Chess', 'shift B114 a quarter']) {
      await say(line);
      await isTold(new RegExp(`^“${line}” was not understood\\. Nothing happened\\.[^]*/openspace pause`, 'u'));
      const { body: views } = await control<{ kind: string }[]>(sandbox, `views?user=${ana.id}`);
      assert.deepEqual(
        views.filter(({ kind }) => kind === 'modal'),
        [],
      );
    }
    assert.equal(bot.config.paused, false);
    assert.deepEqual([bot.entries, bot.shifts], [[], []]);
  });

  it('opens the form if a line may be another request, and enters nothing until a person submits it', async () => {
    const lines = {
      'cancel Chess 3pm B114': 'cancel Chess',
      'Move yoga to A105 5pm': 'Move yoga',
      'list B114 3pm': 'list',
      'status A105 5pm': 'status',
      'Postpone Chess B114 3pm': 'Postpone Chess',
      'help B114 3pm': 'help',
      'show B114 3pm': 'show',
      'see A105 5pm': 'see',
      'what is in B114 at 3pm?': 'what is',
      'who is in B114 at 3pm': 'who is',
    };
    for (const [line, title] of Object.entries(lines)) {
      await say(line);
      assert.ok(JSON.stringify(await viewOf('modal')).includes(`"initial_value":"${title}`), line);
      await control(sandbox, 'dismissals', { userId: ana.id });
    }
    assert.equal(bot.entries.length, 0);
    await say('Stop motion films 3pm B114');
    assert.equal(
      await submit({ title: 'Stop motion films', room: 'B114', date: '2017-05-19', time: '15:00' }),
      undefined,
    );
    assert.equal(bot.entries.length, 1);
  });

  it('says that an entry is kept if no worker answers, from the line and from the form', async () => {
    bot.answer = async () => ({ kind: 'kept' });
    const isKept = (times: number) =>
      eventually(
        `${times} are kept`,
        async () => (await told()).filter(({ text }) => /request is kept/u.test(text)).length === times,
      );
    await say('3pm B114 Chess https://x.com/ana/status/1');
    await isKept(1);
    await say('Chess');
    assert.equal(await submit({ room: 'A105', date: '2017-05-20', time: '11:00' }), undefined);
    await isKept(2);
    assert.equal(bot.entries.length, 2);
    // The form can be opened in a channel without the bot. Then the bot sends the result as a direct message.
    await control(sandbox, 'members', { userId: ana.id, channels: [] });
    await say('Chess');
    assert.equal(await submit({ room: 'A105', date: '2017-05-20', time: '11:00' }), undefined);
    await isKept(3);
    await control(sandbox, 'members', { userId: ana.id });
  });

  it('pauses and resumes in one line, and says so', async () => {
    await say('pause');
    await isTold(/^Posting is paused\./u);
    assert.equal(bot.config.paused, true);
    await say('pause');
    await isTold(/^Posting is paused already/u);
    await say('resume');
    await isTold(/^Posting is on again/u);
    assert.equal(bot.config.paused, false);
    await say('Pause now!');
    await eventually('it is paused', async () => bot.config.paused);
    await say('resume posting please');
    await eventually('it is on again', async () => !bot.config.paused);
    await say('stop!');
    await eventually('it is paused', async () => bot.config.paused);
  });

  it('shifts the rest of a room’s day after a preview, with one Undo', async () => {
    const space = yoga(fresh());
    const tomorrow = yoga({ ...fresh(), startAt: Date.parse('2017-05-20T06:00:00-07:00') });
    const denied = decided(yoga(fresh()), { verb: 'decide', approval: 'denied' });
    for (const one of [space, tomorrow, denied]) bot.spaces.set(one.id, one);
    await say('shift b114 15');
    const preview = await isTold(/^Shift 1 open space in B114 today, 15 minutes later\?$/u);
    assert.equal(bot.shifts.length, 0);
    await press({ ...preview, role: '' }, 'shift');
    const done = await isTold(/^Shifted 1 open space 15 minutes later\.$/u);
    await press({ ...done, role: '' }, 'shift');
    await isTold(/^Shifted 1 open space 15 minutes earlier\.$/u);
    assert.deepEqual(bot.shifts, [
      { targets: [{ id: space.id, revision: 0 }], minutes: 15 },
      { targets: [{ id: space.id, revision: 1 }], minutes: -15 },
    ]);
    // As after a restore, while the message with the button still stands.
    bot.spaces.delete(space.id);
    await press({ ...done, role: '' }, 'shift');
    const none = await isTold(/^Shifted 0 open spaces 15 minutes earlier\.$/u);
    assert.match(JSON.stringify(none.blocks), new RegExp(`Not shifted: ${space.id}\\. It does not exist`, 'u'));
    bot.shifts.length = 0;
    bot.spaces.set(space.id, space);
    // Seven hours bring it to another day.
    await say('shift b114 420');
    const { blocks } = await isTold(/^Shift 1 open space in B114 today, 420 minutes later\?$/u);
    assert.match(JSON.stringify(blocks), /17:00 → Sat 20 May 00:00 PDT · /u);
    assert.doesNotMatch(JSON.stringify(blocks), /is not a day of the conference/u);
    await say('shift a105 15');
    await isTold(/^Nothing in A105 starts later today or tonight\.$/u);
    await say('shift Z999 15');
    await isTold(/^Z999 is not on the list of rooms\.$/u);
  });

  it('shifts what starts after midnight too: the night belongs to the day', async () => {
    const space = yoga({ ...fresh(), startAt: Date.parse('2017-05-20T00:30:00-07:00') });
    bot.spaces.set(space.id, space);
    await say('shift b114 10');
    const { blocks } = await isTold(/^Shift 1 open space in B114 today, 10 minutes later\?$/u);
    assert.match(JSON.stringify(blocks), /00:30 → Sat 20 May 00:40 PDT/u);
  });

  it('shifts the rest of the day in all rooms, and names the room of each session', async () => {
    await say('shift all 20');
    await isTold(/^Nothing starts later today or tonight\.$/u);
    const [one, other] = [yoga(fresh()), yoga({ ...fresh(), room: 'A105' })];
    for (const space of [one, other]) bot.spaces.set(space.id, space);
    await say('shift all rooms by 20 minutes');
    const preview = await isTold(/^Shift 2 open spaces in all rooms today, 20 minutes later\?$/u);
    assert.match(JSON.stringify(preview.blocks), /17:00 → 17:20 PDT · A105 · /u);
    await press({ ...preview, role: '' }, 'shift');
    await isTold(/^Shifted 2 open spaces 20 minutes later\.$/u);
    // More than fit on a button: none is left out without a word.
    for (let n = 0; n < 90; n += 1) bot.spaces.set(String(n), yoga({ id: `manual-${'f'.repeat(20)}${n}` }));
    await say('shift everything 15');
    const many = await isTold(/^Shift 92 open spaces in all rooms today, 15 minutes later\?$/u);
    assert.match(JSON.stringify(many.blocks), /too many for one button/u);
    assert.doesNotMatch(JSON.stringify(many.blocks), /"action_id"/u);
  });

  it('lists what waits, shows the status, and prints help', async () => {
    const card = await show(yoga(fresh()));
    await say('list');
    const { blocks } = await isTold(/^1 open space to decide\. In the next 24 hours$/u);
    assert.match(JSON.stringify(blocks), new RegExp(`/archives/${card.channel}/p${card.ts.replace('.', '')}"`, 'u'));
    await say('status');
    await isTold(/Rehearsal: nothing is posted on X\.\nThe bot has not listened to X yet\.\n1 open space to decide/u);
    await say('help');
    await isTold(/openspace shift A105 15/u);
  });
});
