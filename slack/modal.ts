import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Actor } from '../core/actor.ts';
import { instantsAt } from '../core/conference-days.ts';
import type { Config } from '../core/config.ts';
import { localDate } from '../core/local-time.ts';
import { isOrganiser, onlyOrganisers } from './actions.ts';
import type { EntryOutcome } from '../temporal/open-space-service.ts';
import type { Log, SlackService } from './open-space-service.ts';
import { cut, escapeText, oneLine } from './plain-words.ts';
import { roomPicker } from './pickers.ts';
import { after } from './user-names.ts';

export const entryCommand = '/openspace';
const callbackId = 'enter_open_space';
/** Slack closes the dialogue with an error after 3 s. Milliseconds. */
const answerWithin = 2_600;

export interface EntryListeners {
  readonly openSpaces: SlackService;
  readonly log: Log;
  readonly clock: () => number;
  readonly nameOf: (id: string, fallback: string) => Promise<string>;
}

/** `/openspace Board games` opens a dialogue by which an organiser enters an open space from the board. */
export function listenForEntries(app: App, { openSpaces, log, clock, nameOf }: EntryListeners): void {
  app.command(entryCommand, async ({ ack, body, client }) => {
    try {
      const config = await openSpaces.config();
      if (!isOrganiser(body.user_id, config)) {
        await ack({ response_type: 'ephemeral', text: escapeText(`${onlyOrganisers} ${body.user_id}.`) });
        return;
      }
      await client.views.open({
        trigger_id: body.trigger_id,
        view: entryDialogue(config, { title: body.text, channel: body.channel_id, now: clock() }),
      });
      await ack();
    } catch (error) {
      log(`the dialogue could not be opened: ${String(error)}`, { level: 'error' });
      await ack({ response_type: 'ephemeral', text: 'The dialogue could not be opened. Try again in a moment.' });
    }
  });

  app.view(callbackId, async ({ ack, body, view, client }) => {
    const values = Object.values(view.state.values).reduce((all, block) => ({ ...all, ...block }), {});
    const filled = {
      room: values['room']?.selected_option?.value ?? undefined,
      place: values['place']?.value ?? undefined,
      date: values['date']?.selected_date ?? undefined,
      time: values['time']?.selected_time ?? undefined,
      title: values['title']?.value ?? undefined,
    };
    const { id, name } = body.user;
    const work = enter(filled, { id, name: await nameOf(id, name), door: 'slack' }, openSpaces).catch(
      (error: unknown): Outcome => {
        log(`an entry failed: ${String(error)}`, { level: 'error' });
        return { kind: 'refused', at: 'title', reason: 'The bot cannot reach its own servers. Try again in a moment.' };
      },
    );
    const inTime = await Promise.race([work, after(answerWithin)]);
    if (inTime?.kind === 'refused') {
      await ack({ response_action: 'errors', errors: { [inTime.at]: cut(inTime.reason, 300) } });
      return;
    }
    await ack();
    const outcome = inTime ?? (await work);
    log('an organiser entered an open space', { user: id, outcome: outcome.kind });
    if (inTime === undefined && outcome.kind === 'refused' && view.private_metadata !== '') {
      const text = escapeText(`It was not entered: ${outcome.reason}`);
      await client.chat.postEphemeral({ channel: view.private_metadata, user: id, text });
    }
  });
}

interface Filled {
  readonly room?: string | undefined;
  readonly place?: string | undefined;
  readonly date?: string | undefined;
  readonly time?: string | undefined;
  readonly title?: string | undefined;
}

type Outcome =
  | Extract<EntryOutcome, { kind: 'entered' }>
  | { readonly kind: 'refused'; readonly at: string; readonly reason: string };

/** @returns with a refusal, the field that it is shown at */
async function enter(
  { room, place, date, time, title }: Filled,
  by: Actor,
  openSpaces: SlackService,
): Promise<Outcome> {
  const config = await openSpaces.config();
  if (!isOrganiser(by.id, config)) return { kind: 'refused', at: 'title', reason: `${onlyOrganisers} ${by.id}.` };
  const trimmed = place?.trim() ?? '';
  if (room === undefined && trimmed === '')
    return { kind: 'refused', at: 'room', reason: 'Pick a room, or write a place.' };
  if (room !== undefined && trimmed !== '') {
    return { kind: 'refused', at: 'place', reason: 'Give a room or a place, not both.' };
  }
  const instants = instantsAt(date ?? '', time ?? '', config.conference.timeZone);
  const [startAt] = instants;
  if (startAt === undefined || instants.length > 1) {
    const reason = `${time ?? ''} ${startAt === undefined ? 'does not exist' : 'comes twice'} that day. Pick another time.`;
    return { kind: 'refused', at: 'time', reason };
  }
  const what = title === undefined || title.trim() === '' ? {} : { title: title.trim() };
  const where = room === undefined ? { place: trimmed } : { room };
  const outcome = await openSpaces.enterByHand({ ...where, startAt, ...what }, by);
  return outcome.kind === 'entered' ? outcome : { kind: 'refused', at: 'room', reason: outcome.reason };
}

function entryDialogue(config: Config, start: { title: string; channel: string; now: number }): ModalView {
  const { timeZone, startDate, endDate } = config.conference;
  const today = localDate(start.now, timeZone);
  const title = oneLine(start.title, 200);
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: start.channel,
    title: { type: 'plain_text', text: 'Enter an open space' },
    submit: { type: 'plain_text', text: 'Enter' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      {
        type: 'input',
        block_id: 'title',
        label: { type: 'plain_text', text: 'What' },
        element: {
          type: 'plain_text_input',
          action_id: 'title',
          max_length: 200,
          ...(title === '' ? {} : { initial_value: title }),
        },
      },
      {
        type: 'input',
        block_id: 'date',
        label: { type: 'plain_text', text: 'Date' },
        element: {
          type: 'datepicker',
          action_id: 'date',
          initial_date: today >= startDate && today <= endDate ? today : startDate,
        },
      },
      {
        type: 'input',
        block_id: 'time',
        label: { type: 'plain_text', text: oneLine(`Start (${timeZone})`, 100) },
        element: { type: 'timepicker', action_id: 'time', timezone: timeZone },
      },
      {
        type: 'input',
        block_id: 'room',
        optional: true,
        label: { type: 'plain_text', text: 'Room' },
        element: roomPicker({}, [], config),
      },
      {
        type: 'input',
        block_id: 'place',
        optional: true,
        label: { type: 'plain_text', text: 'Or another place' },
        hint: { type: 'plain_text', text: 'Outside the list of rooms, and so outside the check for conflicts.' },
        element: { type: 'plain_text_input', action_id: 'place', max_length: 80 },
      },
    ],
  };
}
