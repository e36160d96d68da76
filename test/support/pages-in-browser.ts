// The pages in a real browser, over a real worker: what the tests in a browser share.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { createSignInLink } from '../../api/auth/sign-in-link.ts';
import { startBrowser } from './web-browser.ts';
import { startWebPages, type WebPages } from './web-pages.ts';

export interface PagesInBrowser {
  readonly web: WebPages;
  readonly browser: Browser;
  /** A new browser of somebody who is signed in, at the queue of one of the two processes [the first]. */
  organiser(options?: BrowserContextOptions, url?: string): Promise<Page>;
  stop(): Promise<void>;
}

/** Skips the suite where there is no browser, as `startBrowser`. What did start is stopped where the rest fails. */
export async function startPagesInBrowser(suite: Mocha.Context): Promise<PagesInBrowser> {
  const browser = await startBrowser(suite);
  try {
    const web = await startWebPages();
    return {
      web,
      browser,
      async organiser(options = {}, url = web.url) {
        const page = await (await browser.newContext(options)).newPage();
        page.setDefaultTimeout(60_000);
        const link = new URL(await createSignInLink(web.context));
        await page.goto(url + link.pathname + link.search);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.waitForURL(`${url}/admin`);
        return page;
      },
      async stop() {
        await browser.close();
        await web.stop();
      },
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** An open space's card, in the queue or on the board. */
export const cardOf = (page: Page, id: string): Locator => page.locator(`[data-key="${id}"]`);
