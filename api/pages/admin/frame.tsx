import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { OrganiserEnv } from '../../auth/guard.ts';
import type { ApiContext } from '../../context.ts';
import { possibleActions } from '../../../core/possible-actions.ts';
import { renderDocument } from '../document.tsx';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { type Flash, hereOf, takeFlash } from './back.ts';
import { PauseButton } from './pause.tsx';
import { isOwnDecision, Undo } from './undo.tsx';

const places = [
  ['/admin', words.places.queue],
  ['/admin/board', words.places.board],
  ['/admin/open-spaces', words.places.openSpaces],
  ['/admin/reminders', words.places.reminders],
  ['/admin/tweets', words.places.tweets],
  ['/admin/users', words.places.users],
  ['/admin/config', words.places.config],
  ['/admin/audit', words.places.audit],
  ['/admin/health', words.places.health],
] as const;

export type Place = (typeof places)[number][0] | '/admin/enter';

export interface AdminPage {
  readonly title: string;
  /** The title of the browser's tab, if the page's title alone is not clear. */
  readonly tab?: string;
  readonly place: Place;
  readonly status?: ContentfulStatusCode;
  readonly children: Child;
}

export type AdminContext = Context<OrganiserEnv>;

/** An organisers' page with its frame: the navigation, the person's name, and the result of the last press. */
export async function adminPage(c: AdminContext, context: ApiContext, page: AdminPage): Promise<Response> {
  const flash = takeFlash(c, context);
  const organiser = c.get('organiser');
  const back = hereOf(c);
  const newest = await context.store.configs.newest();
  const said = flash === undefined ? null : await Said({ flash, context, organiserId: organiser.id, back });
  const body = (
    <>
      <a class="skip" href="#live">
        {words.frame.skip}
      </a>
      <header class="bar">
        <nav aria-label={words.frame.nav}>
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
          {words.enter.title}
        </a>
        {newest === null ? null : <PauseButton isPaused={newest.config.paused} back={back} />}
        <form method="post" action="/admin/sign-out">
          <span class="who">{organiser.name}</span>
          <button type="submit" class="plain">
            {words.frame.signOut}
          </button>
        </form>
      </header>
      <div role="status" id="said">
        {said}
      </div>
      <p id="paused" role="status" class="said paused" hidden={newest?.config.paused !== true}>
        {words.pause.isPaused}
      </p>
      <main id="live" tabindex={-1}>
        <h1>{page.title}</h1>
        {page.children}
      </main>
      <button type="button" id="held" class="held" hidden />
    </>
  );
  const html = renderDocument({
    title: words.frame.tab(page.tab ?? page.title),
    look: 'admin',
    isAdmin: true,
    children: body,
  });
  return c.html(html, page.status ?? 200);
}

/** The result of the last press, with a way to undo it if there is one. */
async function Said(props: {
  readonly flash: Flash;
  readonly context: ApiContext;
  readonly organiserId: string;
  readonly back: string;
}): Promise<Markup> {
  const { flash, context, organiserId, back } = props;
  const id = flash.openSpaceId;
  const view = id === undefined ? null : await context.openSpaces.find(id);
  const isUndoable =
    flash.kind === 'done' &&
    view !== null &&
    isOwnDecision(view, organiserId) &&
    possibleActions(view.space, context.clock()).includes('take_back');
  return (
    <>
      <p class={`said ${flash.kind}`}>
        {flash.words} {id === undefined ? null : <a href={`/admin/open-spaces/${id}`}>{words.frame.look}</a>}
      </p>
      {isUndoable ? <Undo view={view} back={back} /> : null}
      {flash.waiting === undefined ? null : (
        <form method="post" action={`/admin/users/${flash.waiting.hostId}/deny`} class="undo">
          <input type="hidden" name="back" value={back} />
          <button class="deny">{words.verbs.denyWaiting(flash.waiting.count)}</button>
        </form>
      )}
    </>
  );
}
