import assert from 'node:assert/strict';
import { ConfigRefused } from '../temporal/config-service.ts';
import { control, eventually } from './support/sandbox-app.ts';
import { slackApp } from './support/slack-running.ts';
import { after as decided, ana, fivePm, fresh, now, someConfig, someSpace, yoga } from './support/slack-views.ts';

const stranger = 'U0STR1';

describe('the organisers’ desk in Slack', () => {
  const { bot, sandbox, show, press, choose, told, isTold, say, viewOf, submit } = slackApp();

  it('denies at once, then offers Undo and a reason, and brings an approval back', async () => {
    const approved = decided(yoga(fresh()), { verb: 'decide', approval: 'approved' });
    const card = await show(approved);
    await press(card, 'deny');
    const denied = bot.spaces.get(approved.id);
    assert.ok(denied);
    const redrawn = await show(denied);
    await press(redrawn, 'take_back');
    assert.deepEqual(
      bot.asked.map(({ verb }) => verb),
      [{ verb: 'decide', approval: 'denied' }, { verb: 'undo' }],
    );
  });

  it('undoes an approval', async () => {
    const undecided = yoga(fresh());
    await press(await show(undecided), 'approve');
    const card = await show(bot.spaces.get(undecided.id) ?? assert.fail());
    await press(card, 'take_back');
    assert.equal(bot.spaces.get(undecided.id)?.reminders[0]?.state.status, 'needs_action');
  });

  it('keeps the reason of a denial as a note', async () => {
    const denied = decided(someSpace({ ...fresh(), verdict: 'review' }), { verb: 'decide', approval: 'denied' });
    const card = await show(denied);
    await press(card, 'add_reason');
    assert.equal(await submit({ note: 'A talk about yoga, no session' }), undefined);
    assert.equal(bot.spaces.get(denied.id)?.note, 'A talk about yoga, no session');
    assert.equal(bot.spaces.get(denied.id)?.standing.status, 'dismissed');
  });

  it('edits title and text of the reminder, and sends only changes', async () => {
    const space = yoga(fresh());
    const card = await show(space);
    await press(card, 'edit');
    assert.equal(await submit({ title: 'Acro yoga' }), undefined);
    assert.deepEqual(bot.asked.at(-1)?.verb, { verb: 'change', title: 'Acro yoga' });
    assert.equal(bot.spaces.get(space.id)?.title, 'Acro yoga');
    // The card that was pressed is out of date, and the dialog shows what stands.
    await press(card, 'edit');
    assert.equal(await submit({ title: 'Acro yoga for all' }), undefined);
    assert.equal(bot.spaces.get(space.id)?.title, 'Acro yoga for all');
    await control(sandbox, 'faults', { route: 'views.open', then: 'ratelimited' });
    await press(card, 'edit');
    await isTold(/^The dialog could not be opened\. Try again in a moment\.$/u);
  });

  it('moves a conflict to a free room, or to another place, and thereby approves it', async () => {
    const taken = { openSpaceId: '9', room: 'B114', startAt: fivePm, relation: 'repeats' } as const;
    const space = yoga({ ...fresh(), taken });
    const card = await show(space, { freeRooms: ['A103', 'A104'] });
    await press(card, 'move_2');
    assert.deepEqual(bot.asked.at(-1)?.verb, { verb: 'stage', room: 'A104' });
    // A start that was picked before the press counts too. The room is that of the button.
    const late = await show(yoga({ ...fresh(), taken }), { freeRooms: ['A103', 'A104'] });
    await press(late, 'move_1', { values: { time: '18:30', room: 'C120' } });
    assert.deepEqual(bot.asked.at(-1)?.verb, { verb: 'stage', room: 'A103', startAt: fivePm + 90 * 60_000 });
    const other = yoga({ ...fresh(), taken });
    await press(await show(other), 'elsewhere');
    assert.equal(await submit({ place: 'Lobby' }), undefined);
    assert.deepEqual(bot.asked.at(-1)?.verb, { verb: 'stage', place: 'Lobby' });
    assert.equal(bot.spaces.get(other.id)?.reminders[0]?.state.status, 'approved');
    // The post may name a place that is not on the list of rooms.
    const unlisted = someSpace({ ...fresh(), verdict: 'review', startAt: fivePm });
    await press(await show(unlisted), 'elsewhere');
    assert.equal(await submit({ place: 'Rooftop bar' }), undefined);
    assert.equal(bot.spaces.get(unlisted.id)?.place, 'Rooftop bar');
  });

  it('ignores a spammer in two taps, and denies their waiting sessions in one more', async () => {
    const [one, two] = [yoga(fresh()), yoga(fresh())];
    await show(one);
    const card = await show(two);
    await choose(card, 'ignore', two.id);
    const offer = await isTold(/^@host_of_yoga is ignored from now on\. 2 open spaces/u);
    assert.deepEqual(bot.config.ignoreUsers, ['77001']);
    await press({ channel: offer.channel, ts: offer.ts, role: '' }, 'deny_host');
    await isTold(/^Denied 2 open spaces\.$/u);
    const three = yoga(fresh());
    await show(three);
    bot.answer = async () => ({ kind: 'kept' });
    await press({ channel: offer.channel, ts: offer.ts, role: '' }, 'deny_host');
    await isTold(/^The bot is busy or offline right now: 1 request is kept and will be decided\./u);
    bot.spaces.delete(three.id);
    for (const { id } of [one, two]) assert.equal(bot.spaces.get(id)?.reminders[0]?.state.status, 'denied');
  });

  it('moves the session that a post is about to the picked room and start, or cancels it', async () => {
    const space = { ...someSpace({ ...fresh(), verdict: 'review', startAt: fivePm }), about: '8660000000000999' };
    const card = await show(space);
    await press(card, 'move_known', { values: { room: 'C120' } });
    await press(card, 'cancel_known');
    const asked = { openSpaceId: space.id, by: ana };
    const changes = () => bot.changes.filter(({ openSpaceId }) => openSpaceId === space.id);
    await eventually('both are asked', async () => changes().length === 2);
    assert.deepEqual(changes(), [
      { change: 'move', ...asked, picked: { room: 'C120' } },
      { change: 'cancel', ...asked, picked: {} },
    ]);
    // The post's own card only says that it is denied.
    const decision = { id: '1', verb: 'decide', by: ana, at: now, revision: 1, from: {}, to: {} } as const;
    bot.answer = async () => ({ kind: 'decided', result: { decision, status: 'dismissed' } });
    bot.spaces.set(space.about, { ...yoga({ id: space.about }), title: 'Juggling' });
    await press(card, 'move_known');
    await isTold(/: Moved: B114 · Fri 19 May 17:00 PDT · “Juggling”/u);
  });

  it('trusts a host, and calls a post no announcement', async () => {
    const space = yoga(fresh());
    const card = await show(space);
    await choose(card, 'trust', space.id);
    await isTold(/^@host_of_yoga is trusted from now on/u);
    assert.deepEqual(bot.config.trustUsers, ['77001']);
    await choose(card, 'not_announcement', space.id);
    assert.deepEqual(bot.asked.at(-1)?.verb, { verb: 'decide', approval: 'denied', note: 'Not an announcement' });
  });

  it('tells what is wrong with a config that cannot be saved', async () => {
    const space = yoga(fresh());
    const card = await show(space);
    const { setTrusted } = bot.service;
    const refuse = () => Promise.reject(new ConfigRefused(['trustUsers: at most 10000 users fit']));
    Object.assign(bot.service, { setTrusted: refuse });
    await choose(card, 'trust', space.id);
    await isTold(/^trustUsers: at most 10000 users fit$/u).finally(() => Object.assign(bot.service, { setTrusted }));
  });

  it('shows the history with the ids to copy', async () => {
    const space = yoga(fresh());
    await choose(await show(space), 'history', space.id);
    const view = await eventually('the history', async () => {
      const modal = JSON.stringify(await viewOf('modal'));
      return modal.includes('History and ids') && modal;
    });
    assert.ok(view.includes(space.id) && view.includes('77001'));
    await control(sandbox, 'dismissals', { userId: ana.id });
  });

  it('lets one organiser take care of it, and gives the text to copy', async () => {
    const space = yoga({ ...fresh(), startAt: now + 20 * 60_000 });
    await show(space);
    const alert = bot.cards.get(space.id)?.find(({ role }) => role.startsWith('alert:'));
    assert.equal(alert, undefined, 'it was opened a moment ago');
    const later = { ...space, openedAt: now - 3_600_000 };
    await show(later);
    const warning = bot.cards.get(space.id)?.find(({ role }) => role.startsWith('alert:undecided'));
    assert.ok(warning);
    await press(warning, 'take_it');
    assert.deepEqual(bot.taken.at(-1), { id: space.id, by: ana });
    await press(warning, 'take_it', { userId: 'U0ORG2' });
    await isTold(/: ana takes care of it\.$/u, 'U0ORG2');
  });

  it('keeps a stranger out of menus, dialogs and commands', async () => {
    const space = yoga(fresh());
    const card = await show(space);
    await choose(card, 'ignore', space.id, { userId: stranger });
    await press(card, 'edit', { userId: stranger });
    await say('pause', stranger);
    await eventually('three refusals', async () => (await told(stranger)).filter(isRefusal).length >= 3);
    assert.deepEqual([bot.config.ignoreUsers, bot.config.paused, bot.asked], [[], false, []]);
  });

  for (const [who, membership, words] of [
    ['U0GUEST1', { guest: 'multi-channel' }, /guests of the workspace may not decide/u],
    ['U0GUEST2', { guest: 'single-channel' }, /guests of the workspace may not decide/u],
    ['U0GONE', { deactivated: true }, /your account in this workspace is deactivated/u],
    ['U0ELSEWHERE', { teamId: 'T9999' }, /only members of the bot’s own workspace may decide/u],
  ] as const) {
    it(`refuses ${JSON.stringify(membership)} although the config lists them, with a sentence`, async () => {
      bot.config = someConfig({ organisers: [ana.id, who] });
      await control(sandbox, 'members', { userId: who, ...membership });
      const space = yoga(fresh());
      const card = await show(space);
      await press(card, 'approve', { userId: who });
      await press(card, 'edit', { userId: who });
      await choose(card, 'ignore', space.id, { userId: who });
      await say('pause', who);
      await eventually(
        'four refusals',
        async () => (await told(who)).filter(({ text }) => words.test(text)).length === 4,
      );
      // On Home nobody can be told by a message.
      await control(sandbox, 'home-opened', { userId: who });
      const { id: viewId } = await viewOf('home', who);
      await control(sandbox, 'actions', { viewId, actionId: 'pause', userId: who });
      assert.match(JSON.stringify(await viewOf('modal', who)), words);
      assert.deepEqual([bot.config.ignoreUsers, bot.config.paused, bot.asked], [[], false, []]);
    });
  }

  it('stages a session from a message by its shortcut', async () => {
    const card = await show(yoga(fresh()));
    await control(sandbox, 'shortcuts', { callbackId: 'stage_open_space', channel: card.channel, ts: card.ts });
    assert.match(JSON.stringify(await viewOf('modal')), /"Enter an open space"/u);
    await control(sandbox, 'dismissals', { userId: ana.id });
  });

  it('decides and pauses on Home, which shows the result', async () => {
    const space = yoga(fresh());
    await show(space);
    await control(sandbox, 'home-opened', { userId: ana.id });
    const { id: viewId } = await viewOf('home');
    const homeSays = async (words: RegExp) =>
      eventually(`Home says ${String(words)}`, async () => words.test(JSON.stringify(await viewOf('home'))));
    await homeSays(/1 open space waits for a decision/u);
    await control(sandbox, 'actions', { viewId, actionId: 'approve' });
    await homeSays(/Nothing waits for a decision/u);
    assert.equal(bot.spaces.get(space.id)?.reminders[0]?.state.status, 'approved');
    await control(sandbox, 'actions', { viewId, actionId: 'pause' });
    await homeSays(/Resume posting/u);
    assert.equal(bot.config.paused, true);
  });
});

const isRefusal = ({ text }: { text: string }): boolean => text.startsWith('Only this conference’s organisers');
