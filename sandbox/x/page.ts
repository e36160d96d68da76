import { readFileSync } from 'node:fs';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { comingHour } from '../coming-hour.ts';
import { answer } from './access.ts';
import { onlyFromThisMachine } from './control.ts';
import { botColumn, everybodyColumn } from './page-columns.ts';
import type { StreamHub } from './stream-hub.ts';
import type { World } from './world.ts';

const minute = 60_000;

/**
 * Example tweets about hours to come. The first and the third use the same room; the scripted day does not use it at
 * that hour.
 */
function examples(now: number, tag = 'pyconopenspaces'): [username: string, text: string][] {
  const at = (minutes: number): string =>
    comingHour(Math.ceil((now + minutes * minute) / (5 * minute)) * 5 * minute, now);
  return [
    ['acro_yoga_ada', `Acro yoga @ ${at(18)} in B115 #${tag}`],
    ['board_game_bo', `Board games at ${at(60)}, room A103! Bring your own #${tag}`],
    ['late_lee', `In 20 minutes in B115: knitting for programmers #${tag}`],
    ['vague_vi', `Anyone up for a #${tag} on type checkers this afternoon?`],
    ['chatty_cho', `The #${tag} board is filling up fast`],
  ];
}

const exampleButton = ([username, text]: readonly [username: string, text: string]) =>
  html`<button type="button" class="example" data-username="${username}" data-text="${text}">${text}</button>`;

/** The hashtag that the bot listens for; undefined while it has no rule on the stream. */
export const hashtagIn = (rules: World['rules']): string | undefined =>
  /#([\p{L}\p{M}\p{N}_]+)/u.exec([...rules.values()].map(({ value }) => value).join(' '))?.[1];

const CONTENT_SECURITY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The page at `/`: write a tweet as anybody, and see what happens to it. It loads nothing from other sites. */
export function pageRoutes({
  world,
  hub,
  canPlay,
  clock,
}: {
  readonly world: World;
  readonly hub: StreamHub;
  readonly canPlay: boolean;
  readonly clock: () => number;
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
    return c.html(document({ world, hub, state: state(), canPlay, now: clock() }));
  });
  return page;
}

function readAsset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

function listening(hub: StreamHub): string {
  return hub.isConnected ? 'the bot is listening' : 'the bot is not listening';
}

interface Shown {
  readonly world: World;
  readonly hub: StreamHub;
  readonly state: string;
  readonly canPlay: boolean;
  readonly now: number;
}

function document({ world, hub, state, canPlay, now }: Shown) {
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
          <p class="listening" id="listening" data-on="${String(hub.isConnected)}">${listening(hub)}</p>
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
            <div class="examples" aria-label="Examples">
              ${examples(now, hashtagIn(world.rules)).map(exampleButton)}
            </div>
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
