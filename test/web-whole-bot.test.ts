import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { forSuite } from './support/for-tests.ts';
import { eventually, startBot, type SlackMessage } from './support/running-bot.ts';
import { startBrowser } from './support/web-browser.ts';

/** Far enough away that a config may approve it by itself, and the same at any hour of the day. */
const tomorrow = (time: string, room: string): string => `tomorrow at ${time} in ${room} #pyconopenspaces`;
/** In words that the bot reads without doubt: only such a tweet is approved by itself. */
const surely = (title: string, time: string, room: string): string => `Join us for ${title} ${tomorrow(time, room)}`;

describe('the pages of the whole bot, from npm start', function () {
  this.timeout(180_000);
  const browser = forSuite(startBrowser);
  const bot = forSuite(() => startBot());
  /** Came by the link that was printed; the second organiser comes through Slack. */
  let first: Page;
  let second: Page;

  before(async () => {
    [first, second] = await Promise.all([newPage(), newPage()]);
  });

  async function newPage(): Promise<Page> {
    const page = await (await browser.newContext({ viewport: { width: 1600, height: 1200 } })).newPage();
    page.setDefaultTimeout(60_000);
    return page;
  }

  const cardOf = (page: Page, id: string): Locator => page.locator(`[data-key="${id}"]`);
  const slackCard = (channel: string, host: string, has = ''): Promise<SlackMessage> =>
    eventually(`a card of @${host} in ${channel} ${has}`, async () =>
      (await bot.messages(channel)).find(({ text }) => text.includes(`@${host}`) && text.includes(has)),
    );
  /** The board of the conference's second day; from here on nobody loads it again. */
  async function openBoard(page: Page): Promise<void> {
    await page.goto(`${bot.urls.api}/admin/board`);
    await page.getByRole('navigation', { name: 'Days' }).getByRole('link').nth(1).click();
    await page.waitForURL(/\?day=/u);
    await page.evaluate('window.isSameDocument = true');
  }
  const isSameDocument = (page: Page): Promise<boolean> => page.evaluate<boolean>('window.isSameDocument === true');

  it('let somebody in by the printed link once, and another organiser with Slack, but no stranger', async () => {
    await first.goto(bot.signInLink());
    await first.getByRole('button', { name: 'Sign in' }).click();
    await first.waitForURL(`${bot.urls.api}/admin`);
    await second.goto(bot.signInLink());
    await second.getByRole('button', { name: 'Sign in' }).click();
    await second.getByText('This link is used up').waitFor();

    const enterAs = async (name: RegExp): Promise<void> => {
      await second.goto(`${bot.urls.api}/admin`);
      await second.getByRole('link', { name: 'Sign in with Slack' }).click();
      await second.getByRole('button', { name }).click();
    };
    await enterAs(/Dana/u);
    await second.getByText('you are not among the organisers').waitFor();
    await enterAs(/Bo/u);
    await second.waitForURL(`${bot.urls.api}/admin`);
  });

  it('bring a tweet into the queue, and its approval onto everybody’s board without a reload', async () => {
    await openBoard(second);
    const id = await bot.tweet('yogi', `Acro yoga ${tomorrow('10:00', 'B114')}`);
    await cardOf(first, id).getByRole('button', { name: 'Approve' }).click();
    await first.getByText(/^Approved “[^”]+” by @yogi\./u).waitFor();
    await cardOf(second, id).getByText('approved', { exact: true }).waitFor();
    assert(await isSameDocument(second));
    await first.goto(`${bot.urls.api}/?room=B114`);
    await first.getByRole('link', { name: 'Acro yoga' }).first().waitFor();
  });

  it('schedule a tweet that needs a person: the pickers, and one click', async () => {
    const id = await bot.tweet('heron', 'Anyone up for juggling? A104 #pyconopenspaces');
    await first.goto(`${bot.urls.api}/admin`);
    const card = cardOf(first, id);
    await card.getByLabel('Date').selectOption({ index: 2 });
    await card.getByLabel('Time').fill('15:30');
    await card.getByRole('button', { name: 'Approve' }).click();
    await first.getByText(/: scheduled in A104, .* 15:30 .*; approved\./u).waitFor();
    await cardOf(second, id).getByText('approved', { exact: true }).waitFor();
    assert(await isSameDocument(second));
  });

  it('show at once what was decided in Slack', async () => {
    const id = await bot.tweet('tern', `Knitting ${tomorrow('11:00', 'A103')}`);
    await cardOf(second, id).getByText('needs approval').waitFor();
    assert.equal((await bot.press(await slackCard('outgoing_tweets', 'tern'), 'approve')).status, 200);
    await cardOf(second, id).getByText('approved', { exact: true }).waitFor();
    assert(await isSameDocument(second));
  });

  it('change the rules, and the next tweet obeys', async () => {
    await first.goto(`${bot.urls.api}/admin/config`);
    await first.getByLabel('Auto-approve reminders').check();
    await first.getByLabel('Minutes before the start').first().fill('45, 10');
    await first.getByRole('button', { name: 'See what changes' }).click();
    await first.getByRole('button', { name: 'Save' }).click();
    await first.getByText('Saved as version 2.').waitFor();
    const id = await bot.tweet('wren', surely('chess', '12:00', 'A105'));
    await cardOf(second, id).getByText('approved', { exact: true }).waitFor();
    await cardOf(second, id).getByRole('link', { name: 'Chess' }).click();
    const reminders = await second.locator('.reminders li').allTextContents();
    assert.deepEqual(
      reminders.map((words) => words.slice(0, 22)),
      ['The 45-minute reminder', 'The 10-minute reminder'],
    );
  });

  async function sendNow(): Promise<void> {
    await first.locator('summary', { hasText: 'Send now' }).click();
    await first.getByRole('button', { name: 'Send now' }).click();
  }

  it('cancel an announced session, and show X’s limits', async () => {
    const id = await bot.tweet('puffin', surely('packaging', '14:00', 'A103'));
    await slackCard('outgoing_tweets', 'puffin', 'Approved');
    await first.goto(`${bot.urls.api}/admin/open-spaces/${id}`);
    await sendNow();
    await first.getByText(/: sent now\./u).waitFor();
    // The other one still goes out at its own time, unless it is sent now too.
    await first.locator('.reminders li', { hasText: 'went out at' }).first().waitFor();
    await cardOf(first, id).getByText('approved', { exact: true }).waitFor();
    await sendNow();
    await cardOf(first, id).getByText('reminder sent', { exact: true }).waitFor();
    const { blocks } = await slackCard('outgoing_tweets', 'puffin', 'Reminder sent');
    assert.match(JSON.stringify(blocks), /"action_id":"cancel"/u);
    await first.getByRole('button', { name: 'Cancel open space' }).click();
    await first.getByText(/^“[^”]+” by @puffin: cancelled; correction at /u).waitFor();
    await slackCard('outgoing_tweets', 'puffin', 'Cancelled');
    await first.goto(`${bot.urls.api}/`);
    await first.getByText('Cancelled', { exact: true }).waitFor();
    // Two reminders and the correction. What X said last is written down every few seconds.
    await eventually('the posts that are left', async () => {
      await first.goto(`${bot.urls.api}/admin/health`);
      return first.getByText(/^97 of 100 until /u).isVisible();
    });
    await first.getByText(/^4\d\d of 450 until /u).waitFor();
  });

  it('try a reminder again that X refused, and bring back a session that was cancelled by mistake', async () => {
    const id = await bot.tweet('plover', surely('cartography', '16:00', 'A104'));
    await slackCard('outgoing_tweets', 'plover', 'Approved');
    await first.goto(`${bot.urls.api}/admin/open-spaces/${id}`);
    await first.getByRole('button', { name: 'Cancel open space' }).click();
    await first.getByText(/^Cancelled “[^”]+” by @plover\./u).waitFor();
    await first.getByRole('button', { name: 'Undo' }).first().click();
    await cardOf(first, id).getByText('approved', { exact: true }).waitFor();
    await bot.fault({ route: 'POST /2/tweets', times: 2, accept: false, then: 'status', status: 403 });
    for (const status of ['approved', 'failed']) {
      await sendNow();
      await first.locator('.reminders li', { hasText: 'failed: ' }).first().waitFor();
      await cardOf(first, id).getByText(status, { exact: true }).waitFor();
    }
    await first.getByRole('button', { name: 'Try again' }).last().click();
    await cardOf(first, id).getByText('reminder sent', { exact: true }).waitFor();
  });
});
