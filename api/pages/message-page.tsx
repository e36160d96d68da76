import type { Context } from 'hono';
import type { Link } from './schedule/calendar-links.ts';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { renderDocument } from './document.tsx';
import { words } from './words.ts';

const schedule: Link = { name: words.toSchedule, href: '/' };

/** A page with only a message: what went wrong, or why something is refused. @param next a link to go on */
export function messagePage(
  c: Context,
  status: ContentfulStatusCode,
  title: string,
  sentence: string,
  next = schedule,
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
