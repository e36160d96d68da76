import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { eventually } from './support/eventually.ts';

/** An api process whose libraries fail in every way that a request can make them fail. */
const program = `
import { createHttpServer, surviveUncaughtErrors } from './api/http-server.ts';
const say = (message, fields) => console.log(message, String(fields?.error).split('\\n')[0]);
const log = { debug: say, info: say, warn: say, error: say };
const server = createHttpServer({
  fetch: (request) => new Response('here'),
  slackListener(request, response) {
    const how = new URL(request.url, 'http://x').search;
    if (how === '?throws') throw new Error('thrown');
    setImmediate(() => response.end('answered'));
    if (how === '?rejects') void Promise.reject(new Error('rejected'));
    if (how === '?later') setImmediate(() => { throw new Error('thrown later'); });
  },
  log,
});
server.listen(0, '127.0.0.1', () => {
  surviveUncaughtErrors(log);
  console.log('port', server.address().port);
});
`;

describe('The api’s HTTP server', () => {
  it('continues after a request whose listener throws, rejects, or throws later', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const lines: string[] = [];
      const reader = createInterface({ input: child.stdout });
      reader.on('line', (line) => lines.push(line));
      await eventually('it listens', () => lines.some((line) => line.startsWith('port')));
      const url = `http://127.0.0.1:${lines.find((line) => line.startsWith('port'))?.split(' ')[1]}`;
      assert.equal((await fetch(`${url}/slack/events?throws`)).status, 500);
      assert.equal((await fetch(`${url}/slack/events?rejects`)).status, 200);
      assert.equal((await fetch(`${url}/slack/events?later`)).status, 200);
      for (const words of ['thrown', 'rejected', 'thrown later']) {
        await eventually(words, () => lines.some((line) => line.endsWith(`Error: ${words}`)));
      }
      assert.equal(await (await fetch(url)).text(), 'here');
      assert.equal(child.exitCode, null);
    } finally {
      child.kill();
    }
  });
});
