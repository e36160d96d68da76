import assert from 'node:assert/strict';
import type { OpenSpace } from '../core/open-space.ts';
import type { ReminderState } from '../core/reminder.ts';
import type { Card } from '../store/open-spaces.ts';
import { withReminder } from './support/reminders.ts';
import { clientOf, control, eventually } from './support/sandbox-app.ts';
import { slackApp } from './support/slack-running.ts';
import { after as decided, bo, fivePm, fresh, now, yoga } from './support/slack-views.ts';
import { startBrowser } from './support/web-browser.ts';

describe('A message about one reminder in Slack', () => {
  const { bot, sandbox, show, press, told, isTold } = slackApp();

  const failed = { status: 'failed', why: 'X refused it' } as const;
  const unconfirmed = { status: 'unconfirmed', why: 'X did not say' } as const;
  const inTrouble = (of30: ReminderState, of15: ReminderState): OpenSpace => {
    const approved = decided(yoga({ ...fresh(), minutes: [30, 15] }), { verb: 'decide', approval: 'approved' });
    return withReminder(withReminder(approved, '30', of30), '15', of15);
  };
  const alertOf = async (space: OpenSpace, role: string): Promise<Card> => {
    await show(space);
    const card = bot.cards.get(space.id)?.find((one) => one.role === `alert:${role}`);
    assert.ok(card, role);
    return card;
  };
  const states = ({ id }: OpenSpace) =>
    bot.spaces
      .get(id)
      ?.reminders.map(({ state }) => state.status)
      .join(' ');
  /** A message of an earlier version, whose buttons named no reminder. */
  const earlier = async ({ id, revision }: OpenSpace, action: string): Promise<Card> => {
    const text = { type: 'plain_text', text: action } as const;
    const button = { type: 'button', action_id: action, text, value: `${id}:${revision}` } as const;
    const blocks = [{ type: 'actions', elements: [button] } as const];
    const posted = await clientOf(sandbox).chat.postMessage({ channel: 'C_OUTGOING', text: action, blocks });
    return { channel: 'C_OUTGOING', ts: posted.ts ?? '', role: '' };
  };
  const off = (state: ReminderState = { status: 'needs_action' }): OpenSpace => {
    const approved = decided(yoga(fresh()), { verb: 'decide', approval: 'approved' });
    const sent = withReminder(approved, '15', { status: 'sent', at: now, tweetId: '866' });
    const told = { ...sent, told: { where: 'B114', startAt: fivePm } };
    const cancelled = decided(told, { verb: 'cancel' });
    const reminders = cancelled.reminders.map((one) => (one.corrects === undefined ? one : { ...one, state }));
    return { ...cancelled, reminders };
  };

  it('acts on the one that the message names, and on no other', async () => {
    const both = inTrouble(unconfirmed, unconfirmed);
    await press(await alertOf(both, 'unconfirmed:30'), 'is_there');
    assert.equal(states(both), 'sent unconfirmed');
    const one = inTrouble(failed, unconfirmed);
    await press(await alertOf(one, 'failed:30'), 'try_again');
    assert.equal(states(one), 'approved unconfirmed');
    const last = inTrouble(failed, unconfirmed);
    await press(await alertOf(last, 'unconfirmed:15'), 'not_there');
    assert.equal(states(last), 'failed approved');
    // The card has a row for each.
    const onCard = inTrouble(unconfirmed, failed);
    await press(await show(onCard), 'is_there');
    assert.equal(states(onCard), 'sent failed');
  });

  it('is a new message, if it fails again after somebody tried it again', async () => {
    const space = inTrouble(failed, unconfirmed);
    const first = await alertOf(space, 'failed:30');
    await press(first, 'try_again');
    const retried = bot.spaces.get(space.id) ?? space;
    await show(retried);
    const again = { ...withReminder(retried, '30', failed), revision: retried.revision + 1 };
    for (const revision of [again.revision, again.revision + 1]) await show({ ...again, revision });
    const alerts = bot.cards.get(space.id)?.filter(({ role }) => role.startsWith('alert:failed:30')) ?? [];
    assert.equal(new Set(alerts.map(({ ts }) => ts)).size, 2);
    await press(alerts.at(-1) ?? first, 'try_again');
    assert.equal(states(space), 'approved unconfirmed');
  });

  it('acts on the pressed row if several rows have equal buttons', async () => {
    const both = inTrouble(failed, failed);
    await press(await show(both), 'try_again', { blockId: `trouble:15:r${both.revision}` });
    assert.equal(states(both), 'failed approved');
    const { status } = await control(sandbox, 'actions', {
      ...(await show(inTrouble(failed, failed))),
      actionId: 'try_again',
      blockId: 'trouble:5:r0',
    });
    assert.equal(status, 404);
  });

  it('acts on the row that is clicked on the sandbox’s page', async function () {
    const browser = await startBrowser(this);
    try {
      const both = inTrouble(unconfirmed, unconfirmed);
      const { channel, ts } = await show(both);
      const page = await browser.newPage();
      await page.goto(`${sandbox.url}/#${channel}/${ts}`);
      const second = page.locator(`[data-ts="${ts}"]`).getByRole('button', { name: /^It is there \(the 15-minute/u });
      await second.click();
      await eventually('one of them is there', async () => states(both)?.includes('sent'));
      assert.equal(states(both), 'unconfirmed sent');
    } finally {
      await browser.close();
    }
  });

  it('copies the text of the one that failed, also from a message of an earlier version', async () => {
    const cancelled = off(failed);
    const [, { key }] = cancelled.reminders as [object, { key: string }];
    await press(await alertOf(cancelled, `failed:${key}`), 'copy_text');
    const copies = async () => (await told()).filter(({ text }) => text.startsWith('The reminder’s text:'));
    await eventually('the text', async () => (await copies()).length === 1);
    await press(await earlier(cancelled, 'copy_text'), 'copy_text');
    await eventually('it again', async () => (await copies()).length === 2);
    for (const { text } of await copies()) assert.match(text, /^The reminder’s text: Cancelled: /u);
    const two = inTrouble(failed, failed);
    bot.spaces.set(two.id, two);
    await press(await earlier(two, 'copy_text'), 'copy_text');
    await isTold(/: This button is from another version/u);
    const begun = { ...inTrouble(failed, unconfirmed), startAt: now };
    bot.spaces.set(begun.id, begun);
    await press(await earlier(begun, 'copy_text'), 'copy_text');
    await isTold(/: Fri 19 May 14:00 PDT has passed/u);
    assert.equal((await copies()).length, 2);
  });

  it('says who was faster to decide on a correction, with a button that names it or not', async () => {
    for (const actionId of ['post_correction', 'deny_correction']) {
      const space = off();
      const [, { key }] = space.reminders as [object, { key: string }];
      const buttons = [await alertOf(space, `needs_action:${key}`), await earlier(space, actionId)];
      const posted = decided(space, { verb: 'decide', approval: 'approved', reminder: key }, bo);
      bot.spaces.set(space.id, withReminder(posted, key, { status: 'sent', at: now, tweetId: '867' }));
      const faster = async () => (await told()).filter(({ text }) => text.includes(': bo was faster')).length;
      const before = await faster();
      for (const card of buttons) await press(card, actionId);
      await eventually('both are told', async () => (await faster()) === before + 2);
    }
  });
});
