import { z } from 'zod';
import { postableUntil } from '../../../core/correction.ts';
import { localDayAndTime } from '../../../core/local-time.ts';
import { canGoOut, findReminder, whereOf } from '../../../core/open-space.ts';
import { approvals } from '../../../core/reminder.ts';
import type { ReminderFilter, ReminderView } from '../../../store/reminders.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { ApiContext } from '../../context.ts';
import type { Markup } from '../markup.ts';
import { calendarDay, parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { hereOf } from './back.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { afterField, blankable, Choice, DayChoice, Filters } from './list-frame.tsx';
import { firstPage, pageSize, placeText, readPlace } from './list-frame.tsx';
import { ListTable } from './list-table.tsx';
import { daySpan } from './open-spaces-page.tsx';
import { StatusWord } from './status-word.tsx';
import { OpenSpaceForm, VerbButton } from './open-space-form.tsx';
import { headingOf, ifApprovedWords, statusWords } from '../../../core/words.ts';

const querySchema = z.object({
  approval: blankable(z.enum(approvals)),
  pending: z.enum(['', 'yes', 'no']).optional(),
  day: blankable(calendarDay),
  after: afterField(/^\d*_[\w-]{1,80}$/u),
});

interface Row {
  readonly reminder: ReminderView;
  readonly view: OpenSpaceView | undefined;
}

/** Outgoing tweets: reminders to come and reminders that were posted. */
export async function remindersPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const { conference } = await context.store.configs.current();
  const { approval, pending = 'yes', day, after } = query;
  const span = day ? daySpan(day, conference.timeZone) : undefined;
  const filter: ReminderFilter = {
    ...(approval ? { approval } : {}),
    ...(pending === '' ? {} : { pending: pending === 'yes' }),
    ...(span === undefined ? {} : { from: span.from, before: span.to }),
  };
  const rows = await listRows(context, conference.id, filter, readPlace(after));
  const { shown, more } = firstPage(c, rows, ({ reminder: { sendAt, _id } }) => placeText(sendAt, _id));
  return adminPage(c, context, {
    title: words.reminders.title,
    place: '/admin/reminders',
    children: (
      <>
        <Filters action="/admin/reminders">
          <Choice
            name="approval"
            label={words.reminders.approval}
            all={words.any}
            value={approval}
            options={approvals.map((one) => [one, statusWords[one]])}
          />
          <Choice
            name="pending"
            label={words.reminders.pending}
            all={words.reminders.either}
            value={pending}
            options={[
              ['yes', words.yes],
              ['no', words.no],
            ]}
          />
          <DayChoice conference={conference} day={day} />
        </Filters>
        {shown.length === 0 ? (
          <p class="empty">{words.none}</p>
        ) : (
          <Table rows={shown} timeZone={conference.timeZone} now={context.clock()} back={hereOf(c)} />
        )}
        {more}
      </>
    ),
  });
}

/** One more than fits on a page, to know whether more follow. */
async function listRows(
  { store, openSpaces, clock }: ApiContext,
  conferenceId: string,
  filter: ReminderFilter,
  after: ReturnType<typeof readPlace>,
): Promise<Row[]> {
  const found: Row[] = [];
  let cursor = after;
  for (;;) {
    const reminders = await store.reminders.list(conferenceId, filter, pageSize + 1, cursor);
    const ids = [...new Set(reminders.map(({ openSpaceId }) => openSpaceId))];
    const views = new Map((await openSpaces.findMany(ids)).map((view) => [view._id, view]));
    const rows = reminders.map((reminder) => ({ reminder, view: views.get(reminder.openSpaceId) }));
    found.push(...rows.filter((row) => filter.pending !== true || canStillGoOut(row, clock())));
    const last = reminders.at(-1);
    if (found.length > pageSize || reminders.length <= pageSize || last === undefined) return found;
    cursor = { at: last.sendAt ?? null, id: last._id };
  }
}

/** A reminder of an open space that was cancelled or has started keeps its status, but it will not be posted. */
function canStillGoOut({ reminder: { key }, view }: Row, now: number): boolean {
  const reminder = view && findReminder(view.space, key);
  if (view === undefined || reminder === undefined) return false;
  return canGoOut(view.space, reminder) && now < (postableUntil(view.space) ?? 0);
}

/** Follows the time of an undecided reminder that has passed: says what an approval does. Empty for any other. */
function lateWords({ reminder, view }: Row, now: number): string {
  const { status, sendAt = Infinity, key } = reminder;
  if (status !== 'needs_action' || Number(sendAt) > now || !canStillGoOut({ reminder, view }, now)) return '';
  const late = view && findReminder(view.space, key);
  return view === undefined || late === undefined ? '' : `, ${ifApprovedWords(view.space, late, now)}`;
}

interface TableProps {
  readonly rows: readonly Row[];
  readonly timeZone: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The page to come back to. */
  readonly back: string;
}

function Table({ rows, timeZone, now, back }: TableProps): Markup {
  const { columns } = words.reminders;
  return (
    <ListTable
      label={words.reminders.title}
      columns={[columns.when, columns.what, columns.status, columns.decide]}
      leading={1}
      named={0}
      rows={rows.map(({ reminder, view }) => [
        <>
          {reminder.sendAt === undefined
            ? words.reminders.noTime
            : localDayAndTime(reminder.sendAt.getTime(), timeZone)}
          {lateWords({ reminder, view }, now)}
          <br />
          {words.reminders.before(reminder.minutes)}
        </>,
        <>
          <a href={`/admin/open-spaces/${reminder.openSpaceId}`}>
            {view === undefined
              ? reminder.openSpaceId
              : `${headingOf(view.space)}, ${whereOf(view.space) ?? words.noRoom}`}
          </a>
          {reminder.text === undefined ? null : <p class="hint">{reminder.text}</p>}
        </>,
        <>
          <StatusWord status={reminder.status} />
          {reminder.why === undefined && reminder.held === undefined ? null : (
            <p class="hint">{reminder.why ?? reminder.held}</p>
          )}
        </>,
        view !== undefined && canStillGoOut({ reminder, view }, now) ? (
          <Decide reminder={reminder} view={view} back={back} />
        ) : null,
      ])}
    />
  );
}

function Decide(props: { reminder: ReminderView; view: OpenSpaceView; back: string }): Markup | null {
  const { reminder, view, back } = props;
  if (!(approvals as readonly string[]).includes(reminder.status)) return null;
  return (
    <OpenSpaceForm view={view} reminder={reminder.key} back={back} look="buttons">
      {reminder.status === 'approved' ? null : <VerbButton verb="approve" words={words.verbs.approve} look="approve" />}
      {reminder.status === 'denied' ? null : <VerbButton verb="deny" words={words.verbs.deny} look="deny" />}
    </OpenSpaceForm>
  );
}
