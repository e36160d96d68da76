import { readFileSync } from 'node:fs';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { answer } from './access.ts';
import { onlyFromThisMachine } from './control.ts';
import { botColumn, everybodyColumn } from './page-columns.ts';
import type { StreamHub } from './stream-hub.ts';
import type { World } from './world.ts';

const EXAMPLES = [
  ['acro_yoga_ada', 'Acro yoga @ 5pm in B114 #pyconopenspaces'],
  ['board_game_bo', 'Board games tonight at 19:30, room A103! Bring your own #PyConOpenSpaces'],
  ['late_lee', 'In 20 minutes in B114: knitting for programmers #pyconopenspaces'],
  ['vague_vi', 'Anyone up for a #pyconopenspaces on type checkers this afternoon?'],
  ['chatty_cho', 'The #pyconopenspaces board is filling up fast'],
] as const;

const exampleButton = ([username, text]: (typeof EXAMPLES)[number]) =>
  html`<button type="button" class="example" data-username="${username}" data-text="${text}">${text}</button>`;

const CONTENT_SECURITY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/**
 * The page at `/`: write a tweet as anybody, watch what comes of it. Everything comes from here, and nothing from
 * elsewhere.
 */
export function pageRoutes({
  world,
  hub,
  canPlay,
}: {
  readonly world: World;
  readonly hub: StreamHub;
  readonly canPlay: boolean;
}): Hono<{ Bindings: HttpBindings }> {
  const files = { script: readAsset('page-script.js'), style: readAsset('page.css') };
  const page = new Hono<{ Bindings: HttpBindings }>();
  const state = (): string => `${world.version}.${hub.isConnected ? 1 : 0}`;

  page.get('/page-script.js', (c) => c.body(files.script, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  page.get('/page.css', (c) => c.body(files.style, 200, { 'content-type': 'text/css; charset=utf-8' }));

  page.get('/sandbox/columns', onlyFromThisMachine, async (c) => {
    if (c.req.query('since') === state()) return c.body(null, 204);
    return answer(c, {
      state: state(),
      listening: listening(hub),
      everybody: await everybodyColumn(world),
      bot: await botColumn(world),
    });
  });

  page.get('/', onlyFromThisMachine, (c) => {
    c.header('content-security-policy', CONTENT_SECURITY);
    c.header('referrer-policy', 'no-referrer');
    return c.html(document({ world, hub, state: state(), canPlay }));
  });
  return page;
}

function readAsset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

function listening(hub: StreamHub): string {
  return hub.isConnected ? 'somebody listens' : 'nobody listens to the stream';
}

function document({ world, hub, state, canPlay }: { world: World; hub: StreamHub; state: string; canPlay: boolean }) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>X, in the sandbox</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/page.css" />
        <script src="/page-script.js" defer></script>
      </head>
      <body data-state="${state}">
        <header class="top">
          <h1>X <span>in the sandbox</span></h1>
          <p class="listening" id="listening" data-on="${hub.isConnected}">${listening(hub)}</p>
          ${canPlay ? html`<button type="button" class="quiet" id="play">Play the scripted day</button>` : ''}
        </header>
        <main>
          <section class="compose" aria-label="Write a tweet">
            <form id="compose">
              <p class="mode" id="mode" hidden>
                <span></span> <button type="button" class="link" id="leave-edit">Keep it as it was</button>
              </p>
              <label class="handle"
                ><span>@</span
                ><input
                  name="username"
                  required
                  maxlength="30"
                  pattern="\\w+"
                  value="acro_yoga_ada"
                  autocomplete="off"
                  autocapitalize="none"
                  spellcheck="false"
                  aria-label="Tweet as"
              /></label>
              <textarea
                name="text"
                rows="3"
                required
                maxlength="25000"
                placeholder="What is happening, when, and in which room?"
                aria-label="Text"
              ></textarea>
              <div class="row">
                <output id="said" role="status"></output><span class="count" id="count">0</span
                ><button type="submit">Tweet</button>
              </div>
            </form>
            <div class="examples" aria-label="Examples">${EXAMPLES.map(exampleButton)}</div>
          </section>
          <input type="radio" name="tab" id="tab-everybody" checked /><input type="radio" name="tab" id="tab-bot" />
          <nav class="tabs"><label for="tab-everybody">Everybody</label><label for="tab-bot">The bot</label></nav>
          <section class="everybody">
            <h2>Everybody</h2>
            <div id="everybody">${everybodyColumn(world)}</div>
          </section>
          <section class="bot">
            <h2>@${world.bot.username}</h2>
            <div id="bot">${botColumn(world)}</div>
          </section>
        </main>
        <footer>Nothing written here leaves this machine.</footer>
      </body>
    </html>`;
}
