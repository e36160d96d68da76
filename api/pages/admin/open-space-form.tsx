import type { Child } from 'hono/jsx';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { Markup } from '../markup.ts';

export interface OnOpenSpace {
  readonly view: OpenSpaceView;
  /** The page to come back to. */
  readonly back: string;
}

interface OpenSpaceFormProps extends OnOpenSpace {
  /** The key of the reminder that its buttons are about. Absent if they are about the open space. */
  readonly reminder?: string;
  readonly look?: string;
  readonly children: Child;
}

/** The form for decisions about an open space or one of its reminders. It names both, and the shown revision. */
export function OpenSpaceForm({ view, reminder, back, look, children }: OpenSpaceFormProps): Markup {
  return (
    <form method="post" action={`/admin/open-spaces/${view._id}`} class={look}>
      <input type="hidden" name="revision" value={String(view.revision)} />
      {reminder === undefined ? null : <input type="hidden" name="reminder" value={reminder} />}
      <input type="hidden" name="back" value={back} />
      {children}
    </form>
  );
}

export interface VerbButtonProps {
  /** A `verb` of `decisions.ts`. */
  readonly verb: string;
  readonly words: string;
  readonly look?: 'approve' | 'deny' | undefined;
}

export function VerbButton({ verb, words, look }: VerbButtonProps): Markup {
  return (
    <button name="verb" value={verb} class={look}>
      {words}
    </button>
  );
}
