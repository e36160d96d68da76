/** The page: a small Slack, and the choice of the person. No script or style from other sites, and none inline. */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { Journal } from './journal.ts';
import type { SignInRequest } from './sign-in.ts';
import { people } from './workspace.ts';

const files: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'style.css': 'text/css; charset=utf-8',
  'app.js': 'text/javascript; charset=utf-8',
  'block-kit.js': 'text/javascript; charset=utf-8',
  'confirm.js': 'text/javascript; charset=utf-8',
  'mrkdwn.js': 'text/javascript; charset=utf-8',
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = (type: string, formAction: string): Record<string, string> => ({
  'content-type': type,
  'content-security-policy': `${policy}; form-action ${formAction}`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-cache',
});

/** @returns whether the file exists */
export function answerFile(name: string, response: ServerResponse): boolean {
  const type = Object.hasOwn(files, name) ? files[name] : undefined;
  if (type === undefined) return false;
  const content = readFileSync(new URL(`page/${name}`, import.meta.url));
  response.writeHead(200, headers(type, "'none'"));
  response.end(content);
  return true;
}

/** Tells an open page about changes, by server-sent events, at most ten times a second. */
export function streamChanges(journal: Journal, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 500\ndata: changed\n\n');
  let timer: NodeJS.Timeout | undefined;
  const stop = journal.onChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      response.write('data: changed\n\n');
    }, 100).unref();
  });
  response.on('close', () => {
    stop();
    clearTimeout(timer);
  });
}

/** @param search the query of the authorize request; the form sends it back unchanged */
export function answerSignInPage(request: SignInRequest, search: string, response: ServerResponse): void {
  // Browsers apply form-action also to the redirect after the form.
  const allowed = `'self' ${new URL(request.redirect_uri).origin}`;
  response.writeHead(200, headers('text/html; charset=utf-8', allowed));
  const buttons = people.map(
    ({ id, name, realName }) =>
      `<button name="user" value="${escape(id)}"><span class="face" aria-hidden="true">` +
      `${escape(name.slice(0, 1).toUpperCase())}</span>${escape(realName)}</button>`,
  );
  response.end(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · Sandbox</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page/style.css"></head>
<body class="sign-in"><main><h1>Sign in with Slack</h1>
<p>This is the sandbox: choose who you are.
<b>${escape(new URL(request.redirect_uri).host)}</b> will learn your name and id.</p>
<form method="post" action="/openid/connect/authorize?${escape(search.replace(/^\?/u, ''))}">${buttons.join('')}</form>
</main></body></html>`);
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
