// The organisers' and attendees' everyday tasks, done on the real product in a browser: a hand that counts what a
// person would tap, choose or type. A bar that breaks here is a task that got longer.
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { forSuite } from './support/for-tests.ts';
import { dateAndTime, eventually, startBot, type SlackMessage } from './support/running-bot.ts';
import { startBrowser } from './support/web-browser.ts';

const phone = { viewport: { width: 390, height: 844 } };

/** Does what a person does, and counts it. */
class Hand {
  taps = 0;
  controls = 0;
  async tap(target: Locator): Promise<void> {
    this.taps += 1;
    await target.click();
  }
  async choose(target: Locator, option: string): Promise<void> {
    this.controls += 1;
    await target.selectOption(option);
  }
  async fill(target: Locator, text: string): Promise<void> {
    this.controls += 1;
    await target.fill(text);
  }
}

describe('the everyday tasks, by taps', function () {
  // Real servers and a browser beside everything else that a busy machine does.
  this.timeout(120_000);
  const browser = forSuite(startBrowser);
  const bot = forSuite(() => startBot());
  let desk: Page;
  const measured: string[] = [];

  before(async () => {
    desk = await newPage();
    await desk.goto(bot.signInLink());
    await desk.getByRole('button', { name: 'Sign in' }).click();
    await desk.waitForURL(`${bot.urls.api}/admin`);
  });
  after(() => {
    if (measured.length > 0) process.stdout.write(`    ${measured.join('\n    ')}\n`);
  });

  async function newPage(): Promise<Page> {
    const page = await (await browser.newContext(phone)).newPage();
    page.setDefaultTimeout(30_000);
    return page;
  }

  const open = (path: string): Promise<unknown> => desk.goto(`${bot.urls.api}/admin${path}`);
  const cardOf = (id: string): Locator => desk.locator(`.queue > [data-key="${id}"]`);
  /** A post, once the bot has made an open space of it. */
  async function hear(host: string, what: string, when: string, room: string): Promise<string> {
    const id = await bot.tweet(host, `${what} ${when} in ${room} #pyconopenspaces`);
    await eventually(
      `the post of @${host} is heard`,
      async () => (await bot.api('GET', `open-spaces/${id}`)).status === 200,
    );
    return id;
  }
  const openSpace = async (id: string) => (await bot.api('GET', `open-spaces/${id}`)).body;
  const isNow = (id: string, status: string) =>
    eventually(`${id} is ${status}`, async () => (await openSpace(id))['status'] === status);
  const slackCard = (host: string): Promise<SlackMessage> =>
    eventually(`a card of @${host}`, async () =>
      (await bot.messages('outgoing_tweets')).find(({ text }) => text.includes(`@${host}`)),
    );
  const top = (locator: Locator): Promise<number> =>
    locator.evaluate(
      (element) => (element as unknown as { getBoundingClientRect(): { top: number } }).getBoundingClientRect().top,
    );
  const slackFault = async (method: 'POST' | 'DELETE', fault?: object): Promise<void> =>
    void (await fetch(`${bot.urls.slack}/sandbox/faults`, {
      method,
      ...(fault === undefined ? {} : { body: JSON.stringify(fault) }),
    }));
  /** @param most the bar, for what is counted in all */
  function meets(
    task: string,
    { taps, controls }: Hand,
    most: { taps?: number; controls?: number; all?: number },
  ): void {
    measured.push(`${task}: ${taps} taps, ${controls} controls`);
    assert(taps <= (most.taps ?? Infinity), `${task}: ${taps} taps`);
    assert(controls <= (most.controls ?? Infinity), `${task}: ${controls} controls`);
    assert(taps + controls <= (most.all ?? Infinity), `${task}: ${taps + controls} steps`);
  }

  it('approve the third pending session from Slack: 1', async () => {
    const ids = [];
    for (const [index, room] of ['A103', 'A104', 'A105'].entries()) {
      ids.push(await hear(`slack_${index}`, 'Tea', `tomorrow at 9:0${index}`, room));
    }
    const { ts } = await slackCard('slack_2');
    const page = await newPage();
    await page.goto(`${bot.urls.slack}/#C_OUTGOING`);
    const hand = new Hand();
    await hand.tap(page.locator(`[data-ts="${ts}"]`).getByRole('button', { name: 'Approve' }));
    await isNow(ids[2] ?? '', 'approved');
    await page.locator(`[data-ts="${ts}"]`).getByText('Approved · ').waitFor();
    meets('approve the third pending session from Slack', hand, { all: 1 });
    await page.context().close();
  });

  it('approve from the queue, without losing the place: 1; undo a denial: 1', async () => {
    const ids = [];
    for (const [index, room] of ['A103', 'A104', 'A105', 'A106'].entries()) {
      ids.push(await hear(`queue_${index}`, 'Maps', `tomorrow at 11:0${index}`, room));
    }
    await open('');
    const [, , third = '', fourth = ''] = ids;
    await cardOf(fourth).waitFor();
    await cardOf(third).getByRole('button', { name: 'Approve' }).scrollIntoViewIfNeeded();
    // While a card is being replaced by its new version, its position is 0.
    const below = await eventually('the next card is laid out', async () => (await top(cardOf(fourth))) || undefined);
    const hand = new Hand();
    await hand.tap(cardOf(third).getByRole('button', { name: 'Approve' }));
    await cardOf(third).getByText('Approved “Maps” by @queue_2.').waitFor();
    assert.equal(await top(cardOf(fourth)), below);
    await isNow(third, 'approved');
    meets('approve from the queue', hand, { all: 1 });

    await cardOf(fourth).getByRole('button', { name: 'Deny' }).click();
    await cardOf(fourth).getByText('Denied “Maps” by @queue_3.').waitFor();
    const undo = new Hand();
    await undo.tap(cardOf(fourth).getByRole('button', { name: 'Undo' }));
    await isNow(fourth, 'needs_action');
    meets('undo a denial', undo, { all: 1 });
  });

  it('move to another room and time: at most 2 controls and 2 taps', async () => {
    const id = await hear('mover', 'Kites', 'tomorrow at 12:00', 'B114');
    await open('');
    const hand = new Hand();
    await hand.tap(cardOf(id).getByText('Other room or time'));
    await hand.choose(cardOf(id).getByLabel('Room'), 'B115');
    await hand.fill(cardOf(id).getByLabel('Time'), '12:30');
    await hand.tap(cardOf(id).getByRole('button', { name: 'Apply change' }));
    await eventually('it is moved', async () => (await openSpace(id))['room'] === 'B115');
    assert.match(String((await openSpace(id))['startsAtLocal']), / 12:30 /u);
    meets('move to another room and time', hand, { taps: 2, controls: 2 });
  });

  it('pause or resume: 1', async () => {
    for (const [button, said] of [
      ['Pause posting', 'Posting is paused. Nothing goes out.'],
      ['Resume posting', 'Posting is on again.'],
    ] as const) {
      await open('/tweets');
      const hand = new Hand();
      await hand.tap(desk.getByRole('button', { name: button }));
      await desk.getByText(said).waitFor();
      meets(button, hand, { all: 1 });
    }
  });

  it('shift a room, after a preview and with one Undo: at most 4', async () => {
    const [first, second] = [
      await hear('shift_0', 'Go', 'tomorrow at 14:00', 'Lounge'),
      await hear('shift_1', 'Chess', 'tomorrow at 15:00', 'Lounge'),
    ];
    await open('');
    const hand = new Hand();
    await hand.tap(desk.getByRole('link', { name: 'Board' }));
    // Tomorrow stands for today, which has no hours left in the evening: the page shifts the day that the board shows.
    const [tomorrow = ''] = dateAndTime(24 * 60).split(' ');
    await open(`/board?day=${tomorrow}`);
    await hand.tap(desk.getByRole('link', { name: 'Shift a room' }));
    await hand.choose(desk.getByLabel('Room'), 'Lounge');
    await hand.tap(desk.getByRole('button', { name: 'Shift 2 open spaces' }));
    await desk.getByText('Shifted 2 open spaces, 15 minutes later.').waitFor();
    meets('shift a room', hand, { all: 4 });
    const starts = async () =>
      Promise.all(
        [first, second].map(async (id) => / (\d\d:\d\d) /u.exec(String((await openSpace(id))['startsAtLocal']))?.[1]),
      );
    assert.deepEqual(await starts(), ['14:15', '15:15']);
    await desk.getByRole('button', { name: 'Undo' }).click();
    await desk.getByText('Shifted 2 open spaces, 15 minutes earlier.').waitFor();
    assert.deepEqual(await starts(), ['14:00', '15:00']);
  });
  it('enter from the paper board: at most 4 fields', async () => {
    await open('');
    const hand = new Hand();
    await hand.tap(desk.getByRole('link', { name: 'Enter by hand' }));
    const [date = '', time = ''] = dateAndTime(45).split(' ');
    await hand.fill(desk.getByLabel('Title, as'), 'Board games');
    await hand.choose(desk.getByLabel('Room'), 'A106');
    await hand.fill(desk.getByLabel('Time'), time);
    // Only shortly before midnight it is not today.
    if ((await desk.getByLabel('Date').inputValue()) !== date) await hand.choose(desk.getByLabel('Date'), date);
    await hand.tap(desk.getByRole('button', { name: 'Enter', exact: true }));
    // Where it is refused, this says why.
    const said = desk.locator('.said.done, .said.refused').first();
    await said.waitFor();
    assert.match(await said.innerText(), /^Entered\./u);
    await desk.getByText('approved', { exact: true }).waitFor();
    meets('enter from the paper board', hand, { controls: 4 });
  });

  it('find why a post was not scheduled, by handle: at most 3', async () => {
    const id = await bot.tweet('quiet_quinn', 'Lovely coffee here #pyconopenspaces');
    await eventually('it is read', async () => (await bot.api('GET', `tweets/${id}`)).body['verdict'] === 'ignore');
    await open('');
    const hand = new Hand();
    await hand.tap(desk.getByRole('link', { name: 'Tweets' }));
    await hand.fill(desk.getByLabel('Words or @host'), '@quiet_quinn');
    await hand.tap(desk.getByRole('button', { name: 'Show' }));
    await desk.locator('.status', { hasText: 'no room and no start' }).waitFor();
    meets('find why a post was not scheduled', hand, { all: 3 });
  });

  it('ignore a spammer from the card, in Slack and in the queue: 2, and deny what waits', async () => {
    const id = await hear('spammer', 'Buy now', 'tomorrow at 16:00', 'A104');
    const page = await newPage();
    const { ts } = await slackCard('spammer');
    await page.goto(`${bot.urls.slack}/#C_OUTGOING`);
    const inSlack = new Hand();
    await inSlack.tap(page.locator(`[data-ts="${ts}"]`).getByLabel('More actions'));
    await inSlack.tap(page.getByRole('button', { name: 'Ignore @spammer' }));
    await page.getByText('@spammer is ignored from now on. 1 open space by @spammer still waits').waitFor();
    meets('ignore a spammer from the card in Slack', inSlack, { all: 2 });
    await page.context().close();

    const other = await hear('spam_too', 'Buy this', 'tomorrow at 16:00', 'A105');
    await open('');
    const hand = new Hand();
    await hand.tap(cardOf(other).getByText('More', { exact: true }));
    await hand.tap(cardOf(other).getByRole('button', { name: 'Ignore @spam_too' }));
    await desk
      .getByText('@spam_too is ignored, from the next post on. 1 open space of theirs still to decide.')
      .waitFor();
    meets('ignore a spammer from the card in the queue', hand, { all: 2 });
    await desk.getByRole('button', { name: 'Deny it' }).click();
    await isNow(other, 'denied');
    await isNow(id, 'needs_action');
  });

  it('subscribe to the calendar: 1', async () => {
    const page = await newPage();
    await page.goto(bot.urls.api);
    const hand = new Hand();
    const link = page.getByRole('link', { name: 'Subscribe' });
    assert.equal(await link.getAttribute('href'), `${bot.urls.api.replace('http:', 'webcal:')}/schedule.ics`);
    // What opens it is the attendee's own calendar: the browser of this test has none.
    await link.evaluate((element) => element.addEventListener('click', (event: Event) => event.preventDefault()));
    await hand.tap(link);
    const feed = await (await fetch(`${bot.urls.api}/schedule.ics`)).text();
    assert.match(feed, /SUMMARY:Board games/u);
    meets('subscribe to the calendar', hand, { all: 1 });
    await page.context().close();
  });

  it('a hundred contradictory clicks by three organisers on a card: one decision, all are told', async () => {
    const id = await hear('torn', 'Debate', 'tomorrow at 18:00', 'B114');
    const card = await slackCard('torn');
    const organisers = ['U0ORG1', 'U0ORG2', 'U0ORG3'];
    const clicks = Array.from({ length: 100 }, (_, index) => ({
      userId: organisers[index % 3] ?? '',
      actionId: index % 2 === 0 ? 'approve' : 'deny',
    }));
    // Everybody presses what they saw: no newer card comes in between.
    await slackFault('POST', { route: 'chat.update', times: 1_000, then: 'status', status: 503 });
    await Promise.all(clicks.map(({ userId, actionId }) => bot.press(card, actionId, { userId })));
    await slackFault('DELETE');
    const decisions = (await openSpace(id))['decisions'] as { by: { id: string }; words: string }[];
    assert.equal(decisions.length, 1, JSON.stringify(decisions));
    const [{ by, words } = { by: { id: '' }, words: '' }] = decisions;
    // Who clicks what stands already, as its maker, is told by the card itself.
    const isMade = (click: (typeof clicks)[number]): boolean =>
      click.userId === by.id && (click.actionId === 'approve') === (words === 'approved');
    for (const user of organisers) {
      const due = clicks.filter((click) => click.userId === user && !isMade(click)).length;
      await eventually(`${user} is told about ${due} clicks`, async () => {
        const told = (await (await fetch(`${bot.urls.slack}/sandbox/ephemerals?user=${user}`)).json()) as {
          text: string;
        }[];
        return told.filter(({ text }) => /was faster|Already|Your click is kept/u.test(text)).length >= due;
      });
    }
  });

  it('shows what a link to an open space leads to, among organisers', async () => {
    const id = await hear('linked', 'Zines', 'tomorrow at 20:00', 'A103');
    await slackCard('linked');
    const say = (channel: string) =>
      fetch(`${bot.urls.slack}/sandbox/messages`, {
        method: 'POST',
        body: JSON.stringify({ channel, text: `Look: ${bot.urls.api}/admin/open-spaces/${id}` }),
      });
    const previews = async (channel: string): Promise<string> =>
      JSON.stringify(
        ((await bot.messages(channel)) as { attachments?: unknown }[]).flatMap((one) => one.attachments ?? []),
      );
    assert.equal((await say('need_review')).status, 200);
    await eventually('the preview', async () => /Needs approval.*A103 · /u.test(await previews('need_review')));
    // Nobody has approved it: elsewhere a link stays a link.
    assert.equal((await say('general')).status, 200);
    await bot.api('POST', `open-spaces/${id}/approve`);
    await say('general');
    await eventually('one preview', async () => (await previews('general')).split('A103 · ').length === 2);
  });
});
