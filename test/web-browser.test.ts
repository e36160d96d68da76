import assert from 'node:assert/strict';
import { createSignInLink } from '../api/auth/sign-in-link.ts';
import { forSuite } from './support/for-tests.ts';
import { axeFindings } from './support/web-axe.ts';
import { cardOf, pagesInBrowser } from './support/pages-in-browser.ts';
import { eventually } from './support/x-sandbox.ts';
import { soon, webConference } from './support/web-pages.ts';

describe('Pages in a browser', () => {
  const { browser, web, organiser } = pagesInBrowser();

  it('brings a new open space into the queue and, approved, onto everybody’s board without a reload', async () => {
    const page = await organiser();
    const board = await organiser({}, web.second.url);
    await board.goto(`${web.second.url}/admin/board`);
    await page.evaluate('window.isSameDocument = true');
    await board.evaluate('window.isSameDocument = true');
    const id = await web.hear('gullfan', `Acro yoga @ ${soon(95)} in B114 #pyconopenspaces`);
    await cardOf(page, id).getByRole('button', { name: 'Approve' }).waitFor();
    await cardOf(board, id).getByText('needs approval').waitFor();
    assert(await page.evaluate<boolean>('window.isSameDocument === true'));

    await cardOf(page, id).getByRole('button', { name: 'Approve' }).click();
    await cardOf(page, id).getByText('Approved “Acro yoga” by @gullfan.').waitFor();
    assert.equal(await cardOf(page, id).getByRole('button', { name: 'Approve' }).count(), 0);
    await cardOf(board, id).getByText('approved', { exact: true }).waitFor();
    assert(await board.evaluate<boolean>('window.isSameDocument === true'));
    await page.context().close();
    await board.context().close();
  });

  it('says from when the schedule is while it cannot be renewed', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${web.url}/`);
    const note = page.getByText(/^This page may be out of date: it is from /u);
    // This happens when somebody comes back to the tab.
    const comeBack = () => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await context.setOffline(true);
    await comeBack();
    await note.waitFor();
    await context.setOffline(false);
    await comeBack();
    await note.waitFor({ state: 'hidden' });
    await context.close();
  });

  it('shows which words gave room and time, and decides by keys', async () => {
    const id = await web.hear('tern', `Knitting tomorrow at 10:00 in A103 #pyconopenspaces`);
    const page = await organiser();
    await cardOf(page, id).getByText('10:00', { exact: true }).waitFor();
    assert.deepEqual(await cardOf(page, id).locator('mark').allTextContents(), ['tomorrow', '10:00', 'A103']);
    await page.keyboard.press('j');
    assert.equal(await page.evaluate<string>('document.activeElement.dataset.key'), id);
    await page.keyboard.press('d');
    await page.getByText('Denied “Knitting” by @tern.').waitFor();

    // On the card of a post that may move or cancel another session, other red buttons come before Deny.
    const host = { userId: '4242' };
    const known = await web.hear('sandpiper', 'Sewing tomorrow at 10:30 in A104 #pyconopenspaces', host);
    const later = await web.hear('sandpiper', 'moved to A105, sorry! #pyconopenspaces', host);
    await page.reload();
    await cardOf(page, later).focus();
    await page.keyboard.press('d');
    await page.getByText(/^Denied .* by @sandpiper\./u).waitFor();
    assert.equal((await web.context.store.openSpaces.find(known))?.status, 'needs_action');
    await page.context().close();
  });

  it('stages a tweet for review on its own page, and refuses a room that is taken', async () => {
    const id = await web.hear('heron', 'Anyone up for juggling? A104 #pyconopenspaces');
    const page = await organiser();
    await page.goto(`${web.url}/admin/open-spaces/${id}`);
    const card = cardOf(page, id);
    await card.getByLabel('Date').selectOption({ index: 2 });
    await card.getByLabel('Time').fill('15:30');
    await card.getByRole('button', { name: 'Schedule without approving' }).click();
    await page.getByText(/: scheduled in A104, .* 15:30 \S+\./u).waitFor();
    // Scheduled only: it still waits for somebody's approval.
    await cardOf(page, id).getByRole('button', { name: 'Approve' }).waitFor();

    const other = await web.hear('wren', 'Anyone up for chess? A104 #pyconopenspaces');
    await page.goto(`${web.url}/admin/open-spaces/${other}`);
    await cardOf(page, other).getByLabel('Date').selectOption({ index: 2 });
    await cardOf(page, other).getByLabel('Time').fill('15:40');
    await cardOf(page, other).getByRole('button', { name: 'Schedule without approving' }).click();
    await page.locator('.said.refused', { hasText: 'taken' }).waitFor();
    await page.context().close();
  });

  it('moves a card by drag and by pick', async () => {
    const id = await web.hear('puffin', `Packaging tomorrow at 11:00 in B115 #pyconopenspaces`);
    const page = await organiser({ viewport: { width: 1600, height: 1200 } });
    await page.goto(`${web.url}/admin/board`);
    await page.getByRole('navigation', { name: 'Days' }).getByRole('link').nth(1).click();
    // Loaded, scripts too: a card cannot be dragged before.
    await page.waitForURL(/day=/u, { waitUntil: 'load' });
    // On a busy machine a browser without a screen may lose a drag: a person loads the page anew, and drags once more.
    const there = page.locator('td[data-room="A103"][data-time="14:00"]');
    const moved = there.locator(`[data-key="${id}"]`);
    const isMoved = (): Promise<boolean> =>
      moved.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    await eventually('the card is moved', async () => {
      await cardOf(page, id).dragTo(there);
      if (await isMoved()) return true;
      await page.reload({ waitUntil: 'load' });
      return moved.isVisible();
    });
    await page.getByText(/A103 instead of B115; start .* 14:00/u).waitFor();

    await cardOf(page, id).getByText('Move').first().click();
    await cardOf(page, id).getByLabel('Room').selectOption('A105');
    await cardOf(page, id).getByRole('button', { name: 'Move' }).click();
    await page.getByText('A105 instead of A103').first().waitFor();
    await page.locator('td[data-room="A105"][data-time="14:00"]').locator(`[data-key="${id}"]`).waitFor();
    await page.context().close();
  });

  it('tells the slower of two organisers who was faster', async () => {
    const id = await web.hear('ibis', `Docs sprint tomorrow at 16:00 in B114 #pyconopenspaces`);
    const page = await organiser();
    const slow = await organiser({ javaScriptEnabled: false }, web.second.url);
    await cardOf(page, id).getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved “Docs sprint” by @ibis.').waitFor();
    await cardOf(slow, id).getByRole('button', { name: 'Deny' }).click();
    await slow.getByText('local organiser was faster: approved.').waitFor();
    await page.context().close();
    await slow.context().close();
  });

  it('leads an open page to the sign-in once its organiser has signed out, and keeps what they type', async () => {
    const id = await web.hear('poet_pia', 'Poems tomorrow at 20:00 in A104 #pyconopenspaces');
    const page = await organiser();
    const typing = await page.context().newPage();
    const address = `${web.url}/admin/open-spaces/${id}`;
    const time = cardOf(typing, id).getByLabel('Time');
    await typing.goto(address);
    await time.fill('20:15');
    await page.context().request.post(`${web.url}/admin/sign-out`, { headers: { origin: web.url } });
    const show = "document.dispatchEvent(new Event('visibilitychange'))";
    await page.evaluate(show);
    await page.getByRole('heading', { name: 'Organisers' }).waitFor();
    const asked = typing.waitForResponse(/sign-in/u);
    await typing.evaluate(show);
    await asked;
    await cardOf(typing, id).getByRole('button', { name: 'Approve' }).click();
    await typing.getByRole('heading', { name: 'Signed out' }).waitFor();
    const link = new URL(await createSignInLink(web.context));
    await typing.goto(web.url + link.pathname + link.search);
    await typing.getByRole('button', { name: 'Sign in' }).click();
    await typing.waitForURL(address);
    assert.equal(await time.inputValue(), '20:15');
    await page.context().close();
  });

  it('changes a rule after showing the changes, and the next tweet follows it', async () => {
    const page = await organiser();
    await page.goto(`${web.url}/admin/config`);
    // All the rooms that other tests' open spaces are in: none of those can be taken off the list.
    const rooms = ['A103', 'A104', 'A105', 'A106', 'A105+A106', 'B115'].join('\n');
    await page.getByLabel('Rooms, as CSV').fill(`${rooms}\nB114,"The attic, left",Loft\nGarden\n`);
    await page.getByLabel('Time zone').fill('Nowhere/Else');
    await page.getByRole('button', { name: 'See what changes' }).click();
    await page.getByText('use an IANA zone such as').waitFor();
    await page.getByLabel('Time zone').fill(webConference.timeZone);
    await page.getByRole('button', { name: 'See what changes' }).click();
    await page.locator('ins', { hasText: 'Garden' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved as version 2.').waitFor();
    const id = await web.hear('stork', 'Picnic tomorrow at 12:00 in the Loft #pyconopenspaces');
    await page.goto(`${web.url}/admin/open-spaces/${id}`);
    await page.locator('.when .room', { hasText: 'B114' }).waitFor();

    await page.goto(`${web.url}/admin/config/versions/1`);
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.getByText('Saved as version 3.').waitFor();
    await page.context().close();
  });

  it('passes axe for WCAG 2.2 AA on every page, light and dark, wide and narrow', async () => {
    const id = await web.hear('mallory', `<b>Tea</b> & chess tomorrow at 17:30 in A106 #pyconopenspaces`);
    await web.hear('mallory', `More tea tomorrow at 17:30 in A106 #pyconopenspaces`);
    const shown = await web.hear('sandpiper', `Coffee tomorrow at 18:30 in A104 #pyconopenspaces`);
    const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;
    await web.context.openSpaces.ask({ openSpaceId: shown, verb: { verb: 'decide', approval: 'approved' }, by });
    await eventually('it is public', async () => (await fetch(`${web.url}/open-spaces/${shown}`)).ok);
    const admin = [
      '',
      '/board',
      '/open-spaces',
      `/open-spaces/${id}`,
      '/reminders',
      '/tweets',
      '/users',
      '/config',
      '/config/versions/1',
      '/audit',
      '/health',
      '/enter',
      '/shift',
      '/shift?room=A104',
    ];
    const paths = [
      '/',
      '/?screen',
      '/?print',
      `/open-spaces/${shown}`,
      '/nowhere',
      '/admin/sign-in?token=x',
      ...admin.map((path) => `/admin${path}`),
    ];
    const found: string[] = [];
    const page = await organiser({ bypassCSP: true });
    for (const path of paths) {
      await page.goto(web.url + path);
      found.push(...(await axeFindings(page, path)));
    }
    await page.context().close();
    assert.deepEqual(found, []);
  });

  describe('for everybody', () => {
    const context = forSuite(() => browser.newContext());

    it('loads less than 100 kB, from no other host, without an error', async () => {
      const page = await context.newPage();
      const hosts = new Set<string>();
      const errors: string[] = [];
      let bytes = 0;
      page.on('request', (request) => hosts.add(new URL(request.url()).origin));
      page.on('console', (message) => (message.type() === 'error' ? errors.push(message.text()) : undefined));
      page.on('pageerror', (error) => errors.push(error.message));
      const bodies: Promise<void>[] = [];
      page.on('response', (response) => {
        bodies.push(response.body().then((body) => void (bytes += body.length)));
      });
      await page.goto(web.url, { waitUntil: 'networkidle' });
      await Promise.all(bodies);
      assert.deepEqual([...hosts], [web.url]);
      assert.deepEqual(errors, []);
      assert(bytes > 5_000 && bytes < 100_000, `${bytes} bytes`);
    });

    it('filters by room without script too', async () => {
      const plain = await browser.newContext({ javaScriptEnabled: false });
      const page = await plain.newPage();
      await page.goto(web.url);
      await page.getByLabel('Room').selectOption('B114');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.waitForURL('**/?room=B114&q=');
      assert.deepEqual([...new Set(await page.locator('.day .room').allTextContents())], ['B114']);
      await plain.close();
    });
  });
});
