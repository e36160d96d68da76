import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { OpenSpace } from '../core/open-space.ts';
import { areBlocksTooLong, findBlockProblems } from '../sandbox/slack/blocks.ts';
import { alertMessage, alertsOf, settledAlert } from '../slack/alerts.ts';
import { dialogActions } from '../slack/buttons.ts';
import { dialogFor, historyDialog } from '../slack/dialogs.ts';
import { digestFor } from '../slack/digest.ts';
import { entryDialog } from '../slack/entry.ts';
import { createLinks } from '../slack/links.ts';
import { listMessage } from '../slack/list-message.ts';
import { shiftedMessage, shiftPreview } from '../slack/shift-message.ts';
import { withReminder } from './support/reminders.ts';
import { after, ana, fivePm, now, someConfig, viewOf, yoga } from './support/slack-views.ts';

const links = createLinks({ admin: 'https://bot.example', temporal: { url: 'https://ui.example', namespace: 'a' } });
const config = someConfig();
const text = fc.oneof(
  fc.constantFrom('<!channel>', '<@U0ORG1>', '\u202Egnp.exe', 'a\u0301'.repeat(40), '👩‍👩‍👧‍👦'.repeat(60), '\uD83D', ' '),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  fc.string({ unit: 'binary', minLength: 1 }).map((short) => short.repeat(2000).slice(0, 2000)),
);

/** One that carries the words wherever people's words can stand, with all the decisions that a state keeps. */
function wordy(words: string): OpenSpace {
  let space: OpenSpace = { ...yoga({ minutes: [30, 15] }), title: words.slice(0, 200), openedAt: now - 9e6 };
  for (let at = 0; at < 40; at++) {
    const verb = at % 2 === 0 ? 'denied' : 'approved';
    space = after(space, { verb: 'decide', approval: verb, note: `${at} ${words}` }, { ...ana, name: words }, now + at);
  }
  return space;
}

function isTaken(blocks: readonly unknown[], surface: 'message' | 'modal'): void {
  assert.deepEqual(findBlockProblems(blocks, surface), []);
  if (surface === 'message') assert.ok(!areBlocksTooLong(blocks));
  assert.ok(!JSON.stringify(blocks).includes('"mrkdwn"'));
}

describe('every message and dialog in Slack, at its longest', () => {
  it('is taken by Slack, and rings nobody', () => {
    const property = fc.property(text, (words) => {
      const space = wordy(words);
      const view = { ...viewOf(space), taker: { id: 'U1', name: words } };
      const many = Array.from({ length: 90 }, (_, index) => viewOf({ ...space, id: `86500000000000000${index}` }));
      const content = { view, tweet: null, config, links, role: 'outgoingTweets', now } as const;
      const failing = (['failed', 'unconfirmed', 'missed'] as const).map((status) => {
        const sending = withReminder(space, '15', { status: 'sending' });
        const state = { status, why: words, ...(status === 'missed' ? { wasApproved: true } : {}) } as const;
        return withReminder(sending, '15', state as Parameters<typeof withReminder>[2]);
      });
      const undecided = { ...yoga(), title: words.slice(0, 200), openedAt: 0 };
      for (const each of [...failing, undecided]) {
        const alerts = alertsOf(each, 10, fivePm - 20 * 60_000);
        assert.ok(alerts.length > 0);
        for (const alert of alerts) isTaken(alertMessage(alert, { ...content, view: viewOf(each) }).blocks, 'message');
      }
      const shifted = {
        moved: many.map((one) => ({ view: one, revision: 999 })),
        refused: many.slice(0, 12).map((one) => ({ view: one, reason: words })),
      };
      const messages = [
        settledAlert(content),
        digestFor({ views: many.slice(0, 26), cards: 900, undecided: 90 }, config, now),
        listMessage(many, many, links, now),
        shiftPreview(many, words.slice(0, 80) || 'x', 15),
        shiftedMessage(shifted, 15),
      ];
      for (const message of messages) {
        isTaken(message.blocks, 'message');
        assert.ok(message.text !== '' && !/[<>]/u.test(message.text), message.text);
      }
      const target = { openSpaceId: space.id, revision: space.revision };
      const dialogs = [
        historyDialog(space, links),
        entryDialog(config, { title: words, tweetUrl: words }, 'C1', now),
        ...dialogActions.map((action) => dialogFor(action, space, target, 'C1', words)),
      ];
      for (const { blocks, title } of dialogs) {
        isTaken(blocks, 'modal');
        assert.ok(title.text.length <= 24, title.text);
      }
    });
    fc.assert(property, { numRuns: 60, seed: 20_170_519 });
  });
});
