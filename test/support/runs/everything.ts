// A test run for test/test-runs.test.ts to kill: it starts all that the tests ever start, says so, and waits.
import { startBot } from '../running-bot.ts';
import { mongoServer, temporalServer } from '../servers.ts';
import { startBrowser } from '../web-browser.ts';

describe('a run', () => {
  it('that starts everything', async function () {
    const browser = await startBrowser(this);
    await (await browser.newPage()).setContent('<p>open</p>');
    await Promise.all([temporalServer(), mongoServer(), startBot()]);
    process.stdout.write('everything runs\n');
    await new Promise(() => setInterval(() => undefined, 60_000));
  });
});
