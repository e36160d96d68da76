import { isOpen } from '../../../core/reminder.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';

/** Whether “Undo” has something to do: a denial, an approval or a cancellation that is not too late to undo. */
export function canTakeBack({ space }: OpenSpaceView): boolean {
  const { status } = space.standing;
  const open = space.reminders.filter(isOpen);
  return (
    status === 'dismissed' ||
    status === 'cancelled' ||
    (status === 'scheduled' && open.some(({ state }) => state.status !== 'needs_action'))
  );
}

/** Beside what the last click came to: takes that click back. */
export function Undo({ view, back }: { view: OpenSpaceView; back: string }): Markup {
  return (
    <form method="post" action={`/admin/open-spaces/${view._id}`} class="undo">
      <input type="hidden" name="revision" value={String(view.revision)} />
      <input type="hidden" name="back" value={back} />
      <button name="verb" value="undo">
        {words.verbs.undo}
      </button>
    </form>
  );
}

/** Whether the newest decision is this organiser's own approval, denial or cancellation. */
export function isOwnDecision({ space }: OpenSpaceView, organiserId: string): boolean {
  const last = space.decisions.at(-1);
  return (last?.verb === 'decide' || last?.verb === 'cancel') && last.by.id === organiserId;
}
