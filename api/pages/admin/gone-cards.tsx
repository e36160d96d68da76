import { isUndecided } from '../../../core/undecided.ts';
import { capital, decidedBy } from '../../../core/words.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import { targetsSchema, type Seen } from '../../../temporal/shift.ts';
import type { ApiContext } from '../../context.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import type { AdminContext } from './frame.tsx';

/** Nobody reads more on a card that is settled. */
const mostDecisions = 3;

/**
 * For an open queue, which names the cards that it still shows (`admin.js`): what became of those that are not on the
 * new page. Hidden: the script puts the words into the old cards.
 *
 * @param shown the ids on the new page
 */
export async function goneCards(c: AdminContext, { openSpaces }: ApiContext, shown: ReadonlySet<string>) {
  const held = targetsSchema.safeParse(c.req.header('x-held'));
  const gone = held.success ? held.data.filter(({ id }) => !shown.has(id)) : [];
  if (gone.length === 0) return null;
  const views = await openSpaces.findMany(gone.map(({ id }) => id));
  return <Gone gone={gone} views={views} />;
}

function Gone({ gone, views }: { gone: readonly Seen[]; views: readonly OpenSpaceView[] }): Markup {
  const revisions = new Map(gone.map(({ id, revision }) => [id, revision]));
  return (
    <ul hidden>
      {views.map((view) => (
        <li data-gone={view._id}>{becameOf(view, revisions.get(view._id) ?? 0)}</li>
      ))}
    </ul>
  );
}

/** Who decided what since that revision, as the card in Slack says it. */
function becameOf({ space }: OpenSpaceView, revision: number): string {
  const since = space.decisions.filter((one) => one.revision > revision).slice(-mostDecisions);
  if (since.length > 0) return capital(`${since.map((one) => decidedBy(one, space.timeZone)).join(' · ')}.`);
  return isUndecided(space) ? words.queue.settled : words.queue.past;
}
