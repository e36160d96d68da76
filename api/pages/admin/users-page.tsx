import { z } from 'zod';
import { localDayAndTime } from '../../../core/local-time.ts';
import type { ApiContext } from '../../context.ts';
import { formOf, parsePairs } from '../query.ts';
import { tellNext } from './flash.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { Filters, More, pageSize, SearchBox } from './list-frame.tsx';

const querySchema = z.object({
  q: z.string().max(100).optional(),
  ignored: z.enum(['', 'yes']).optional(),
  after: z
    .string()
    .regex(/^\d{1,19}$/u, 'is not a place in this list')
    .optional(),
});

/** Who was heard, whom the bot does nothing about, and whose reminders start approved. */
export async function usersPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const { store } = context;
  const { conference, ignoreUsers, trustUsers } = await store.configs.current();
  const users = await store.users.list(
    { ...(query.q ? { q: query.q } : {}), ...(query.ignored === 'yes' ? { ids: ignoreUsers } : {}) },
    pageSize + 1,
    query.after,
  );
  const shown = users.slice(0, pageSize);
  const last = shown.at(-1);
  return adminPage(c, context, {
    title: 'Users',
    place: '/admin/users',
    children: (
      <>
        <Filters action="/admin/users">
          <SearchBox value={query.q} label="Name" />
          <label class="check">
            <input type="checkbox" name="ignored" value="yes" checked={query.ignored === 'yes'} /> Only ignored ones
          </label>
        </Filters>
        {shown.length === 0 ? <p class="empty">None like that.</p> : null}
        <div class="scroll" tabindex={0} role="region" aria-label="Users">
          <table class="list">
            <thead>
              <tr>
                <th scope="col">Host</th>
                <th scope="col">Last heard</th>
                <th scope="col">The bot</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((user) => {
                const isIgnored = ignoreUsers.includes(user._id);
                const isTrusted = trustUsers.includes(user._id);
                return (
                  <tr>
                    <td>
                      <a href={`/admin/tweets?author=${user._id}`}>@{user.username}</a> {user.name}
                    </td>
                    <td>{localDayAndTime(user.lastSeenAt.getTime(), conference.timeZone)}</td>
                    <td>
                      <form method="post" action={`/admin/users/${user._id}`} class="buttons">
                        {isIgnored ? <span class="status s-denied">ignored</span> : null}
                        <button
                          type="submit"
                          name="ignore"
                          value={isIgnored ? 'no' : 'yes'}
                          class={isIgnored ? '' : 'deny'}
                        >
                          {isIgnored ? 'Stop ignoring' : 'Ignore'}
                          <span class="sr"> @{user.username}</span>
                        </button>
                        {isTrusted ? <span class="status s-approved">trusted</span> : null}
                        <button type="submit" name="trust" value={isTrusted ? 'no' : 'yes'}>
                          {isTrusted ? 'Stop trusting' : 'Trust'}
                          <span class="sr"> @{user.username}</span>
                        </button>
                      </form>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        {users.length > pageSize && last !== undefined ? (
          <More path="/admin/users" query={query} cursor={last._id} />
        ) : null}
      </>
    ),
  });
}

const yesNo = z.enum(['yes', 'no']);
const changeSchema = z.union([z.strictObject({ ignore: yesNo }), z.strictObject({ trust: yesNo })]);

/** Ignores or trusts a host, or ends either; it rules from their next tweet on. */
export async function changeUserRoute(c: AdminContext, context: ApiContext): Promise<Response> {
  const change = parsePairs(changeSchema, await formOf(c));
  const id = c.req.param('id') ?? '';
  const user = await context.store.users.find(id);
  if (user === null) {
    tellNext(c, context, { kind: 'refused', words: 'The bot has never heard of that user.' });
    return c.redirect('/admin/users', 303);
  }
  const by = c.get('organiser');
  let words: string;
  if ('ignore' in change) {
    await context.openSpaces.setIgnored(id, change.ignore === 'yes', by);
    words = change.ignore === 'yes' ? 'is ignored' : 'is heard again';
  } else {
    await context.openSpaces.setTrusted(id, change.trust === 'yes', by);
    words = change.trust === 'yes' ? 'is trusted: reminders start approved' : 'is not trusted any more';
  }
  tellNext(c, context, { kind: 'done', words: `@${user.username} ${words}, from the next tweet on.` });
  return c.redirect('/admin/users', 303);
}
