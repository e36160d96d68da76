import { whereOf } from '../../../core/open-space.ts';
import { isAhead } from '../../../core/possible-actions.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { HostBeside } from './open-space-table.tsx';
import { OpenSpaceForm, VerbButton } from './open-space-form.tsx';
import { StatusWord } from './status-word.tsx';
import { headingOf } from '../../../core/words.ts';

interface BoardCardProps {
  readonly view: OpenSpaceView;
  readonly rooms: readonly string[];
  /** Local date, `YYYY-MM-DD`. */
  readonly day: string;
  /** Local start, `HH:mm`. */
  readonly time: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** An open space on the board. If it can still move, it can be dragged, or moved by its form. */
export function BoardCard({ view, rooms, day, time, now }: BoardCardProps): Markup {
  const { _id: id, space, status, revision } = view;
  const isMovable = space.standing.status !== 'cancelled' && isAhead(space, now);
  return (
    <div class={`slip s-${status}`} data-key={id} data-revision={revision} draggable={isMovable ? 'true' : undefined}>
      <a href={`/admin/open-spaces/${id}`}>{headingOf(space)}</a>
      <HostBeside space={space} />
      <StatusWord status={status} />
      {space.standing.status === 'conflict' ? (
        <a class="clash" href={`/admin/open-spaces/${space.standing.with.openSpaceId}`}>
          {words.board.clash(space.standing.with.relation)}
        </a>
      ) : null}
      {isMovable ? (
        <details>
          <summary>{words.board.move}</summary>
          <OpenSpaceForm view={view} back={`/admin/board?day=${day}`}>
            <input type="hidden" name="date" value={day} />
            <label>
              {words.room}
              <select name="room">
                {rooms.includes(space.room ?? '') ? null : <option value="">{whereOf(space) ?? '–'}</option>}
                {rooms.map((room) => (
                  <option value={room} selected={room === space.room}>
                    {room}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {words.time}
              <input type="time" name="time" value={time} />
            </label>
            <VerbButton verb="apply" words={words.board.move} />
          </OpenSpaceForm>
          {space.room === undefined ? null : (
            <a href={`/admin/shift?${new URLSearchParams({ room: space.room, date: day, time }).toString()}`}>
              {words.board.shiftHere}
            </a>
          )}
        </details>
      ) : null}
    </div>
  );
}
