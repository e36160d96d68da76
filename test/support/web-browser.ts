import { chromium, type Browser } from 'playwright-core';

/** Chromium of the system: playwright-core brings none. Its flags keep it to itself: no network but what a page asks for. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
}
