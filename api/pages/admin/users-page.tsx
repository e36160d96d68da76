import { z } from 'zod';
import { localDayAndTime } from '../../../core/local-time.ts';
import type { ApiContext } from '../../context.ts';
import type { UserDoc } from '../../../store/users.ts';
import type { Markup } from '../markup.ts';
import { formOf, parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { backSchema, backWith, hereOf } from './back.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { afterField, Filters, firstPage, pageSize, SearchBox } from './list-frame.tsx';
import { ListTable } from './list-table.tsx';
import { saidOfMany } from './bulk.tsx';
import { denyWaiting } from '../../../temporal/ask-many.ts';

const querySchema = z.object({
  q: z.string().max(100).optional(),
  ignored: z.enum(['', 'yes']).optional(),
  after: afterField(/^\d{1,19}$/u),
});

/** The hosts on X: those that were heard, those that are ignored, and those whose reminders are approved at once. */
export async function usersPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const { store } = context;
  const { conference, ignoreUsers, trustUsers } = await store.configs.current();
  const users = await store.users.list(
    { ...(query.q ? { q: query.q } : {}), ...(query.ignored === 'yes' ? { ids: ignoreUsers } : {}) },
    pageSize + 1,
    query.after,
  );
  const { shown, more } = firstPage(c, users, ({ _id }) => _id);
  return adminPage(c, context, {
    title: words.users.title,
    place: '/admin/users',
    children: (
      <>
        <Filters action="/admin/users">
          <SearchBox value={query.q} label={words.users.name} />
          <label class="check">
            <input type="checkbox" name="ignored" value="yes" checked={query.ignored === 'yes'} />{' '}
            {words.users.onlyIgnored}
          </label>
        </Filters>
        {shown.length === 0 ? <p class="empty">{words.none}</p> : null}
        <ListTable
          label={words.users.title}
          columns={[words.users.columns.host, words.users.columns.lastHeard, words.users.columns.bot]}
          leading={0}
          named={1}
          rows={shown.map((user) => [
            <>
              <a href={`/admin/tweets?author=${user._id}`}>@{user.username}</a> {user.name}
            </>,
            localDayAndTime(user.lastSeenAt.getTime(), conference.timeZone),
            <UserButtons
              user={user}
              isIgnored={ignoreUsers.includes(user._id)}
              isTrusted={trustUsers.includes(user._id)}
              back={hereOf(c)}
            />,
          ])}
        />
        {more}
      </>
    ),
  });
}

interface UserButtonsProps {
  readonly user: UserDoc;
  readonly isIgnored: boolean;
  readonly isTrusted: boolean;
  /** The page to come back to. */
  readonly back: string;
}

function UserButtons({ user, isIgnored, isTrusted, back }: UserButtonsProps): Markup {
  const name = <span class="sr"> @{user.username}</span>;
  return (
    <form method="post" action={`/admin/users/${user._id}`} class="buttons">
      <input type="hidden" name="back" value={back} />
      {isIgnored ? <span class="status s-denied">{words.users.ignored}</span> : null}
      <button type="submit" name="ignore" value={isIgnored ? 'no' : 'yes'} class={isIgnored ? '' : 'deny'}>
        {isIgnored ? words.users.stopIgnoring : words.users.ignore}
        {name}
      </button>
      {isTrusted ? <span class="status s-approved">{words.users.trusted}</span> : null}
      <button type="submit" name="trust" value={isTrusted ? 'no' : 'yes'}>
        {isTrusted ? words.users.stopTrusting : words.users.trust}
        {name}
      </button>
    </form>
  );
}

const yesNo = z.enum(['yes', 'no']);
const back = backSchema.default('/admin/users');
const changeSchema = z.union([z.strictObject({ ignore: yesNo, back }), z.strictObject({ trust: yesNo, back })]);

/** Ignores or trusts a host, or stops doing so. It applies from the host's next tweet on. */
export async function changeUserRoute(c: AdminContext, context: ApiContext): Promise<Response> {
  const change = parsePairs(changeSchema, await formOf(c));
  const id = c.req.param('id') ?? '';
  const user = await context.store.users.find(id);
  if (user === null) return backWith(c, context, change.back, { kind: 'refused', words: words.users.unknown });
  const by = c.get('organiser');
  let became: string;
  if ('ignore' in change) {
    await context.openSpaces.setIgnored(id, change.ignore === 'yes', by);
    became = change.ignore === 'yes' ? words.users.nowIgnored : words.users.nowHeard;
  } else {
    await context.openSpaces.setTrusted(id, change.trust === 'yes', by);
    became = change.trust === 'yes' ? words.users.nowTrusted : words.users.nowNotTrusted;
  }
  const isIgnored = 'ignore' in change && change.ignore === 'yes';
  const count = isIgnored ? (await context.openSpaces.listWaitingOf(id)).length : 0;
  const said = words.users.fromNextTweet(user.username, became);
  return backWith(c, context, change.back, {
    kind: 'done',
    words: count === 0 ? said : `${said} ${words.users.waiting(count)}`,
    ...(count === 0 ? {} : { waiting: { hostId: id, count } }),
  });
}

/** Denies all undecided open spaces of a host. */
export async function denyHostRoute(c: AdminContext, context: ApiContext): Promise<Response> {
  const form = parsePairs(z.object({ back }), await formOf(c));
  const answers = await denyWaiting(
    { ...context.openSpaces, log: context.log },
    c.req.param('id') ?? '',
    c.get('organiser'),
  );
  return backWith(c, context, form.back, await saidOfMany(context, 'Denied', answers));
}
