import type { Config } from '../../../core/config.ts';
import { placedAs } from '../../../core/decision.ts';
import { whereOf, type OpenSpace } from '../../../core/open-space.ts';
import {
  approveLabel,
  isReady,
  possibleActions,
  troubleActions,
  undoneBy,
  type Action,
} from '../../../core/possible-actions.ts';
import { reminderTemplate, reminderTextFor } from '../../../core/reminder-text.ts';
import type { Reminder } from '../../../core/reminder.ts';
import { currentReminder } from '../../../core/status.ts';
import { minutesUntil } from '../../../core/texts.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { OpenSpaceForm, VerbButton, type OnOpenSpace, type VerbButtonProps } from './open-space-form.tsx';
import { Pickers } from './where-when.tsx';
import { capital, knownWords, reminderNameIn, doesNotFit } from '../../../core/words.ts';

interface VerbsProps extends OnOpenSpace {
  readonly config: Config;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The coming session of the same host that the post may change. */
  readonly about: OpenSpace | undefined;
  /** Whether to show all possible actions, not only those for a decision in the queue. */
  readonly isWhole: boolean;
  /** Whether a button beside these moves it to a free room. */
  readonly hasMoves: boolean;
}

/** The possible actions in the present state, the same as on its card in Slack. The buttons use the picked values. */
export function Verbs({ view, config, now, back, about, isWhole, hasMoves }: VerbsProps): Markup | null {
  const { space } = view;
  const actions = possibleActions(space, now);
  // In the queue, most decisions need no other room or time. Then the pickers are folded, so that a card is short.
  const isFolded = !isWhole && actions.includes('apply') && (hasMoves || isReady(space));
  const isInside = (action: Action): boolean =>
    isFolded && (action === 'apply' || (action === 'approve' && !isReady(space)));
  // To schedule without approving decides nothing.
  const isShown = (action: Action): boolean => isWhole || (inQueue.has(action) && (isFolded || action !== 'apply'));
  const buttonsOf = (some: readonly Action[]): VerbButtonProps[] =>
    some.filter(isShown).flatMap((action) => buttonFor(action, space) ?? []);
  const shown = buttonsOf(actions.filter((action) => !isInside(action)));
  if (shown.length === 0) return null;
  const pickers = actions.includes('apply') ? (
    <Pickers config={config} picked={space} scope={view._id} withPlace={isWhole || whereOf(space) === undefined} />
  ) : null;
  const form = (
    <OpenSpaceForm view={view} back={back} look="verbs">
      <NoDefaultButton />
      {about === undefined ? null : (
        <p class="about-known">
          {words.verbs.about} <a href={`/admin/open-spaces/${about.id}`}>{knownWords(about)}</a>
        </p>
      )}
      {isFolded ? null : pickers}
      {actions.includes('apply') && space.told !== undefined ? <p class="hint">{words.verbs.told}</p> : null}
      {about === undefined ? null : (
        <div class="buttons">
          <input type="hidden" name="knownAs" value={String(placedAs(about))} />
          <VerbButton verb="move-known" words={words.verbs.moveKnown} />
          <VerbButton verb="cancel-known" words={words.verbs.cancelKnown} look="deny" />
        </div>
      )}
      <VerbButtons of={shown} />
      {isFolded ? (
        <details>
          <summary>{words.verbs.otherWhere}</summary>
          <div class="verbs">
            {pickers}
            {isInside('approve') ? null : <p class="hint">{words.verbs.uses(words.verbs[approveLabel(space)])}</p>}
            <VerbButtons of={buttonsOf(actions.filter(isInside))} />
          </div>
        </details>
      ) : null}
    </OpenSpaceForm>
  );
  return (
    <>
      {form}
      {isWhole && actions.includes('send_now') ? <SendNow view={view} back={back} /> : null}
    </>
  );
}

const VerbButtons = ({ of }: { of: readonly VerbButtonProps[] }): Markup => (
  <div class="buttons">
    {of.map((button) => (
      <VerbButton {...button} />
    ))}
  </div>
);

/** Posts its reminder now. It asks first: a post cannot be taken back, and one press on a phone is too easy. */
function SendNow({ view, back }: OnOpenSpace): Markup | null {
  const key = currentReminder(view.space)?.key;
  return key === undefined ? null : (
    <details>
      <summary>{words.verbs.sendNow}</summary>
      <OpenSpaceForm view={view} reminder={key} back={back} look="verbs">
        <p class="hint">{words.verbs.sendNowHint(reminderNameIn(view.space, key))}</p>
        <div class="buttons">
          <VerbButton verb="send-now" words={words.verbs.sendNow} />
        </div>
      </OpenSpaceForm>
    </details>
  );
}

interface PostItProps extends OnOpenSpace {
  /** The reminder that tells people about the cancellation. */
  readonly reminder: Reminder;
  readonly config: Config;
}

/** The decision whether to tell people that it is off, with the post's words, the same as in Slack. */
export function PostIt({ view, reminder, config, back }: PostItProps): Markup {
  return (
    <OpenSpaceForm view={view} reminder={reminder.key} back={back} look="verbs">
      <p class="preview">{previewOf(view.space, reminder, config)}</p>
      <div class="buttons">
        <VerbButton verb="approve" words={words.verbs.postCorrection} look="approve" />
        <VerbButton verb="deny" words={words.verbs.denyCorrection} look="deny" />
      </div>
    </OpenSpaceForm>
  );
}

interface TroubleVerbsProps extends OnOpenSpace {
  /** Epoch milliseconds. */
  readonly now: number;
}

/** One button for each reminder that failed or is unconfirmed. */
export function TroubleVerbs({ view, now, back }: TroubleVerbsProps): Markup {
  const { space } = view;
  const forms = space.reminders.map((reminder) => {
    const buttons = troubleActions(space, reminder, now).flatMap((action) => buttonFor(action, space) ?? []);
    return buttons.length === 0 ? null : (
      <OpenSpaceForm view={view} reminder={reminder.key} back={back} look="buttons">
        {space.reminders.length === 1 ? null : <span>{capital(reminderNameIn(space, reminder.key))}</span>}
        {buttons.map((button) => (
          <VerbButton {...button} />
        ))}
      </OpenSpaceForm>
    );
  });
  return <>{forms}</>;
}

const inQueue: ReadonlySet<Action> = new Set<Action>(['approve', 'deny', 'apply', 'take_back']);

function buttonFor(action: Action, space: OpenSpace): VerbButtonProps | undefined {
  const { standing } = space;
  const own = words.verbs;
  switch (action) {
    case 'approve':
      // Green only if one tap is enough. Otherwise a room or a time must be picked first.
      return {
        verb: 'approve',
        words: own[approveLabel(space)],
        look: isReady(space) ? 'approve' : undefined,
      };
    case 'deny':
      return { verb: 'deny', words: own.deny, look: 'deny' };
    case 'apply':
      return standing.status === 'scheduled'
        ? { verb: 'apply', words: own.apply }
        : { verb: 'stage', words: own.stage };
    case 'take_back':
      return { verb: 'undo', words: own.undoOf[undoneBy(space)] };
    case 'cancel':
      return { verb: 'cancel', words: own.cancel, look: 'deny' };
    case 'try_again':
      return { verb: 'retry', words: own.tryAgain, look: 'approve' };
    case 'is_there':
      return { verb: 'is-there', words: own.isThere };
    case 'not_there':
      return { verb: 'retry', words: own.notThere };
    // These verbs have their own fields, their own row, or a question.
    case 'send_now':
    case 'edit':
    case 'add_reason':
    case 'elsewhere':
    case 'move_known':
    case 'cancel_known':
      return undefined;
  }
}

/** Enter in a picker would press the first button, which approves. A disabled button before it does nothing instead. */
export function NoDefaultButton(): Markup {
  return <button type="submit" disabled hidden />;
}

/** The reminder's text at its planned time. If it is posted later, `{minutes}` differs. */
export function previewOf(space: OpenSpace, reminder: Reminder, config: Config): string {
  const { startAt } = space;
  const minutes =
    startAt === undefined || reminder.sendAt === undefined ? reminder.minutes : minutesUntil(startAt, reminder.sendAt);
  return reminderTextFor(space, reminderTemplate(space, reminder.key, config), minutes) ?? doesNotFit;
}
