import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { changedTexts } from '../core/changed-texts.ts';
import type { Decision } from '../core/decision.ts';
import { longest, unseenText } from '../core/verb-problem.ts';
import { localDayAndTime } from '../core/local-time.ts';
import { titleOf, type OpenSpace } from '../core/open-space.ts';
import type { Verb } from '../core/request.ts';
import { currentReminder } from '../core/status.ts';
import type { DialogAction, Target } from './buttons.ts';
import { withEmoji } from './emoji.ts';
import { modal, textInput } from './forms.ts';
import type { Links } from './links.ts';
import { oneLine } from './plain-words.ts';
import { bold, code, link, paragraph, plain } from './rich-text.ts';
import { dialogWords, labels } from './words.ts';
import { placeholders, placeholdersWithoutPost } from '../core/texts.ts';
import { capital, decisionWords, refusalWords, reminderNameIn, sentenceOf } from '../core/words.ts';

/** The context of a dialog. Slack stores it with the dialog and sends it back with the submission. */
const aboutSchema = z.object({
  openSpaceId: z.string(),
  revision: z.int(),
  /** The channel for a reply to the person who pressed. Empty on Home. */
  channel: z.string(),
});
export type DialogAbout = z.infer<typeof aboutSchema>;

export type DialogField = 'title' | 'note' | 'text' | 'place';
type Texts = { readonly [Field in DialogField]?: string };
const inputSchema = z.object({ block_id: z.string(), element: z.object({ initial_value: z.string().default('') }) });

export const dialogPattern = /^open_space_(?:edit|add_reason|elsewhere)$/u;
const callbackOf = (action: DialogAction): string => `open_space_${action}`;
/** @param callbackId one that matches `dialogPattern` */
export const actionOf = (callbackId: string): DialogAction => callbackId.replace('open_space_', '') as DialogAction;

/** @returns undefined for a dialog of another version of the bot */
export function readAbout(privateMetadata: string): DialogAbout | undefined {
  try {
    return aboutSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return undefined;
  }
}

/** The dialog behind a button. @param template the next reminder's wording, with its placeholders */
export function dialogFor(
  action: DialogAction,
  space: OpenSpace,
  { openSpaceId, revision }: Target,
  channel: string,
  template: string,
): ModalView {
  const { title, submit, blocks } = contents[action](space, template);
  return modal({
    callback_id: callbackOf(action),
    private_metadata: JSON.stringify({ openSpaceId, revision, channel } satisfies DialogAbout),
    title,
    submit,
    blocks: [paragraph(plain(oneLine(sentenceOf(space), 300))), ...blocks],
  });
}

type Contents = (
  space: OpenSpace,
  template: string,
) => { readonly title: string; readonly submit: string; readonly blocks: KnownBlock[] };

const contents: Readonly<Record<DialogAction, Contents>> = {
  edit: (space, template) => ({
    title: labels.edit,
    submit: dialogWords.save,
    blocks: [
      field('title', dialogWords.title, { max: longest.title, initial: titleOf(space) ?? '', isOptional: true }),
      field('note', dialogWords.noteLabel, { ...noteOf(space), isOptional: true }),
      ...(currentReminder(space) === undefined
        ? []
        : [
            field('text', dialogWords.text, {
              max: 1000,
              initial: template,
              isOptional: true,
              multiline: true,
              hint: dialogWords.textHint(space.source === undefined ? placeholdersWithoutPost : placeholders),
            }),
          ]),
    ],
  }),
  add_reason: (space) => ({
    title: labels.addReason,
    submit: dialogWords.addReason,
    blocks: [field('note', dialogWords.whyLabel, { ...noteOf(space), hint: dialogWords.whyHint })],
  }),
  elsewhere: () => ({
    title: dialogWords.elsewhere,
    submit: dialogWords.elsewhereSubmit,
    blocks: [field('place', dialogWords.place, { max: longest.place, hint: dialogWords.placeHint })],
  }),
};

const field = (name: DialogField, ...rest: [label: string, options: Parameters<typeof textInput>[2]]): KnownBlock =>
  textInput(name, ...rest);

const noteOf = ({ note = '' }: OpenSpace) => ({ max: longest.note, initial: note, multiline: true }) as const;

/** The texts that the dialog's fields show when it opens, by field. */
export function textsShown(blocks: readonly object[]): Texts {
  const texts = blocks.flatMap((block) => {
    const { success, data } = inputSchema.safeParse(block);
    return success ? [[data.block_id, data.element.initial_value]] : [];
  });
  return Object.fromEntries(texts) as Texts;
}

/** The request of a submitted dialog; or the wrong field and the reason; or undefined if nothing was changed. */
export function verbOfDialog(
  action: DialogAction,
  values: Texts,
  ...shown: readonly Texts[]
): Verb | { readonly at: DialogField; readonly reason: string } | undefined {
  // Slack may send an emoji that a field showed by its name.
  const { changes, cleared } = changedTexts(inCharacters(values), ...shown.map(inCharacters));
  if (cleared !== undefined) return { at: cleared, reason: refusalWords.cleared(cleared) };
  const unseen = unseenText(changes);
  if (unseen !== undefined) return unseen;
  if (Object.keys(changes).length === 0) return undefined;
  return { verb: action === 'elsewhere' ? 'stage' : 'change', ...changes };
}

const inCharacters = (texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, withEmoji(text)]));

/** The field that shows a refusal. */
export const firstField: Readonly<Record<DialogAction, DialogField>> = {
  edit: 'title',
  add_reason: 'note',
  elsewhere: 'place',
};

/** Slack's limit of 100 blocks would allow more, but nobody scrolls that far. The organisers' page shows all. */
const mostDecisions = 30;

/** The open space's past decisions, and the ids to copy. */
export function historyDialog(space: OpenSpace, links: Links): ModalView {
  const { timeZone, source, conferenceId } = space;
  const decisions = space.decisions.slice(-mostDecisions).toReversed();
  const workflow = links.workflow(conferenceId, space.id);
  const admin = links.admin(space.id);
  return modal({
    title: labels.history,
    blocks: [
      paragraph(bold(oneLine(sentenceOf(space), 300))),
      paragraph(
        plain(dialogWords.openSpace),
        code(space.id),
        ...(source === undefined
          ? []
          : [
              plain(dialogWords.post),
              code(source.tweetId),
              plain(dialogWords.host(source.host.username)),
              code(source.host.id),
              plain('\n'),
              link(source.url, labels.post),
            ]),
        ...(admin === undefined ? [] : [plain('\n'), link(admin, labels.admin)]),
        ...(workflow === undefined ? [] : [plain('\n'), link(workflow, labels.workflow)]),
      ),
      ...sentPosts(space),
      paragraph(
        plain(
          decisions.length === 0
            ? dialogWords.undecided
            : decisions.map((one) => oneLine(decisionLine(one, timeZone), 300)).join('\n'),
        ),
      ),
    ],
  });
}

const decisionLine = (one: Decision, timeZone: string): string =>
  dialogWords.decision(localDayAndTime(one.at, timeZone), decisionWords(one, timeZone), one.by.name);

function sentPosts(space: OpenSpace): KnownBlock[] {
  return space.reminders.flatMap(({ key, state }) =>
    state.status === 'sent' && state.tweetId !== undefined
      ? [
          paragraph(
            plain(dialogWords.reminderPost(capital(reminderNameIn(space, key)))),
            code(oneLine(state.tweetId, 30)),
          ),
        ]
      : [],
  );
}
