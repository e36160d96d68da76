import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Actor } from '../core/actor.ts';
import { longest } from '../core/verb-problem.ts';
import { instantsAt } from '../core/conference.ts';
import type { Config } from '../core/config.ts';
import { localDate, localTime } from '../core/local-time.ts';
import type { Entry, EntryOutcome } from '../temporal/enter-by-hand.ts';
import { isOrganiser } from './actions.ts';
import { onSubmit, type Listeners, type SlackService } from './conversation.ts';
import { withEmoji } from './emoji.ts';
import { enteredMessage } from './entered-message.ts';
import { input, modal, textInput } from './forms.ts';
import { roomPicker } from './pickers.ts';
import { oneLine } from './plain-words.ts';
import { paragraph, plain } from './rich-text.ts';
import type { EntryRead } from './entry-from-text.ts';
import { entryWords, labels, replies } from './words.ts';

const callbackId = 'enter_open_space';

/** Carries out a submitted entry dialog. */
export function listenForEntries(listeners: Listeners): void {
  const { openSpaces, log } = listeners;
  const from = ({ private_metadata: channel }: ViewOutput) => ({ field: 'title', channel });
  onSubmit(listeners, callbackId, from, async (view, user) => {
    const values = Object.values(view.state.values).reduce((all, block) => ({ ...all, ...block }), {});
    const filled = {
      room: values['room']?.selected_option?.value ?? undefined,
      place: withEmoji(values['place']?.value?.trim() ?? ''),
      date: values['date']?.selected_date ?? '',
      time: values['time']?.selected_time ?? '',
      title: withEmoji(values['title']?.value?.trim() ?? ''),
      tweetUrl: values['tweet']?.value?.trim() ?? '',
    };
    const outcome = await enter(filled, { ...user, door: 'slack' }, openSpaces, view.id);
    log.info('an organiser entered an open space', { user: user.id, outcome: outcome.kind });
    if (outcome.kind === 'entered') {
      if (outcome.isKept === true) return replies.kept;
      return enteredMessage(openSpaces, outcome.id, outcome.entry, outcome.config);
    }
    const { at, reason } = outcome;
    return { at, reason, afterClosing: replies.notEntered(reason) };
  });
}

interface Filled {
  readonly room: string | undefined;
  readonly place: string;
  readonly date: string;
  readonly time: string;
  readonly title: string;
  readonly tweetUrl: string;
}

type Outcome =
  | (Extract<EntryOutcome, { kind: 'entered' }> & { readonly entry: Entry; readonly config: Config })
  | { readonly kind: 'refused'; readonly at: string; readonly reason: string };

/**
 * @param viewId the dialog's id: a dialog that is sent twice enters one open space @returns for a refusal, also the
 * field that shows it
 */
async function enter(filled: Filled, by: Actor, openSpaces: SlackService, viewId: string): Promise<Outcome> {
  const { room, place, date, time, title, tweetUrl } = filled;
  const config = await openSpaces.config();
  const refused = (at: string, reason: string): Outcome => ({ kind: 'refused', at, reason });
  if (!isOrganiser(by.id, config)) return refused('title', replies.onlyOrganisers(by.id));
  if (room === undefined && place === '') return refused('room', entryWords.noPlace);
  if (room !== undefined && place !== '') return refused('place', entryWords.bothPlaces);
  const instants = instantsAt(date, time, config.conference.timeZone);
  const [startAt] = instants;
  if (startAt === undefined || instants.length > 1) {
    return refused('time', startAt === undefined ? entryWords.skipped(time) : entryWords.repeated(time));
  }
  const entry: Entry = {
    ...(room === undefined ? { place } : { room }),
    startAt,
    ...(title === '' ? {} : { title }),
    ...(tweetUrl === '' ? {} : { tweetUrl }),
  };
  const outcome = await openSpaces.enterByHand(entry, by, viewId);
  if (outcome.kind === 'entered') return { ...outcome, entry, config };
  const { at = 'room', reason } = outcome;
  return refused(at === 'tweetUrl' ? 'tweet' : at, reason);
}

/**
 * The entry form, with the known values filled in, and what a person should check.
 * @param channel in which the bot can reply to the person
 */
export function entryDialog(config: Config, known: Partial<EntryRead>, channel: string, now: number): ModalView {
  const { timeZone, startDate } = config.conference;
  const today = localDate(now, timeZone);
  const day = today < startDate ? startDate : today;
  return modal({
    callback_id: callbackId,
    private_metadata: channel,
    title: labels.enter,
    submit: entryWords.submit,
    blocks: [
      ...(known.doubts === undefined || known.doubts.length === 0
        ? []
        : [paragraph(plain(oneLine(entryWords.check(known.doubts), 500)))]),
      textInput('title', entryWords.what, { max: longest.title, initial: oneLine(known.title ?? '', 200) }),
      input('date', labels.date, {
        type: 'datepicker',
        action_id: 'date',
        initial_date: known.startAt === undefined ? day : localDate(known.startAt, timeZone),
      }),
      input('time', oneLine(entryWords.start(timeZone), 100), {
        type: 'timepicker',
        action_id: 'time',
        timezone: timeZone,
        ...(known.startAt === undefined ? {} : { initial_time: localTime(known.startAt, timeZone) }),
      }),
      input('room', labels.room, roomPicker(known.room === undefined ? {} : { room: known.room }, [], config), {
        isOptional: true,
      }),
      textInput('place', entryWords.place, { max: longest.place, isOptional: true, hint: entryWords.placeHint }),
      textInput('tweet', entryWords.tweet, {
        max: 300,
        initial: known.tweetUrl ?? '',
        isOptional: true,
        hint: entryWords.tweetHint,
      }),
    ],
  });
}
