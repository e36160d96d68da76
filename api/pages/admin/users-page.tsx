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

/** Who was heard, and whom the bot does nothing about. */
export async function usersPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const { store } = context;
  const { conference, ignoreUsers } = await store.configs.current();
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
                return (
                  <tr>
                    <td>
                      <a href={`/admin/tweets?author=${user._id}`}>@{user.username}</a> {user.name}
                    </td>
                    <td>{localDayAndTime(user.lastSeenAt.getTime(), conference.timeZone)}</td>
                    <td>
                      <form method="post" action={`/admin/users/${user._id}`} class="buttons">
                        <input type="hidden" name="ignore" value={isIgnored ? 'no' : 'yes'} />
                        {isIgnored ? <span class="status s-denied">ignored</span> : null}
                        <button type="submit" class={isIgnored ? '' : 'deny'}>
                          {isIgnored ? 'Stop ignoring' : 'Ignore'}
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

const ignoreSchema = z.object({ ignore: z.enum(['yes', 'no']) });

export async function ignoreRoute(c: AdminContext, context: ApiContext): Promise<Response> {
  const { ignore } = parsePairs(ignoreSchema, await formOf(c));
  const id = c.req.param('id') ?? '';
  const user = await context.store.users.find(id);
  if (user === null) {
    tellNext(c, context, { kind: 'refused', words: 'The bot has never heard of that user.' });
  } else {
    await context.doors.setIgnored(id, ignore === 'yes', c.get('organiser'));
    const words = ignore === 'yes' ? 'is ignored from the next tweet on' : 'is heard again from the next tweet on';
    tellNext(c, context, { kind: 'done', words: `@${user.username} ${words}.` });
  }
  return c.redirect('/admin/users', 303);
}
