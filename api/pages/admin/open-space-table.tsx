import type { Child } from 'hono/jsx';
import { localDayAndTime } from '../../../core/local-time.ts';
import { titleOf, whereOf, type OpenSpace } from '../../../core/open-space.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { ListTable } from './list-table.tsx';
import { StatusWord } from './status-word.tsx';
import { headingOf } from '../../../core/words.ts';

interface OpenSpaceTableProps {
  readonly views: readonly OpenSpaceView[];
  /** The text below the status, and the buttons. */
  readonly more?: (view: OpenSpaceView) => { readonly why: string; readonly verbs: Child };
}

/** A table of open spaces. */
export function OpenSpaceTable({ views, more }: OpenSpaceTableProps): Markup {
  const { columns } = words.openSpaces;
  return (
    <ListTable
      label={words.openSpaces.title}
      columns={[
        columns.start,
        columns.where,
        columns.what,
        columns.status,
        ...(more === undefined ? [] : [columns.decide]),
      ]}
      leading={2}
      rows={views.map((view) => {
        const { _id, space, status } = view;
        const { why = '', verbs } = more?.(view) ?? {};
        return [
          space.startAt === undefined ? words.noStart : localDayAndTime(space.startAt, space.timeZone),
          whereOf(space) ?? words.noRoom,
          <>
            <a href={`/admin/open-spaces/${_id}`}>{headingOf(space)}</a> <HostBeside space={space} />
          </>,
          <>
            <StatusWord status={status} />
            {why === '' ? null : <p class="hint">{why}</p>}
          </>,
          ...(more === undefined ? [] : [verbs]),
        ];
      })}
    />
  );
}

/** The host beside the title. Without a title, the heading is the host already (`headingOf`). */
export function HostBeside({ space }: { space: OpenSpace }): Markup | null {
  const { source } = space;
  return source === undefined || titleOf(space) === undefined ? null : (
    <span class="host">@{source.host.username}</span>
  );
}
