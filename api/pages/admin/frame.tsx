import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { OrganiserEnv } from '../../auth/guard.ts';
import type { ApiContext } from '../../context.ts';
import { renderDocument } from '../document.tsx';
import { takeFlash } from './flash.ts';

const places = [
  ['/admin', 'Queue'],
  ['/admin/board', 'Board'],
  ['/admin/open-spaces', 'Open spaces'],
  ['/admin/reminders', 'Reminders'],
  ['/admin/tweets', 'Tweets'],
  ['/admin/users', 'Users'],
  ['/admin/config', 'Config'],
  ['/admin/audit', 'Audit'],
  ['/admin/health', 'Health'],
] as const;

export type Place = (typeof places)[number][0] | '/admin/enter';

export interface AdminPage {
  readonly title: string;
  readonly place: Place;
  readonly status?: ContentfulStatusCode;
  readonly children: Child;
}

export type AdminContext = Context<OrganiserEnv>;

/** Answers with an organisers' page: where one is, who one is, and what the last click came to. */
export function adminPage(c: AdminContext, context: ApiContext, page: AdminPage): Response {
  const flash = takeFlash(c, context);
  const organiser = c.get('organiser');
  const body = (
    <>
      <a class="skip" href="#live">
        Skip to the content
      </a>
      <header class="bar">
        <nav aria-label="Organisers' pages">
          <ul>
            {places.map(([path, name]) => (
              <li>
                <a href={path} aria-current={path === page.place ? 'page' : undefined}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <a class="button enter" href="/admin/enter" aria-current={page.place === '/admin/enter' ? 'page' : undefined}>
          Enter by hand
        </a>
        <form method="post" action="/admin/sign-out">
          <span class="who">{organiser.name}</span>
          <button type="submit" class="plain">
            Sign out
          </button>
        </form>
      </header>
      <div role="status" id="said">
        {flash === undefined ? null : (
          <p class={`said ${flash.kind}`}>
            {flash.words}{' '}
            {flash.openSpaceId === undefined ? null : (
              <a href={`/admin/open-spaces/${flash.openSpaceId}`}>Look at it</a>
            )}
          </p>
        )}
      </div>
      <main id="live" tabindex={-1}>
        <h1>{page.title}</h1>
        {page.children}
      </main>
    </>
  );
  const html = renderDocument({ title: `${page.title} · organisers`, look: 'admin', isAdmin: true, children: body });
  return c.html(html, page.status ?? 200);
}
