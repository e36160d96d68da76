import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { renderDocument } from '../pages/document.tsx';
import { backSchema } from '../pages/admin/back.ts';
import { messagePage, toSchedule } from '../pages/message-page.tsx';
import { words } from '../pages/words.ts';
import { formOf, parsePairs } from '../pages/query.ts';
import { sameOriginOnly, strangersLimited } from './guard.ts';
import { dropCookie, readCookie, writeCookie } from './session-cookie.ts';
import { callerOf, localOrganiser, signIn, signOut } from './sign-in.ts';
import { hashOf, linkLifetime, newSecret, secretOfLink } from './sign-in-link.ts';
import { createSlackSignIn, isSlackDown, refusalOfTheBot } from './slack-sign-in.ts';

const tokenSchema = z.object({ token: z.string().max(100).optional() });

/** Sign-in by a one-time link or with Slack, and sign-out. */
export function createSignInRoutes(context: ApiContext): Hono {
  const { store, clock, publicUrl, log } = context;
  const app = new Hono();
  const slack = context.slackSignIn === undefined ? undefined : createSlackSignIn(context, context.slackSignIn);

  /** The page that the person asked for before the sign-in, for example an open space that Slack links to. */
  const askedFor = (c: Context): string => {
    const next = readCookie(c, publicUrl, 'next');
    dropCookie(c, publicUrl, 'next');
    return backSchema.catch('/admin').parse(next);
  };

  /** Tells the browser that uses a link from others. If it is pressed twice, or its answer is lost, it still works. */
  const browserOf = (c: Context): string => readCookie(c, publicUrl, 'browser') ?? newSecret();

  app.use('/admin/sign-in/*', strangersLimited(context, { burst: 60, perSecond: 1 }));
  app.use('/admin/sign-in', sameOriginOnly(context));
  app.use('/admin/sign-out', sameOriginOnly(context));

  // Opening the link does not use it up, because chat programs open links for previews. The button uses it.
  app.get('/admin/sign-in', async (c) => {
    c.header('cache-control', 'no-store');
    const { token } = parsePairs(tokenSchema, new URL(c.req.url).searchParams);
    if ((await callerOf(c, context)).kind === 'organiser' && token === undefined) return c.redirect('/admin');
    if (token !== undefined) writeCookie(c, publicUrl, 'browser', browserOf(c), linkLifetime / 1000);
    const page = (
      <main class="message sign-in">
        <h1>{words.signIn.heading}</h1>
        {token === undefined ? null : (
          <form method="post" action="/admin/sign-in">
            <input type="hidden" name="token" value={token} />
            <p>{words.signIn.once}</p>
            <button type="submit">{words.signIn.submit}</button>
          </form>
        )}
        {token !== undefined || slack === undefined ? null : (
          <p>
            <a class="button" href="/admin/sign-in/slack">
              {words.signIn.slack}
            </a>
          </p>
        )}
        {token === undefined && slack === undefined ? <p>{words.signIn.howTo}</p> : null}
        <p>
          <a href="/">{words.toSchedule}</a>
        </p>
      </main>
    );
    return c.html(renderDocument({ title: words.signIn.title, look: 'schedule', children: page }));
  });

  app.post('/admin/sign-in', async (c) => {
    const { token = '' } = parsePairs(tokenSchema, await formOf(c));
    const secret = secretOfLink(token, browserOf(c));
    const link = await store.sessions.useLink(hashOf(token), hashOf(secret), new Date(clock()));
    if (link === null) return messagePage(c, 401, words.signIn.usedUp, words.signIn.usedUpHint);
    await signIn(c, context, localOrganiser(link.name), secret);
    return c.redirect(askedFor(c), 303);
  });

  app.post('/admin/sign-out', async (c) => {
    await signOut(c, context);
    return c.redirect('/', 303);
  });

  if (slack === undefined) return app;

  app.get('/admin/sign-in/slack', async (c) => {
    c.header('cache-control', 'no-store');
    const begun = await slack.begin().catch((error: unknown) => {
      log.warn('a sign-in with Slack could not begin', { error: error instanceof Error ? error.name : 'unknown' });
    });
    if (begun === undefined) return messagePage(c, 503, words.signIn.slackAway, words.signIn.slackAwayHint);
    const { location, pending, secret } = begun;
    await store.sessions.add(pending);
    writeCookie(c, publicUrl, 'sign-in', secret, 600);
    return c.redirect(location);
  });

  app.get('/admin/sign-in/slack/callback', async (c) => {
    c.header('cache-control', 'no-store');
    const secret = readCookie(c, publicUrl, 'sign-in') ?? '';
    dropCookie(c, publicUrl, 'sign-in');
    const pending = await store.sessions.takePending(hashOf(secret), new Date(clock()));
    const actor = await slack.finish(new URL(c.req.url), pending).catch((error: unknown) => {
      const refusal = refusalOfTheBot(error);
      if (refusal !== undefined) {
        log.error('nobody can sign in with Slack: check SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and PUBLIC_URL', {
          refusal,
        });
        return refusal;
      }
      // Only the name is logged: an error of the library can contain Slack's answer.
      log.info('a sign-in with Slack failed', { error: error instanceof Error ? error.name : 'unknown' });
      return isSlackDown(error) ? 'away' : undefined;
    });
    if (actor === 'away') return messagePage(c, 503, words.signIn.slackAway, words.signIn.slackAwayHint);
    if (typeof actor === 'string') {
      return messagePage(c, 503, words.signIn.slackRefusesBot, words.signIn.slackRefusesBotHint(actor));
    }
    if (actor === undefined) return messagePage(c, 401, words.signIn.slackRefused, words.signIn.slackRefusedHint);
    const config = await store.configs.current();
    if (!config.organisers.includes(actor.id)) {
      log.info('a person who is not an organiser signed in with Slack', { user: actor.id });
      return messagePage(c, 403, words.signIn.notListed, words.signIn.notListedHint(actor.name, actor.id), toSchedule);
    }
    await signIn(c, context, actor);
    return c.redirect(askedFor(c), 303);
  });

  return app;
}
