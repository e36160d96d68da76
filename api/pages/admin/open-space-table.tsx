import { localDayAndTime } from '../../../core/local-time.ts';
import { whereOf } from '../../../core/open-space.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { HostBeside } from './host-beside.tsx';
import { ListTable } from './list-table.tsx';
import { StatusWord } from './status-word.tsx';
import { headingOf } from '../../../core/words.ts';

interface OpenSpaceTableProps {
  readonly views: readonly OpenSpaceView[];
}

/** Open spaces as lines. */
export function OpenSpaceTable({ views }: OpenSpaceTableProps): Markup {
  const { columns, noneYet } = words.openSpaces;
  return (
    <ListTable
      label={words.openSpaces.title}
      columns={[columns.start, columns.where, columns.what, columns.status]}
      rows={views.map(({ _id, space, status }) => [
        space.startAt === undefined ? noneYet : localDayAndTime(space.startAt, space.timeZone),
        whereOf(space) ?? noneYet,
        <>
          <a href={`/admin/open-spaces/${_id}`}>{headingOf(space)}</a> <HostBeside space={space} />
        </>,
        <StatusWord status={status} />,
      ])}
    />
  );
}
