/** Everything that the bot shows in Slack, in every state, with the same words wherever people's words can stand. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { OpenSpace } from '../../core/open-space.ts';
import { alertMessage, alertsOf, copyMessage, endedAlert } from '../../slack/alerts.ts';
import { dialogActions } from '../../slack/buttons.ts';
import { cardFor, type CardMessage } from '../../slack/card.ts';
import { cardRoles } from '../../slack/card-role.ts';
import { dialogFor, historyDialog } from '../../slack/dialogs.ts';
import { digestFor } from '../../slack/digest.ts';
import { entryDialog } from '../../slack/entry-dialog.ts';
import { homeBlocks } from '../../slack/home.ts';
import { createLinks } from '../../slack/links.ts';
import { listMessage } from '../../slack/list-message.ts';
import { refusalNotice } from '../../slack/refuse-press.ts';
import { shiftedMessage, shiftPreview } from '../../slack/shift-message.ts';
import { preview } from '../../slack/unfurl.ts';
import { replies } from '../../slack/words.ts';
import { withReminder } from './reminders.ts';
import { examples } from './slack-states.ts';
import { after, ana, fivePm, now, someConfig, tweetOf, viewOf, yoga } from './slack-views.ts';
import { statuses } from '../../core/words.ts';

export interface Surface {
  readonly name: string;
  readonly kind: 'message' | 'modal' | 'home';
  readonly blocks: readonly KnownBlock[];
  /** A message's, for notifications. */
  readonly text?: string;
  /** The whole of a modal or of Home. */
  readonly view?: object;
}

const links = createLinks({ admin: 'https://bot.example', temporal: { url: 'https://ui.example', namespace: 'a' } });
const config = someConfig();

/** One that carries the words wherever people's words can stand, with all the decisions that a state keeps. */
function wordy(words: string): OpenSpace {
  let space: OpenSpace = { ...yoga({ minutes: [30, 15] }), title: words.slice(0, 200), openedAt: now - 9e6 };
  for (let at = 0; at < 40; at++) {
    const verb = at % 2 === 0 ? 'denied' : 'approved';
    space = after(space, { verb: 'decide', approval: verb, note: `${at} ${words}` }, { ...ana, name: words }, now + at);
  }
  return space;
}

const message = (name: string, { blocks, text }: CardMessage): Surface => ({ name, kind: 'message', blocks, text });
const modal = (name: string, view: ModalView): Surface => ({
  name,
  kind: 'modal',
  blocks: view.blocks as readonly KnownBlock[],
  view,
});

export function surfacesWith(words: string): Surface[] {
  const space = wordy(words);
  const view = { ...viewOf(space), taker: { id: 'U1', name: words } };
  const content = { view, tweet: null, config, links, role: 'outgoingTweets', now } as const;
  const many = Array.from({ length: 90 }, (_, index) => viewOf({ ...space, id: `86500000000000000${index}` }));
  const home = (first: typeof many, more: number): Surface => {
    const urls = first.map(() => 'https://bot.example/card');
    const blocks = homeBlocks({ config, upcoming: many, first, urls, more, notice: words, now });
    return { name: `Home with ${first.length}`, kind: 'home', blocks, view: { type: 'home', blocks } };
  };
  const target = { openSpaceId: space.id, revision: space.revision };
  const shifted = {
    moved: many.map((one) => ({ view: one, from: now, revision: 999 })),
    kept: many,
    refused: many.slice(0, 12).map((one) => ({ view: one, reason: words })),
    missing: many.slice(0, 12).map(({ _id }) => _id),
  };
  return [
    ...cards(words),
    ...alerts(words, space, content),
    message('an ended alert', endedAlert(content, 'alert:failed:15')),
    message('a text to copy', copyMessage(words || 'x')),
    message('the digest', digestFor({ views: many.slice(0, 26), cards: 900, undecided: 90 }, config, now)),
    message('the list', listMessage(many, many, links, now)),
    message('the preview of a shift', shiftPreview(many, words.slice(0, 80) || 'x', 15, now, config.conference)),
    message('what a shift came to', shiftedMessage(shifted, 15)),
    { name: 'the preview of a link', kind: 'message', blocks: [preview(space, true)] },
    ...[replies.guest, replies.deactivated].map((why) => modal('why a press is refused', refusalNotice(why))),
    modal('the history', historyDialog(space, links)),
    modal('the entry form', entryDialog(config, { title: words, tweetUrl: words }, 'C1', now)),
    ...dialogActions.map((action) => modal(`the dialog ${action}`, dialogFor(action, space, target, 'C1', words))),
    home(many.slice(0, 20), 70),
    home([], 0),
  ];
}

/** The card of every state, in every channel. */
function cards(words: string): Surface[] {
  return statuses.flatMap((status) => {
    const space = { ...examples[status](), title: words.slice(0, 200) || 'x', note: words };
    const facts = {
      reminderText: words,
      freeRooms: [words.slice(0, 80), 'x'.repeat(80)].filter((room) => room !== ''),
    };
    const tweet = { ...tweetOf(space, words, {}), author: { id: '1', username: words, name: words } };
    return cardRoles.map((role) => {
      const view = { ...viewOf(space), taker: { id: 'U1', name: words } };
      return message(`the card ${status} in ${role}`, cardFor({ view, tweet, config, links, facts, role, now }));
    });
  });
}

function alerts(words: string, space: OpenSpace, content: Parameters<typeof alertMessage>[1]): Surface[] {
  const failing = (['failed', 'unconfirmed', 'missed'] as const).map((status) => {
    const sending = withReminder(space, '15', { status: 'sending' });
    const state = { status, why: words, ...(status === 'missed' ? { wasApproved: true } : {}) } as const;
    return withReminder(sending, '15', state as Parameters<typeof withReminder>[2]);
  });
  const undecided = { ...yoga(), title: words.slice(0, 200), openedAt: 0 };
  return [...failing, undecided].flatMap((each) =>
    alertsOf(each, 10, fivePm - 20 * 60_000).map((alert) =>
      message(`the alert ${alert.role}`, alertMessage(alert, { ...content, view: viewOf(each) })),
    ),
  );
}
