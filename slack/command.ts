import type { ButtonAction } from '@slack/bolt';
import type { Actor } from '../core/actor.ts';
import { endOfNightOf } from '../core/conference.ts';
import type { Config } from '../core/config.ts';
import { listedRoom } from '../core/listed-room.ts';
import type { Reply } from './actions.ts';
import { ackAfter, forOrganiser, onPress, openDialog, tell, userOf, type Listeners } from './conversation.ts';
import { enteredMessage } from './entered-message.ts';
import { entryDialog } from './entry-dialog.ts';
import { listMessage } from './list-message.ts';
import { withoutMarkup } from './markup.ts';
import { pauseActions } from './pause.ts';
import { oneLine } from './plain-words.ts';
import { readEntry, type EntryRead } from './entry-from-text.ts';
import { longestShift } from '../temporal/shift.ts';
import { shiftedMessage, shiftPreview, shiftSchema } from './shift-message.ts';
import { commandHelp, entryWords, overviewWords, replies } from './words.ts';

export const entryCommand = '/openspace';
export const stageShortcut = 'stage_open_space';

/** The meaning of a line after `/openspace`. */
export type Command =
  | { readonly kind: 'form' | 'help' | 'list' | 'pause' | 'resume' | 'status' }
  | { readonly kind: 'shift'; readonly room: string; readonly minutes: number }
  | { readonly kind: 'enter' | 'unknown'; readonly text: string };

const words = ['help', 'list', 'pause', 'resume', 'status'] as const;

/** What people and phones add to such a word, for example in `Pause now!` */
const additions = /(?:\s+(?:all|everything|now|please|posting))*\s*[.!?]*$/u;

/** What people write instead of a room. */
const allRooms = /^(?:all(?: rooms)?|everything)$/iu;

/**
 * Words for requests that the command does not know, such as `list B114 3pm`. A title may begin with one too, so a
 * person must check it.
 */
const requestWords: ReadonlySet<string> = new Set([
  ...words,
  'add',
  'approve',
  'cancel',
  'change',
  'delay',
  'delete',
  'deny',
  'edit',
  'enter',
  'move',
  'paused',
  'postpone',
  'remove',
  'rename',
  'reschedule',
  'see',
  'show',
  'stop',
  'undo',
  'unpause',
  'update',
  'what',
  'who',
]);
/** The word for a request with which the line begins. */
function requestWordOf(text: string): string | undefined {
  const [word = ''] = /^[a-z]*/iu.exec(text) ?? [];
  return requestWords.has(word.toLowerCase()) ? word : undefined;
}

/**
 * Parses `shift A105 15`, `shift room 12 by -30 min` and so on. A line that begins with no known command is a new open
 * space. @param line without markup
 */
export function parseCommand(line: string): Command {
  const text = line.trim();
  if (text === '') return { kind: 'form' };
  const said = text
    .toLowerCase()
    .replace(additions, '')
    .replace(/^stop$/u, 'pause');
  const word = words.find((one) => one === said);
  if (word !== undefined) return { kind: word };
  const [, room, sign = '', minutes] =
    /^shift\s+(.+?)(?:\s+by)?\s+([+−-]?)(\d{1,3})(?:\s*min(?:ute)?s?)?$/iu.exec(text) ?? [];
  if (room !== undefined)
    return { kind: 'shift', room, minutes: Number(minutes) * (sign === '' || sign === '+' ? 1 : -1) };
  return /^shift\b/iu.test(text) ? { kind: 'unknown', text } : { kind: 'enter', text };
}

/** `/openspace`, the message shortcut, and the buttons of their replies. */
export function listenForCommands(listeners: Listeners): void {
  const { app, openSpaces, log, clock, nameOf, findName } = listeners;

  app.command(entryCommand, async ({ ack, body, respond, context }) => {
    const { user_id: id, user_name, channel_id: channel, trigger_id: trigger } = body;
    const user = { id, name: nameOf(id) ?? user_name };
    const work = () =>
      forOrganiser(user, openSpaces, async (config, by) =>
        run(parseCommand(await withoutMarkup(body.text, findName)), config, by, { trigger, channel }),
      );
    await tell(listeners, await ackAfter(work, ack, context, log), respond, { user: id, channel });
  });

  app.shortcut(stageShortcut, async ({ ack, shortcut, context }) => {
    const { trigger_id: trigger } = shortcut;
    const user = userOf(shortcut, nameOf);
    const channel = shortcut.type === 'message_action' ? shortcut.channel.id : '';
    const said = shortcut.type === 'message_action' ? (shortcut.message.text ?? '') : '';
    const work = () =>
      forOrganiser(user, openSpaces, async (config) => {
        const text = await withoutMarkup(said, findName);
        return openForm(readEntry(text, config, clock()), config, { trigger, channel });
      });
    await tell(listeners, await ackAfter(work, ack, context, log), undefined, { user: user.id, channel });
  });

  onPress<ButtonAction>(listeners, [...pauseActions, 'enter'], async ({ action_id }, user, body) =>
    forOrganiser(user, openSpaces, async (config, by) =>
      action_id === 'enter'
        ? openForm({}, config, { trigger: body.trigger_id, channel: body.channel?.id ?? '' })
        : setPaused(action_id === 'pause', by),
    ),
  );

  onPress<ButtonAction>(listeners, ['shift'], async ({ value }, user) =>
    forOrganiser(user, openSpaces, async (_, by) => {
      const asked = shiftSchema.safeParse(value);
      if (!asked.success) return replies.otherVersion;
      const { minutes, targets } = asked.data;
      const shifted = await openSpaces.shift(targets, minutes, by);
      log.info('an organiser shifted open spaces', { user: by.id, minutes, moved: shifted.moved.length });
      return shiftedMessage(shifted, minutes);
    }),
  );

  async function run(command: Command, config: Config, by: Actor, from: From): Promise<Reply> {
    const now = clock();
    const { timeZone } = config.conference;
    switch (command.kind) {
      case 'form':
        return openForm({}, config, from);
      case 'help':
        return commandHelp.join('\n');
      case 'list': {
        const [undecided, next] = await Promise.all([
          openSpaces.listUndecided(),
          openSpaces.listUpcoming(now, now + 24 * 3_600_000),
        ]);
        return listMessage(undecided, next, await listeners.linksWithCards(), now);
      }
      case 'pause':
      case 'resume':
        return setPaused(command.kind === 'pause', by);
      case 'status':
        return overviewWords(await openSpaces.overview(), now, timeZone).join('\n');
      case 'shift': {
        const room = listedRoom(command.room, config.conference.rooms);
        if (room === undefined && !allRooms.test(command.room)) return replies.unlisted(command.room);
        if (command.minutes === 0 || Math.abs(command.minutes) > longestShift) {
          return replies.wholeMinutes(longestShift);
        }
        // A shift is for today and its night only: in the morning the room begins on time again.
        const coming = await openSpaces.listShiftable(room, now, endOfNightOf(now, timeZone));
        return shiftPreview(coming, room, command.minutes, now, config.conference);
      }
      case 'unknown':
        return notUnderstood(command.text);
      case 'enter':
        return enterLine(command.text, config, by, from);
    }
  }

  /**
   * Enters the open space at once if one room, one start and a title are given and nothing is in doubt. Otherwise opens
   * the form, which says what is in doubt. It also opens the form for `cancel Chess 3pm B114` and `list B114 3pm`:
   * otherwise sessions “cancel Chess” or “list” would be posted. `pause until 5pm` names no session, so no form
   * opens.
   */
  async function enterLine(text: string, config: Config, by: Actor, from: From): Promise<Reply> {
    const read = readEntry(text, config, clock());
    const { title, room, startAt, tweetUrl, doubts } = read;
    const request = requestWordOf(text);
    if (request !== undefined) {
      if (room === undefined || startAt === undefined) return notUnderstood(text);
      return openForm({ ...read, doubts: [entryWords.request(request), ...doubts] }, config, from);
    }
    if (title === undefined || room === undefined || startAt === undefined || doubts.length > 0) {
      return openForm(read, config, from);
    }
    const entry = { title, room, startAt, ...(tweetUrl === undefined ? {} : { tweetUrl }) };
    const outcome = await openSpaces.enterByHand(entry, by, from.trigger);
    if (outcome.kind === 'refused') return replies.notEntered(outcome.reason);
    if (outcome.isKept === true) return replies.kept;
    return enteredMessage(openSpaces, outcome.id, entry, config);
  }

  const openForm = (known: Partial<EntryRead>, config: Config, { trigger, channel }: From): Promise<Reply> =>
    openDialog(listeners, trigger, entryDialog(config, known, channel, clock()));

  async function setPaused(paused: boolean, by: Actor): Promise<Reply> {
    const changed = await openSpaces.setPaused(paused, by);
    log.info('an organiser paused or resumed posting', { user: by.id, paused, changed });
    if (!changed) return paused ? replies.pausedAlready : replies.runningAlready;
    return paused ? replies.paused : replies.resumed;
  }
}

const notUnderstood = (text: string): string => [replies.notUnderstood(oneLine(text, 100)), ...commandHelp].join('\n');

interface From {
  readonly trigger: string;
  readonly channel: string;
}
