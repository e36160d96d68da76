import { auditWords } from '../../../core/decision-words.ts';
import { z } from 'zod';
import { localDayAndTime } from '../../../core/local-time.ts';
import type { ApiContext } from '../../context.ts';
import { parsePairs } from '../query.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { More, pageSize } from './list-frame.tsx';
import { ListTable } from './list-table.tsx';
import { words } from '../words.ts';

const querySchema = z.object({
  after: z
    .string()
    .regex(/^\d+_[\w:-]{1,80}$/u, 'is not a place in this list')
    .optional(),
});

/** Who decided what, when, and through which door. */
export async function auditPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const { store } = context;
  const { conference } = await store.configs.current();
  const [at = '', ...rest] = query.after?.split('_') ?? [];
  const after = query.after === undefined ? undefined : { at: new Date(Number(at)), id: rest.join('_') };
  const entries = await store.audit.list({}, pageSize + 1, after);
  const shown = entries.slice(0, pageSize);
  const last = shown.at(-1);
  return adminPage(c, context, {
    title: words.audit.title,
    place: '/admin/audit',
    children: (
      <>
        {shown.length === 0 ? <p class="empty">{words.audit.empty}</p> : null}
        <ListTable
          label={words.audit.title}
          columns={[
            words.audit.columns.when,
            words.audit.columns.who,
            words.audit.columns.through,
            words.audit.columns.what,
          ]}
          rows={shown.map((entry) => [
            localDayAndTime(entry.at.getTime(), conference.timeZone),
            entry.by.name,
            words.audit.through[entry.by.door],
            entry.openSpaceId === undefined ? (
              auditWords(entry, conference.timeZone)
            ) : (
              <a href={`/admin/open-spaces/${entry.openSpaceId}`}>{auditWords(entry, conference.timeZone)}</a>
            ),
          ])}
        />
        {entries.length > pageSize && last !== undefined ? (
          <More path="/admin/audit" query={{}} cursor={`${last.at.getTime()}_${last._id}`} />
        ) : null}
      </>
    ),
  });
}
