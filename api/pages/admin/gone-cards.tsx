import { isUndecided, leftUndecided } from '../../../core/undecided.ts';
import { capital, decidedByAt } from '../../../core/words.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import { targetsSchema, type Seen } from '../../../temporal/shift.ts';
import type { ApiContext } from '../../context.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import type { AdminContext } from './frame.tsx';

/** Nobody reads more on a card that has left the queue. */
const mostDecisions = 3;

/**
 * For an open queue, which names the cards that it still shows (`admin.js`): what became of those that are not on the
 * new page. Hidden: the script puts the words into the old cards.
 *
 * @param shown the ids on the new page
 */
export async function goneCards(c: AdminContext, { openSpaces, clock }: ApiContext, shown: ReadonlySet<string>) {
  const held = targetsSchema.safeParse(c.req.header('x-held'));
  const gone = held.success ? held.data.filter(({ id }) => !shown.has(id)) : [];
  if (gone.length === 0) return null;
  const views = await openSpaces.findMany(gone.map(({ id }) => id));
  return <Gone gone={gone} views={views} now={clock()} />;
}

interface GoneProps {
  readonly gone: readonly Seen[];
  readonly views: readonly OpenSpaceView[];
  /** Epoch milliseconds. */
  readonly now: number;
}

function Gone({ gone, views, now }: GoneProps): Markup {
  const revisions = new Map(gone.map(({ id, revision }) => [id, revision]));
  return (
    <ul hidden>
      {views.map((view) => (
        <li data-gone={view._id}>{becameOf(view, revisions.get(view._id) ?? 0, now)}</li>
      ))}
    </ul>
  );
}

/** Who decided what since that revision, as the card in Slack says it. */
function becameOf({ space }: OpenSpaceView, revision: number, now: number): string {
  const since = space.decisions.filter((one) => one.revision > revision).slice(-mostDecisions);
  if (since.length > 0) return capital(`${since.map((one) => decidedByAt(one, space.timeZone)).join(' · ')}.`);
  // The old card may show the decision already.
  const isPast = !isUndecided(space) && leftUndecided(space, now) !== undefined;
  return isPast ? words.queue.past : words.queue.notListed;
}
