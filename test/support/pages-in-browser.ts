// The pages in a real browser, over a real worker: what the tests in a browser share.
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { createSignInLink } from '../../api/auth/sign-in-link.ts';
import { forSuite } from './for-tests.ts';
import { startBrowser } from './web-browser.ts';
import { startWebPages } from './web-pages.ts';

/** The pages and a browser for a suite. As with `startBrowser`, the suite is skipped if there is no browser. */
export function pagesInBrowser() {
  const browser = forSuite(startBrowser);
  const web = forSuite(() => startWebPages());
  return {
    browser,
    web,
    /** A new browser of somebody who is signed in, at the queue of one of the two processes [the first]. */
    async organiser(options: BrowserContextOptions = {}, url = web.url): Promise<Page> {
      const page = await (await browser.newContext(options)).newPage();
      page.setDefaultTimeout(60_000);
      const link = new URL(await createSignInLink(web.context));
      await page.goto(url + link.pathname + link.search);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(`${url}/admin`);
      return page;
    },
  };
}

/** An open space's card, in the queue or on the board. */
export const cardOf = (page: Page, id: string): Locator => page.locator(`[data-key="${id}"]`);
