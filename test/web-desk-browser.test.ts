import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { localTime } from '../core/local-time.ts';
import { axeFindings } from './support/web-axe.ts';
import { cardOf, pagesInBrowser } from './support/pages-in-browser.ts';
import { eventually } from './support/x-sandbox.ts';
import { tomorrow } from './support/web-pages.ts';

const phone = { viewport: { width: 390, height: 844 } };
const by = { id: 'U0ORG2', name: 'Bo', door: 'slack' } as const;

describe('The organisers’ desk in a browser', () => {
  const { browser, web, organiser } = pagesInBrowser();

  // Not `boundingBox`, which finds nothing while an element is exchanged for its newer self.
  const topOf = (locator: Locator): Promise<number> =>
    locator.evaluate(
      (element) => (element as unknown as { getBoundingClientRect(): { top: number } }).getBoundingClientRect().top,
    );

  describe('holds the queue still while somebody works', () => {
    let ids: string[];
    let page: Page;
    before(async () => {
      ids = [];
      for (const [index, room] of ['A103', 'A104', 'A106', 'B114'].entries()) {
        ids.push(await web.hear(`host_${index}`, `Tea ${index} tomorrow at 1${index}:00 in ${room} #pyconopenspaces`));
      }
      page = await organiser(phone);
      await cardOf(page, ids[2] ?? '').scrollIntoViewIfNeeded();
    });
    after(() => page.context().close());
    const third = (): Locator => cardOf(page, ids[2] ?? '');

    it('when more urgent ones arrive: they wait behind “2 new – show”', async () => {
      const before = await topOf(third());
      const countBefore = Number.parseInt(await page.title(), 10);
      const urgent = [
        await web.hear('urgent_uma', 'Cake tomorrow at 9:00 in B115 #pyconopenspaces'),
        await web.hear('urgent_udo', 'Pie tomorrow at 9:30 in A105 #pyconopenspaces'),
      ];
      const offer = page.getByRole('button', { name: '2 new – show' });
      await offer.waitFor();
      assert.equal(await topOf(third()), before);
      assert.equal(await cardOf(page, urgent[0] ?? '').count(), 0);
      assert.equal(Number.parseInt(await page.title(), 10), countBefore + 2);
      await offer.click();
      for (const id of urgent) await cardOf(page, id).waitFor();
      await offer.waitFor({ state: 'hidden' });
      assert.equal(await page.locator('[data-holds] > .card').first().getAttribute('data-key'), urgent[0]);
    });

    it('when somebody else decides on a card above: it stays, says who decided what, and has no button', async () => {
      await third().scrollIntoViewIfNeeded();
      const before = await topOf(third());
      await web.context.openSpaces.ask({ openSpaceId: ids[0] ?? '', verb: { verb: 'decide', approval: 'denied' }, by });
      await cardOf(page, ids[0] ?? '')
        .getByText(/^Denied by Bo \d\d:\d\d /u)
        .waitFor();
      assert.equal(
        await cardOf(page, ids[0] ?? '')
          .getByRole('button')
          .count(),
        0,
      );
      assert.equal(await topOf(third()), before);
    });

    it('when they decide: the outcome is in the card, and Undo takes it back there', async () => {
      await third().scrollIntoViewIfNeeded();
      await page.evaluate('window.isSameDocument = true');
      const below = cardOf(page, ids[3] ?? '');
      const before = await topOf(below);
      await third().getByRole('button', { name: 'Deny' }).click();
      await third().getByText('Denied “Tea 2” by @host_2.').waitFor();
      assert.equal(await topOf(below), before);
      await third().getByRole('button', { name: 'Undo' }).click();
      await third().getByRole('button', { name: 'Approve' }).waitFor();
      assert.equal(await topOf(below), before);
      await third().getByRole('button', { name: 'Approve' }).click();
      await third().getByText('Approved “Tea 2” by @host_2.').waitFor();
      assert.equal((await web.context.store.openSpaces.find(ids[2] ?? ''))?.status, 'approved');
      assert(await page.evaluate<boolean>('window.isSameDocument === true'));
    });
  });

  it('undoes the only decision', async () => {
    const id = await web.hear('lonely_lou', 'Solitaire tomorrow at 22:00 in A103 #pyconopenspaces');
    const page = await organiser();
    await page.goto(`${web.url}/admin?room=A103&deadline=later`);
    await cardOf(page, id).getByRole('button', { name: 'Approve' }).click();
    await cardOf(page, id).getByRole('button', { name: 'Undo' }).click();
    await cardOf(page, id).getByRole('button', { name: 'Approve' }).waitFor();
    await page.locator('#said', { hasText: '@lonely_lou' }).waitFor();
    await page.context().close();
  });

  it('keeps the picks in the queue after a refusal, so that one pick can be corrected', async () => {
    await web.hear('early_eve', 'Juggling tomorrow at 19:45 in A104 #pyconopenspaces');
    const id = await web.hear('picky_pia', 'Mime tomorrow at 13:20 in A105 #pyconopenspaces');
    const page = await organiser(phone);
    const card = cardOf(page, id);
    await card.getByText('Other room or time').click();
    await card.getByLabel('Room').selectOption('A104');
    await card.getByLabel('Time').fill('19:45');
    await card.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('A104 is taken at that time').waitFor();
    assert.equal(await card.getByLabel('Time').inputValue(), '19:45');
    await card.getByLabel('Room').selectOption('A106');
    await card.getByRole('button', { name: 'Approve' }).click();
    await card.locator('.outcome').waitFor();
    const { space, status } = (await web.context.store.openSpaces.find(id)) ?? assert.fail();
    assert.deepEqual(
      [status, space.room, localTime(space.startAt ?? 0, space.timeZone)],
      ['approved', 'A106', '19:45'],
    );
    // Others count what is in that room.
    await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'cancel' }, by });
    await page.context().close();
  });

  it('restores the text in the form after a refusal, and not after a save', async () => {
    const id = await web.hear('writer_wu', 'Poems tomorrow at 21:00 in A104 #pyconopenspaces');
    const page = await organiser(phone);
    await page.goto(`${web.url}/admin/open-spaces/${id}`);
    const text = page.getByLabel('Text', { exact: true });
    const written = 'Bring a poem. '.repeat(30).trim();
    const save = async (said: RegExp, button = 'Save text and time'): Promise<void> => {
      await page.getByRole('button', { name: button }).click();
      await page.locator('#said').getByText(said).waitFor();
    };
    await text.fill(written);
    await save(/That text has 419 characters/u);
    assert.equal(await text.inputValue(), written);
    // What somebody else changed meanwhile refuses it, too.
    await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'change', title: 'Poetry' }, by });
    await text.fill('Bring a poem.');
    await save(/Bo was faster/u);
    assert.equal(await text.inputValue(), 'Bring a poem.');
    await save(/new reminder text/u);
    // Only that: what somebody else changed beside it stays.
    await page.getByLabel('Note').fill('Bring paper.');
    await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'change', title: 'Poetry slam' }, by });
    await save(/Bo was faster/u, 'Save title and note');
    assert.equal(await page.getByLabel('Note').inputValue(), 'Bring paper.');
    assert.equal(await page.getByLabel('Title', { exact: true }).inputValue(), 'Poetry slam');
    await page.getByRole('button', { name: 'Save title and note' }).click();
    await page.locator('#said .done').waitFor();
    await page.goto(`${web.url}/admin/open-spaces/${id}`);
    assert.equal(await page.locator('form[data-touched]').count(), 0);
    await page.context().close();
  });

  it('keeps a field while somebody is in it, and shows what has changed once they leave it', async () => {
    const page = await organiser();
    await page.goto(`${web.url}/admin/shift?room=B114&date=${tomorrow}&time=22:00`);
    let release = (): void => undefined;
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    const isRenewal = (one: { resourceType(): string }) => one.resourceType() === 'fetch';
    await page.route('**/admin/shift*', async (route) => {
      if (isRenewal(route.request())) await isReleased;
      await route.continue();
    });
    const renewing = page.waitForRequest(isRenewal);
    await web.hear('renewer_ro', 'Late reels tomorrow at 22:15 in B114 #pyconopenspaces');
    await renewing;
    const time = page.getByLabel('Time');
    await time.focus();
    const renewed = page.waitForResponse((one) => isRenewal(one.request()));
    release();
    await (await renewed).finished();
    await page.evaluate('new Promise((done) => setTimeout(done))');
    assert.equal(await page.evaluate('document.activeElement.name'), 'time');
    await time.blur();
    await page.getByText('Late reels').waitFor();
    await page.context().close();
  });

  it('previews a shift once its time is typed, not after the first digit', async () => {
    await web.hear('typist_ty', 'Yoga tomorrow at 20:30 in A106 #pyconopenspaces');
    const page = await organiser();
    await page.goto(`${web.url}/admin/shift?room=A106&date=${tomorrow}&time=16:00`);
    const time = page.getByLabel('Time');
    for (let hour = 17; hour <= 19; hour += 1) await time.press('ArrowUp');
    assert.equal(await time.inputValue(), '19:00');
    // The list below is still the one from 16:00 on.
    assert.equal(await page.getByRole('button', { name: /^Shift 1 / }).isDisabled(), true);
    await time.blur();
    await page.waitForURL(/time=19%3A00/u);
    assert.equal(await page.getByRole('button', { name: /^Shift 1 / }).isDisabled(), false);
    await page.context().close();
  });

  it('keeps what was typed when somebody goes back to a form', async () => {
    const page = await organiser();
    await page.goto(`${web.url}/admin/config`);
    await page.getByLabel('Name', { exact: true }).fill('Another name');
    await page.getByRole('button', { name: 'See what changes' }).click();
    await page.getByRole('heading', { name: 'What changes' }).waitFor();
    // On a slow phone, the rest of the page loads late. The page must not renew itself before that.
    let finishLoading = (): void => undefined;
    const isLoaded = new Promise<void>((resolve) => (finishLoading = resolve));
    await page.route('**/slow.png', (route) => isLoaded.then(() => route.abort()));
    const addImage = "document.body.insertAdjacentHTML('beforeend', '<img src=/slow.png>')";
    const content = `addEventListener('DOMContentLoaded', () => ${addImage})`;
    await page.addInitScript({ content });
    const renewed = page.waitForResponse((one) => one.request().resourceType() === 'fetch', { timeout: 2_000 });
    await page.goBack({ waitUntil: 'commit' });
    await renewed.catch(() => undefined);
    finishLoading();
    // Such a form is left alone when the page renews itself.
    await page.locator('form.config[data-touched]').waitFor();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Another name');
    await page.context().close();
  });

  it('shifts once, and says so, after a double press', async () => {
    const id = await web.hear('shifter_su', 'Yoga tomorrow at 21:30 in A105 #pyconopenspaces');
    const page = await organiser(phone);
    await page.goto(`${web.url}/admin/shift?room=A105&date=${tomorrow}&time=21:30`);
    await page.getByRole('button', { name: 'Shift 1 open space' }).dblclick();
    await page.getByText('Shifted 1 open space, 15 minutes later.').waitFor();
    assert.equal((await web.context.store.openSpaces.find(id))?.revision, 1);
    await page.context().close();
  });

  it('shows on the open page of a session that it was withdrawn', async () => {
    const id = await web.hear('gone_gil', 'Go tomorrow at 22:30 in B115 #pyconopenspaces');
    const decide = async (approval: 'approved' | 'denied') =>
      web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'decide', approval }, by });
    await decide('approved');
    const page = await browser.newPage();
    const address = `${web.url}/open-spaces/${id}`;
    await eventually('it is public', async () => (await page.goto(address))?.status() === 200);
    await decide('denied');
    await eventually('it is not any more', async () => (await fetch(address)).status === 404);
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.getByText('Not on the schedule').waitFor();
    await page.close();
  });

  it('approves what was picked, and keeps the picks while the page renews itself', async () => {
    const picked = await web.hear('picker_1', 'Juggling tomorrow at 18:00 in A104 #pyconopenspaces');
    const other = await web.hear('picker_2', 'Unicycles tomorrow at 18:00 in A106 #pyconopenspaces');
    const page = await organiser();
    await page.goto(`${web.url}/admin`);
    const approve = page.getByRole('button', { name: 'Approve selected' });
    assert.equal(await approve.isVisible(), false);
    await cardOf(page, picked).getByRole('checkbox').check();
    await web.hear('picker_3', 'Diabolo tomorrow at 18:00 in B114 #pyconopenspaces');
    await page.getByRole('button', { name: '1 new – show' }).click();
    await page.getByText('@picker_3').first().waitFor();
    assert(await cardOf(page, picked).getByRole('checkbox').isChecked());
    await approve.click();
    await page.getByText('Approved 1 open space.').waitFor();
    assert.equal((await web.context.store.openSpaces.find(picked))?.status, 'approved');
    assert.equal((await web.context.store.openSpaces.find(other))?.status, 'needs_action');
    await page.context().close();
  });

  it('pauses with one press, also seen on the pages of others', async () => {
    const [one, other] = await Promise.all([organiser(phone), organiser()]);
    await other.goto(`${web.url}/admin/board`);
    await one.getByRole('button', { name: 'Pause posting' }).click();
    await other.getByText('Posting is paused. Nothing goes out.').waitFor();
    await other.getByRole('button', { name: 'Resume posting' }).click();
    await one.getByRole('button', { name: 'Pause posting' }).waitFor();
    assert.equal((await web.context.store.configs.current()).paused, false);
    await one.context().close();
    await other.context().close();
  });

  it('passes axe in the states that a visit does not show', async () => {
    const page = await organiser({ bypassCSP: true });
    const found: string[] = [];
    const first = await web.hear('axe_ana', 'Zines tomorrow at 19:00 in A103 #pyconopenspaces');
    const second = await web.hear('axe_bo', 'Kites tomorrow at 19:00 in A104 #pyconopenspaces');
    const moved = await web.hear('axe_cy', 'Maps tomorrow at 19:00 in A106 #pyconopenspaces');
    await page.goto(`${web.url}/admin`);
    await cardOf(page, second).getByRole('checkbox').check();
    await cardOf(page, first).getByRole('button', { name: 'Approve' }).click();
    await cardOf(page, first).getByRole('button', { name: 'Undo' }).waitFor();
    await web.hear('axe_di', 'Glue tomorrow at 19:00 in B114 #pyconopenspaces');
    await page.getByRole('button', { name: '1 new – show' }).waitFor();
    await page.setViewportSize(phone.viewport);
    const [held, bulk] = [await page.locator('.held').boundingBox(), await page.locator('.bulk').boundingBox()];
    assert(held !== null && bulk !== null && held.y + held.height <= bulk.y, 'one button lies on the other');
    found.push(...(await axeFindings(page, 'a queue with a decided, a picked and a held card')));

    await cardOf(page, first).getByRole('button', { name: 'Undo' }).click();
    await page.locator('#said.floating').waitFor();
    found.push(...(await axeFindings(page, 'the outcome of Undo')));

    await page.goto(`${web.url}/admin/enter`);
    await page.getByRole('button', { name: 'Enter', exact: true }).click();
    await page.getByText('Give a title or a post.').waitFor();
    found.push(...(await axeFindings(page, 'a form with problems')));
    await page.goto(`${web.url}/admin/config`);
    await page.getByLabel('Keywords').fill('');
    await page.getByLabel('Time zone').fill('Mars/Olympus');
    await page.getByRole('button', { name: 'See what changes' }).click();
    await page.getByRole('link', { name: 'Keywords' }).waitFor();
    found.push(...(await axeFindings(page, 'a config with problems')));

    await page.getByRole('button', { name: 'Pause posting' }).click();
    await page.getByText('Posting is paused.').waitFor();
    found.push(...(await axeFindings(page, 'a page while posting is paused')));
    await page.getByRole('button', { name: 'Resume posting' }).click();

    const { openSpaces } = web.context;
    await openSpaces.ask({ openSpaceId: moved, verb: { verb: 'decide', approval: 'approved' }, by });
    await openSpaces.ask({ openSpaceId: moved, verb: { verb: 'change', room: 'A105' }, by });
    const address = `${web.url}/open-spaces/${moved}`;
    await eventually('it is shown as moved', async () => (await (await fetch(address)).text()).includes('Moved, was'));
    for (const path of [address, `${web.url}/`, `${web.url}/?q=nothing+like+that`]) {
      await page.goto(path);
      found.push(...(await axeFindings(page, path)));
    }
    await page.context().close();
    assert.deepEqual(found, []);
  });
});
