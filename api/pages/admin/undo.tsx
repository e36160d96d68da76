import type { Decision } from '../../../core/decision.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { OpenSpaceForm, VerbButton, type OnOpenSpace } from './open-space-form.tsx';

/** The button, beside the result of the last press, that undoes it. */
export function Undo({ view, back }: OnOpenSpace): Markup {
  return (
    <OpenSpaceForm view={view} back={back} look="undo">
      <VerbButton verb="undo" words={words.verbs.undo} />
    </OpenSpaceForm>
  );
}

/**
 * Whether the newest decision is this organiser's own approval, denial or cancellation, and undoing it would undo all
 * of it. An approval that also changed the room, the start, the time or the text would leave that change.
 */
export function isOwnDecision({ space }: OpenSpaceView, organiserId: string): boolean {
  const last = space.decisions.at(-1);
  if (last?.by.id !== organiserId) return false;
  return last.verb === 'cancel' || (last.verb === 'decide' && !changesMore(last));
}

function changesMore({ from, to }: Decision): boolean {
  return Object.keys({ ...from, ...to }).some((fact) => {
    if (from[fact] === to[fact]) return false;
    const [kind = '', key] = fact.split(':');
    // A reminder that this decision made has no time and no text from a person.
    const isNew = key !== undefined && from[`reminder:${key}`] === undefined && `reminder:${key}` in to;
    return ['room', 'place', 'startAt', 'sendAt', 'text'].includes(kind) && !isNew;
  });
}
