import assert from 'node:assert/strict';
import { closed } from '../core/outcomes.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { ReminderState } from '../core/reminder.ts';
import { cardDrawing, type Listed } from './support/card-drawing.ts';
import { clientOf } from './support/sandbox-app.ts';
import { withReminder } from './support/reminders.ts';
import { after as decided, ana, fivePm, now, yoga } from './support/slack-views.ts';

describe('The Slack card drawer tells in a message of its own, once, and then follows it', () => {
  const slack = cardDrawing();
  const { draw, messages, drawerAt } = slack;

  const approved = () => decided(yoga(), { verb: 'decide', approval: 'approved' });
  const failed = () => ({ ...withReminder(approved(), '15', { status: 'sending' }), revision: 2 });
  const why = 'X refused it: Forbidden';
  const doubtful = ['is_there', 'not_there', 'take_it'];
  const ends: readonly [ReminderState, string, string[]][] = [
    [{ status: 'failed', why }, 'The reminder was not posted', ['try_again', 'copy_text', 'take_it']],
    [{ status: 'unconfirmed', why }, 'We don’t know whether X posted the reminder', doubtful],
    [{ status: 'missed', why, wasApproved: true }, 'The reminder was approved and did not go out', ['take_it']],
  ];
  for (const [state, headline, actions] of ends) {
    it(`that it is ${state.status}`, async () => {
      await draw(approved());
      const space = { ...withReminder(failed(), '15', state), revision: 3 };
      await draw(space);
      await draw({ ...space, revision: 4 });
      const [card, alert, ...others] = await messages('outgoing_tweets');
      assert.equal(others.length, 0);
      assert.ok(alert?.text.startsWith(`⚠ ${headline}: B114`), alert?.text);
      assert.deepEqual(actionsOf(alert), actions);
      const { permalink = '' } = await clientOf(slack.sandbox).chat.getPermalink({
        channel: 'C_OUTGOING',
        message_ts: card?.ts ?? '',
      });
      assert.ok(JSON.stringify(alert?.blocks).includes(`"${permalink}"`), 'it leads to the card');
      await draw({ ...decided(yoga(), { verb: 'decide', approval: 'denied' }), revision: 5 });
      const [, settled] = await messages('outgoing_tweets');
      assert.match(settled?.text ?? '', /^Done: Denied/u);
      assert.deepEqual(actionsOf(settled), []);
    });
  }

  it('that nobody decided in time, if the start came first: nothing was settled then', async () => {
    const undecided = { key: 'correction1', minutes: 0, sendAt: now, state: { status: 'needs_action' } } as const;
    const reminders = [{ ...undecided, corrects: 'cancelled' }] as const;
    const told = { where: 'B114', startAt: fivePm + 3_600_000 };
    const off: OpenSpace = { ...yoga({ id: '1' }), standing: { status: 'cancelled', by: ana }, told, reminders };
    const words = async () => (await messages('outgoing_tweets')).find(({ ts }) => ts === slack.cards.at(-1)?.ts)?.text;
    for (const [space, asked, end] of [
      [off, '⚠ People were told that it takes place', 'Nobody decided in time, so people were not told that it'],
      [yoga({ id: '2' }), '⚠ Nobody has decided', 'Nobody decided in time, so the reminder did not go'],
    ] as const) {
      slack.cards = [];
      slack.drawer = drawerAt(fivePm - 10 * 60_000);
      await draw(space);
      assert.ok((await words())?.startsWith(asked));
      slack.drawer = drawerAt(fivePm);
      await draw(space);
      assert.ok((await words())?.startsWith(end));
      await draw({ ...closed(space), revision: 1 });
      assert.ok((await words())?.startsWith(end));
    }
  });

  it('which of several reminders it is about', async () => {
    const both = decided(yoga({ minutes: [30, 15] }), { verb: 'decide', approval: 'approved' });
    await draw(withReminder(withReminder(both, '30', { status: 'failed', why }), '15', { status: 'failed', why }));
    const texts = (await messages('outgoing_tweets')).map(({ text }) => text.split(':')[0]);
    for (const minutes of [30, 15]) assert.ok(texts.includes(`⚠ The ${minutes}-minute reminder was not posted`));
  });

  it('without a text to copy once the session has begun', async () => {
    const space = withReminder(failed(), '15', { status: 'failed', why });
    slack.drawer = drawerAt(fivePm);
    await draw(space);
    assert.deepEqual(actionsOf((await messages('outgoing_tweets'))[1]), ['take_it']);
  });

  it('that nobody has decided, some minutes before the reminder and not before', async () => {
    slack.drawer = drawerAt(fivePm - 26 * 60_000);
    await draw(yoga());
    assert.equal((await messages('outgoing_tweets')).length, 1);
    slack.drawer = drawerAt(fivePm - 24 * 60_000);
    await draw(yoga());
    await draw({ ...yoga(), revision: 1 });
    const [, warning, ...others] = await messages('outgoing_tweets');
    assert.equal(others.length, 0);
    assert.match(warning?.text ?? '', /^⚠ Nobody has decided yet: B114.*Decide by 16:45 PDT\./u);
    assert.deepEqual(actionsOf(warning), ['approve', 'deny', 'take_it']);
    // The room runs late: there is time again, and nobody has decided.
    const later = decided(yoga(), { verb: 'change', startAt: fivePm + 3_600_000 });
    await draw({ ...later, revision: 2 });
    const [, putOff] = await messages('outgoing_tweets');
    assert.match(putOff?.text ?? '', /^Still undecided: .*18:00 PDT/u);
    assert.doesNotMatch(JSON.stringify(putOff?.blocks), /✔/u);
    slack.drawer = drawerAt(fivePm + 3_600_000);
    await draw({ ...closed(later), revision: 3 });
    const [, left] = await messages('outgoing_tweets');
    assert.match(left?.text ?? '', /^Nobody decided in time, so the reminder did not go out/u);
    slack.drawer = drawerAt(fivePm - 24 * 60_000);
    const { room: _room, startAt: _startAt, ...vague } = yoga();
    const told = { where: 'B114', startAt: fivePm };
    await draw({ ...vague, id: '9', standing: { status: 'needs_review' }, told });
    const review = (await messages('need_review')).at(-1);
    assert.match(review?.text ?? '', /People were told that it starts at 17:00 PDT/u);
  });
});

const actionsOf = (message: Listed | undefined): string[] =>
  message?.blocks.flatMap((block) => block.elements?.flatMap((one) => one.action_id ?? []) ?? []) ?? [];
