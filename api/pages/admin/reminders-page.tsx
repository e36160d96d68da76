import { z } from 'zod';
import { conferenceDays } from '../../../core/conference-days.ts';
import { localDayAndTime } from '../../../core/local-time.ts';
import { statusWords } from '../../../core/status.ts';
import type { ReminderView } from '../../../store/reminders.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { ApiContext } from '../../context.ts';
import { longDay } from '../long-day.ts';
import type { Markup } from '../markup.ts';
import { parsePairs } from '../query.ts';
import { nameOf } from './card.tsx';
import { adminPage, type AdminContext } from './frame.tsx';
import { Choice, Filters, More, pageSize } from './list-frame.tsx';
import { daySpan } from './open-spaces-page.tsx';
import { StatusWord } from './status-word.tsx';

const approvals = ['needs_action', 'approved', 'denied'] as const;

const querySchema = z.object({
  approval: z.union([z.literal(''), z.enum(approvals)]).optional(),
  pending: z.enum(['', 'yes', 'no']).optional(),
  day: z.union([z.literal(''), z.iso.date()]).optional(),
  after: z
    .string()
    .regex(/^\d*_[\w-]{1,80}$/u, 'is not a place in this list')
    .optional(),
});

/** Outgoing tweets: what will go out and what did. */
export async function remindersPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const { store } = context;
  const { conference } = await store.configs.current();
  const { approval, pending = 'yes', day, after } = query;
  const span = day ? daySpan(day, conference.timeZone) : undefined;
  const rows = await store.reminders.list(
    conference.id,
    {
      ...(approval ? { approval } : {}),
      ...(pending === '' ? {} : { pending: pending === 'yes' }),
      ...(span === undefined ? {} : { from: span.from, before: span.to }),
    },
    pageSize + 1,
    after === undefined ? undefined : readCursor(after),
  );
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  const views = new Map(
    (await Promise.all([...new Set(shown.map((row) => row.openSpaceId))].map((id) => store.openSpaces.find(id))))
      .filter((view) => view !== null)
      .map((view) => [view._id, view]),
  );
  return adminPage(c, context, {
    title: 'Reminders',
    place: '/admin/reminders',
    children: (
      <>
        <Filters action="/admin/reminders">
          <Choice
            name="approval"
            label="Approval"
            all="any"
            value={approval}
            options={approvals.map((one) => [one, statusWords[one]])}
          />
          <Choice
            name="pending"
            label="Still to go out"
            all="either"
            value={pending}
            options={[
              ['yes', 'yes'],
              ['no', 'no'],
            ]}
          />
          <Choice
            name="day"
            label="Day"
            all="all"
            value={day}
            options={conferenceDays(conference).map((one) => [one, longDay(one)])}
          />
        </Filters>
        {shown.length === 0 ? (
          <p class="empty">None like that.</p>
        ) : (
          <Table rows={shown} views={views} timeZone={conference.timeZone} />
        )}
        {rows.length > pageSize && last !== undefined ? (
          <More
            path="/admin/reminders"
            query={{ ...query, pending }}
            cursor={`${last.sendAt?.getTime() ?? ''}_${last._id}`}
          />
        ) : null}
      </>
    ),
  });
}

function readCursor(cursor: string): { sendAt: Date | null; id: string } {
  const [at = '', ...id] = cursor.split('_');
  return { sendAt: at === '' ? null : new Date(Number(at)), id: id.join('_') };
}

function Table(props: {
  readonly rows: readonly ReminderView[];
  readonly views: ReadonlyMap<string, OpenSpaceView>;
  readonly timeZone: string;
}): Markup {
  const { rows, views, timeZone } = props;
  return (
    <div class="scroll" tabindex={0} role="region" aria-label="Reminders">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Goes out</th>
            <th scope="col">Open space</th>
            <th scope="col">Status</th>
            <th scope="col">Decide</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const view = views.get(row.openSpaceId);
            return (
              <tr>
                <td>
                  {row.sendAt === undefined ? 'no time yet' : localDayAndTime(row.sendAt.getTime(), timeZone)}
                  <br />
                  {row.minutes} minutes before
                </td>
                <td>
                  <a href={`/admin/open-spaces/${row.openSpaceId}`}>
                    {view === undefined
                      ? row.openSpaceId
                      : `${nameOf(view.space)}, ${view.room ?? view.space.place ?? 'no room yet'}`}
                  </a>
                  {row.text === undefined ? null : <p class="hint">{row.text}</p>}
                </td>
                <td>
                  <StatusWord status={row.status} />
                  {row.why === undefined && row.held === undefined ? null : <p class="hint">{row.why ?? row.held}</p>}
                </td>
                <td>{view?.space.standing.status === 'scheduled' ? <Decide row={row} view={view} /> : null}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Decide({ row, view }: { row: ReminderView; view: OpenSpaceView }): Markup | null {
  if (!(approvals as readonly string[]).includes(row.status)) return null;
  return (
    <form method="post" action={`/admin/open-spaces/${row.openSpaceId}`} class="buttons">
      <input type="hidden" name="revision" value={String(view.revision)} />
      <input type="hidden" name="reminder" value={row.key} />
      <input type="hidden" name="back" value="/admin/reminders" />
      {row.status === 'approved' ? null : (
        <button name="verb" value="approve" class="approve">
          Approve
        </button>
      )}
      {row.status === 'denied' ? null : (
        <button name="verb" value="deny" class="deny">
          Deny
        </button>
      )}
    </form>
  );
}
