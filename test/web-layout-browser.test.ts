import assert from 'node:assert/strict';
import { cardOf, pagesInBrowser } from './support/pages-in-browser.ts';
import { eventually } from './support/x-sandbox.ts';
import { tomorrow } from './support/web-pages.ts';

const phone = { viewport: { width: 390, height: 844 } };
const by = { id: 'U0ORG2', name: 'Bo', door: 'slack' } as const;

describe('What the pages look like on a screen and on paper', () => {
  const { browser, web, organiser } = pagesInBrowser();

  it('shows lists as cards on a phone: everything of a line, its buttons too, is on the screen', async () => {
    await web.hear('wide_wanda', 'A very long talk about long talks tomorrow at 15:00 in A105+A106 #pyconopenspaces');
    const decided = await web.hear('wide_willa', 'Knots tomorrow at 15:00 in A104 #pyconopenspaces');
    await web.context.openSpaces.ask({ openSpaceId: decided, verb: { verb: 'decide', approval: 'denied' }, by });
    // Without script the page stays as it is while it is measured.
    const page = await organiser({ ...phone, javaScriptEnabled: false });
    for (const path of ['/admin/reminders', '/admin/open-spaces', '/admin/users', '/admin/audit']) {
      await page.goto(web.url + path);
      const cells = page.locator('.list tbody tr').last().locator('td:visible');
      assert((await cells.count()) > 0, path);
      for (const cell of await cells.all()) {
        const box = await cell.boundingBox();
        assert(box !== null && box.x >= 0 && box.x + box.width <= 390, path);
      }
    }
    await page.goto(`${web.url}/admin/reminders`);
    const approve = await page.getByRole('button', { name: 'Approve' }).last().boundingBox();
    assert(approve !== null && approve.x + approve.width <= 390);
    assert.equal(await page.getByRole('columnheader', { name: 'Status' }).count(), 1);
    await page.context().close();
  });

  it('opens today’s board at now, in quarters of an hour', async () => {
    const page = await organiser({ viewport: { width: 1280, height: 700 } });
    await page.goto(`${web.url}/admin/board`);
    const line = page.locator('#now');
    await eventually('the line of now is in the frame', async () => {
      const [box, frame] = [await line.boundingBox(), await page.locator('.board-frame').boundingBox()];
      return box !== null && frame !== null && box.y > frame.y && box.y + box.height < frame.y + frame.height;
    });
    const rows = await page.locator('.board tbody tr:not(.now-line) th').allTextContents();
    for (const time of ['12:00', '12:15', '12:30', '12:45']) assert(rows.includes(time), time);
    assert.deepEqual(rows, rows.toSorted());
    await page.context().close();
  });

  it('shows the board as a list on a phone, and moves a card there', async () => {
    const id = await web.hear('folder_fay', 'Origami tomorrow at 16:00 in B115 #pyconopenspaces');
    const page = await organiser(phone);
    await page.goto(`${web.url}/admin/board`);
    await page.getByRole('navigation', { name: 'Days' }).getByRole('link').nth(1).click();
    await eventually('the card is as wide as the screen', async () => {
      const box = await cardOf(page, id).boundingBox();
      return box !== null && box.x >= 0 && box.x + box.width <= 390 && box.width > 300;
    });
    assert.equal(await page.getByRole('rowheader', { name: '12:15' }).isVisible(), false);
    await cardOf(page, id).getByText('Move').first().click();
    await cardOf(page, id).getByLabel('Room').selectOption('A103');
    await cardOf(page, id).getByLabel('Time').fill('16:45');
    await cardOf(page, id).getByRole('button', { name: 'Move' }).click();
    await page.locator('td[data-room="A103"][data-time="16:45"]').locator(`[data-key="${id}"]`).waitFor();
    await page.context().close();
  });

  it('keeps a space between the time and the title of a session on a phone, in a wide font too', async () => {
    const id = await web.hear('spacing_sam', 'Spacing tomorrow at 21:30 in A106 #pyconopenspaces');
    await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'decide', approval: 'approved' }, by });
    const page = await browser.newPage(phone);
    const entry = page.locator('.entries > li', { hasText: 'Spacing' }).first();
    await eventually('the session is on the schedule', async () => {
      await page.goto(web.url);
      return (await entry.count()) > 0;
    });
    const gap = await page.evaluate<number>(`
      document.body.style.fontFamily = 'DejaVu Sans, Verdana, sans-serif';
      const [item] = [...document.querySelectorAll('.entries > li')].filter((one) => /Spacing/.test(one.textContent));
      const time = document.createRange();
      time.selectNodeContents(item.querySelector('time'));
      item.querySelector('a').getBoundingClientRect().left - time.getBoundingClientRect().right`);
    assert(gap >= 6, `${gap} pixels`);
    await page.close();
  });

  it('has its navigation in one line on a laptop, in a wide font too', async () => {
    const page = await organiser({ viewport: { width: 1280, height: 900 } });
    const lines = await page.evaluate<number[]>(`
      document.body.style.fontFamily = 'DejaVu Sans, Verdana, sans-serif';
      [...new Set([...document.querySelectorAll('.bar nav a')].map((one) => one.getBoundingClientRect().top))]`);
    assert.equal(lines.length, 1);
    await page.context().close();
  });

  it('shows two whole cards of the queue on a phone, each with its buttons', async () => {
    const page = await organiser({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
    const ids = [
      await web.hear(
        'two_tina',
        'Crochet for people who have never crocheted tomorrow at 9:00 in A103 #pyconopenspaces',
      ),
      await web.hear(
        'two_tom',
        'Crochet for people who want to crochet more tomorrow at 9:00 in A104 #pyconopenspaces',
      ),
    ];
    await page.reload();
    const tops = await Promise.all(ids.map((id) => cardOf(page, id).boundingBox()));
    const [first, last] = tops.toSorted((one, other) => (one?.y ?? 0) - (other?.y ?? 0));
    assert(first && last && last.y + last.height - first.y <= 740, JSON.stringify(tops));
    for (const id of ids) assert(await cardOf(page, id).getByRole('button', { name: 'Approve' }).isVisible());
    await page.context().close();
  });

  it('names the date of a host, and has three lines of frame, on the narrowest phone', async () => {
    await web.hear('dated_dora', 'Dates tomorrow at 9:20 in A103 #pyconopenspaces');
    const page = await organiser({ viewport: { width: 320, height: 640 } });
    await page.goto(`${web.url}/admin/users`);
    const label = "getComputedStyle(document.querySelector('.list .named'), '::before').content";
    assert.equal(await page.evaluate(label), '"Last heard"');
    const frame = await page.locator('.bar').boundingBox();
    assert(frame !== null && frame.height < 170, `${frame?.height} pixels`);
    await page.context().close();
  });

  it('takes at most a fifth of a phone’s screen for the frame of a page', async () => {
    const page = await organiser(phone);
    const frame = await page.locator('.bar').boundingBox();
    assert(frame !== null && frame.height <= phone.viewport.height / 5, `${frame?.height} pixels`);
    await page.context().close();
  });

  it('has the button of a long form or list on a phone’s screen from the beginning', async () => {
    for (let hour = 10; hour < 18; hour += 1) {
      await web.hear(`shifter_${hour}`, `Walk ${hour} tomorrow at ${hour}:10 in A106 #pyconopenspaces`);
    }
    const page = await organiser(phone);
    for (const [path, name] of [
      ['/admin/config', 'See what changes'],
      [`/admin/shift?room=A106&date=${tomorrow}&time=00:00`, /^Shift \d+ open spaces/u],
    ] as const) {
      await page.goto(web.url + path);
      // At once, because the page may replace its form when something changes.
      const bottom = await page
        .getByRole('button', { name })
        .evaluate(
          (button) =>
            (button as unknown as { getBoundingClientRect(): { bottom: number } }).getBoundingClientRect().bottom,
        );
      assert(bottom <= phone.viewport.height, `${path}: ${bottom}`);
    }
    await page.context().close();
  });

  it('prints on a phone without breaking words', async () => {
    const rooms = ['A103', 'A104', 'A105', 'A106', 'A105+A106', 'B114', 'B115'];
    for (const [index, room] of rooms.entries()) {
      const id = await web.hear(
        `printer_${index}`,
        `Extraordinary conversations tomorrow at 20:${index}0 in ${room} #pyconopenspaces`,
      );
      await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'decide', approval: 'approved' }, by });
    }
    const context = await browser.newContext(phone);
    const page = await context.newPage();
    const titles = page.locator('.sheet p', { hasText: 'Extraordinary' });
    await eventually('all are on the sheet', async () => {
      await page.goto(`${web.url}/?print`);
      return (await titles.count()) >= 4;
    });
    for (const media of ['screen', 'print'] as const) {
      for (const width of [390, 800]) {
        await page.setViewportSize({ width, height: 844 });
        await page.emulateMedia({ media });
        for (const title of await titles.all()) {
          const box = await title.boundingBox();
          assert((box?.width ?? 0) > 90, `${media} ${width}: ${box?.width}`);
        }
      }
    }
    await context.close();
  });

  it('fits long names of rooms on a phone', async () => {
    const { conference } = await web.context.store.configs.current();
    const long = ['The Grand Ballroom of the Northern Conference Centre, Level Three, East', 'x'.repeat(60)];
    await web.bench.config({
      conference: { ...conference, rooms: [...conference.rooms, ...long.map((name) => ({ name, aliases: [] }))] },
    });
    for (const [index, room] of long.entries()) {
      const entry = { title: 'Chess', room, startAt: Date.now() + (index + 1) * 3_600_000 };
      await web.context.openSpaces.enterByHand(entry, by, `long-${index}`);
    }
    const page = await organiser({ viewport: { width: 360, height: 780 } });
    for (const path of ['/admin/open-spaces', '/admin/shift', '/admin/board', '/admin/enter', '/admin', '/']) {
      await page.goto(web.url + path);
      assert.equal(await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth'), false, path);
    }
    await page.goto(`${web.url}/admin/board`);
    const cut = '[...document.querySelectorAll(".board td")].filter((one) => one.scrollWidth > one.clientWidth).length';
    assert.equal(await page.evaluate<number>(cut), 0);
    await page.context().close();
  });

  it('shows a Hebrew title from right to left, with its last sign at the left', async () => {
    const startAt = Date.now() + 5 * 3_600_000;
    const entry = { title: 'הרצאה על Python (חלק 2)!', place: 'Sofa', startAt };
    const entered = await web.context.openSpaces.enterByHand(entry, by, 'hebrew');
    assert(entered.kind === 'entered');
    const page = await organiser();
    for (const path of ['/', `/open-spaces/${entered.id}`, '/?print', '/admin/board', '/admin/open-spaces']) {
      const title = page.getByText(entry.title).last();
      await eventually(`the title on ${path}`, async () => {
        await page.goto(web.url + path);
        return (await title.count()) > 0;
      });
      const [first = 0, last = 0] = await page.evaluate<number[]>(endsOf(entry.title));
      assert(last < first, path);
    }
    await page.context().close();
  });

  it('breaks no word of a title on the board, and only the board scrolls sideways', async () => {
    const titles = ['Kubernetes troubleshooting', 'Microcontrollers for schoolteachers', 'x'.repeat(150)];
    const ids: string[] = [];
    for (const [index, title] of titles.entries()) {
      ids.push(await web.hear(`speller_${index}`, `${title} tomorrow at 08:00 in A10${index + 3} #pyconopenspaces`));
    }
    for (const width of [360, 768, 1280]) {
      const page = await organiser({ viewport: { width, height: 900 } });
      await page.goto(`${web.url}/admin/board?day=${tomorrow}`);
      const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
      assert(!isWide, `the page is wider than ${width}`);
      for (const id of ids.slice(0, 2)) {
        assert.deepEqual(await page.evaluate(brokenWords(`[data-key="${id}"] > a`)), [], `${width}`);
      }
      await page.context().close();
    }
  });
});

/** A script that says where the first and the last letter of a text are, pixels from the left. */
const endsOf = (words: string): string => `
  (() => {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    let text = walker.nextNode();
    while (text.data !== ${JSON.stringify(words)}) text = walker.nextNode();
    return [0, text.length - 1].map((at) => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().left;
    });
  })()`;

/** A script that gives the words of a link that are broken: these have a rectangle in each of their lines. */
const brokenWords = (link: string): string => `
  (() => {
    const text = document.querySelector(${JSON.stringify(link)}).firstChild;
    return [...text.data.matchAll(/\\S+/gu)].flatMap(({ 0: word, index }) => {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      return range.getClientRects().length > 1 ? [word] : [];
    });
  })()`;
