import { chromium } from 'playwright-core';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless','--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking'] });
const [,, width='800', hash='', out='a', click] = process.argv;
const page = await browser.newPage({ viewport: { width: Number(width), height: 1000 } });
page.on('pageerror', (e) => console.log('ERR', e.message));
await page.goto('http://127.0.0.1:33102/' + hash, { waitUntil: 'load' });
await page.waitForTimeout(1200);
if (click) { for (const c of click.split('>>')) { await page.getByText(c, { exact: true }).first().click(); await page.waitForTimeout(900); } }
await page.screenshot({ path: `/tmp/desk-slack/${out}.png`, fullPage: true });
await browser.close();
