import { z } from 'zod';
import { changedTexts } from '../../../core/changed-texts.ts';
import { longest } from '../../../core/verb-problem.ts';
import type { Config } from '../../../core/config.ts';
import { findReminder, titleOf, type OpenSpace } from '../../../core/open-space.ts';
import { reminderTemplate } from '../../../core/reminder-text.ts';
import type { Verb, WhereAndWhen } from '../../../core/request.ts';
import { maxTweetLength, weightedLength } from '../../../core/texts.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { AskOutcome } from '../../../temporal/ask-open-space.ts';
import type { ApiContext } from '../../context.ts';
import { formOf, parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { backSchema, backWith, type Flash } from './back.ts';
import type { AdminContext } from './frame.tsx';
import { readPickers } from './where-when.tsx';
import { changedKnownWords, decidedWords, decisionWords, keptWords, refusalWords } from '../../../core/words.ts';

const short = z.string().max(80).optional();

const decisionSchema = z.object({
  verb: z.enum([
    'approve',
    'deny',
    'undo',
    'apply',
    'stage',
    'cancel',
    'send-now',
    'reword',
    'rename',
    'move',
    'move-known',
    'cancel-known',
    'not-announcement',
    'retry',
    'is-there',
  ]),
  revision: z.coerce.number().int().min(0).max(1_000_000),
  back: backSchema,
  room: short,
  place: short,
  date: short,
  time: short,
  /** The `placedAs` of the known session that the post may change, as the form shows it. */
  knownAs: z.coerce.number().int().optional(),
  /** The key of the reminder that the form is about. Absent if it is about the open space. */
  reminder: z.string().min(1).max(80).optional(),
  text: z.string().max(2000).optional(),
  title: z.string().trim().max(longest.title).optional(),
  note: z.string().trim().max(longest.note).optional(),
});

type DecisionForm = z.output<typeof decisionSchema>;

/** Sends a press to the open space's workflow, and passes the answer to the next page. */
export async function decideRoute(c: AdminContext, context: ApiContext): Promise<Response> {
  const form = parsePairs(decisionSchema, await formOf(c));
  const openSpaceId = c.req.param('id') ?? '';
  const organiser = c.get('organiser');
  const view = await context.openSpaces.find(openSpaceId);
  const config = await context.store.configs.current();
  if (view === null) return backWith(c, context, form.back, { kind: 'refused', words: words.outcome.noSuch });
  const verb = verbOf(form, view, config);
  if (typeof verb === 'string') return backWith(c, context, form.back, { kind: 'refused', words: verb });
  const asked = { openSpaceId, by: organiser, revision: form.revision };
  const outcome =
    'change' in verb
      ? await context.openSpaces.changeKnown(verb.change, { ...asked, picked: verb.picked, knownAs: form.knownAs })
      : await context.openSpaces.ask({ ...asked, verb });
  if (outcome.kind === 'decided') await seen(context, openSpaceId, outcome.result.decision.revision);
  const about = 'change' in verb && outcome.kind === 'decided' ? view.space.about : undefined;
  const known = about === undefined ? null : await context.openSpaces.find(about);
  if (known !== null && 'change' in verb) {
    const said = changedKnownWords(verb.change, known.space);
    return backWith(c, context, form.back, { kind: 'done', words: said, openSpaceId: known._id });
  }
  return backWith(c, context, form.back, { ...wordsOf(outcome, organiser.id, view.space), openSpaceId });
}

/** A change of a known session of the same host by the post, instead of a verb of the post's own open space. */
interface KnownChange {
  readonly change: 'move' | 'cancel';
  readonly picked: WhereAndWhen;
}

/** Verbs that use the form's room, date and time. Other verbs ignore these fields. */
const takesPickers: ReadonlySet<DecisionForm['verb']> = new Set(['approve', 'move', 'move-known', 'apply', 'stage']);
/** Verbs that use the text, date and time of a reminder's form. */
const takesWording: ReadonlySet<DecisionForm['verb']> = new Set(['approve', 'reword']);

function verbOf(form: DecisionForm, { space }: OpenSpaceView, config: Config): Verb | KnownChange | string {
  const { reminder: key } = form;
  const reminder = key === undefined ? {} : { reminder: key };
  const where = key === undefined && takesPickers.has(form.verb) ? readPickers(form, space.timeZone, space) : {};
  if (typeof where === 'string') return where;
  const wording = key !== undefined && takesWording.has(form.verb) ? wordingOf(form, key, space, config) : {};
  if (typeof wording === 'string') return wording;
  switch (form.verb) {
    case 'approve':
      return { verb: 'decide', approval: 'approved', ...reminder, ...where, ...wording };
    case 'deny':
      return { verb: 'decide', approval: 'denied', ...reminder };
    case 'undo':
      return { verb: 'undo' };
    case 'not-announcement':
      return { verb: 'decide', approval: 'denied', note: words.verbs.notAnnouncement };
    case 'rename':
      return renameOf(form, space);
    case 'move':
      return { verb: 'stage', ...where };
    case 'move-known':
      return { change: 'move', picked: where };
    case 'cancel-known':
      return { change: 'cancel', picked: {} };
    case 'apply':
      return { verb: 'change', ...where };
    case 'stage':
      return {
        verb: 'stage',
        // The button's label says so.
        approval: 'needs_action',
        ...where,
        ...(form.title === undefined || form.title === '' ? {} : { title: form.title }),
        ...(form.note === undefined || form.note === '' ? {} : { note: form.note }),
      };
    case 'cancel':
      return { verb: 'cancel' };
    case 'send-now':
      return { verb: 'sendNow', ...reminder };
    case 'retry':
      return { verb: 'retry', ...reminder };
    case 'is-there':
      return { verb: 'confirmSent', ...reminder };
    case 'reword':
      return { verb: 'change', ...reminder, ...wording };
  }
}

function renameOf({ title, note }: DecisionForm, space: OpenSpace): Verb | string {
  // The page's fields have one line: a note of several lines has lost its line breaks there.
  const shown = [space.note, space.note?.replaceAll('\n', '')].map((text) => ({ title: titleOf(space), note: text }));
  const { changes, cleared } = changedTexts({ title, note }, ...shown);
  return cleared === undefined ? { verb: 'change', ...changes } : refusalWords.cleared(cleared);
}

/** A reminder's text and time, as far as its form changes them. Here date and time are the reminder's. */
function wordingOf(
  form: DecisionForm,
  key: string,
  space: OpenSpace,
  config: Config,
): { readonly text?: string; readonly sendAt?: number } | string {
  const { date, time } = form;
  const when = readPickers({ date, time }, space.timeZone, { startAt: findReminder(space, key)?.sendAt });
  if (typeof when === 'string') return when;
  const known = reminderTemplate(space, key, config);
  const { changes, cleared } = changedTexts({ text: form.text }, { text: known });
  if (cleared !== undefined) return refusalWords.cleared(cleared);
  const length = weightedLength(changes.text ?? '');
  if (length > maxTweetLength) return words.outcome.tooLong(length, maxTweetLength);
  return { ...changes, ...(when.startAt === undefined ? {} : { sendAt: when.startAt }) };
}

function wordsOf(outcome: AskOutcome, organiserId: string, space: OpenSpace): Flash {
  switch (outcome.kind) {
    case 'decided': {
      const { decision } = outcome.result;
      const { by } = decision;
      return by.id === organiserId
        ? { kind: 'done', words: decidedWords(decision, space) }
        : { kind: 'refused', words: words.outcome.faster(by.name, decisionWords(decision, space.timeZone)) };
    }
    case 'refused':
      return { kind: 'refused', words: outcome.reason };
    case 'kept':
      return { kind: 'done', words: keptWords };
    case 'gone':
      return { kind: 'refused', words: words.outcome.ended };
  }
}

/** Waits until the view shows the decision, so that the person does not see the earlier state. At most 2 s. */
export async function seen(
  { openSpaces }: Pick<ApiContext, 'openSpaces'>,
  id: string,
  revision: number,
): Promise<void> {
  const end = performance.now() + 2_000;
  while (performance.now() < end) {
    const view = await openSpaces.find(id);
    if (view !== null && view.revision >= revision) return;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
