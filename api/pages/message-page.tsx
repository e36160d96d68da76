import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { renderDocument } from './document.tsx';
import { words } from './words.ts';

/** A page that only says something: what went wrong, or why not. */
export function messagePage(c: Context, status: ContentfulStatusCode, title: string, sentence: string): Response {
  c.header('cache-control', 'no-store');
  const page = (
    <main class="message">
      <p class="code">{status}</p>
      <h1>{title}</h1>
      <p>{sentence}</p>
      <p>
        <a href="/">{words.toSchedule}</a>
      </p>
    </main>
  );
  return c.html(renderDocument({ title, look: 'schedule', children: page }), status);
}
