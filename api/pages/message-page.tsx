import type { Context } from 'hono';
import type { Link } from './schedule/calendar-links.ts';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { renderDocument } from './document.tsx';
import { words } from './words.ts';

export const toSchedule: Link = { name: words.toSchedule, href: '/' };
const toAdmin: Link = { name: words.toAdmin, href: '/admin' };

/**
 * A page with only a message: what went wrong, or why something is refused.
 *
 * @param next a link to go on; by default to the organisers' pages from one of these, and to the schedule from others
 */
export function messagePage(
  c: Context,
  status: ContentfulStatusCode,
  title: string,
  sentence: string,
  next = /^\/admin(?:\/|$)/u.test(c.req.path) ? toAdmin : toSchedule,
): Response {
  c.header('cache-control', 'no-store');
  const page = (
    <main class="message">
      <p class="code">{status}</p>
      <h1>{title}</h1>
      <p>{sentence}</p>
      <p>
        <a href={next.href}>{next.name}</a>
      </p>
    </main>
  );
  return c.html(renderDocument({ title, look: 'schedule', children: page }), status);
}
