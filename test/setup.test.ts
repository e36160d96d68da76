import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, link, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConferenceFile } from '../config/first-config-file.ts';
import { startSlackSandbox } from '../sandbox/slack/start.ts';
import { runCommand } from './support/run-command.ts';
import { freshDatabase, temporalServer, type TestDatabase } from './support/servers.ts';

const names = ['OpenSpace', 'OpenSpaceStatus', 'Room', 'Host', 'Conference', 'StartsAt'];

describe('npm run setup', () => {
  let database: TestDatabase;
  let namespace: string;

  /** What the command prints and its exit code. */
  async function setup(changes: Record<string, string>, ...more: string[]) {
    return runCommand('setup', more, {
      TEMPORAL_ADDRESS: (await temporalServer()).address,
      TEMPORAL_NAMESPACE: namespace,
      MONGODB_URI: database.uri,
      MONGODB_DATABASE: database.name,
      ...changes,
    });
  }

  beforeEach(async () => {
    database = await freshDatabase();
    namespace = `bare-${randomUUID().slice(0, 8)}`;
    const { connection } = await temporalServer();
    const retention = { seconds: 86_400 };
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: retention as never,
    });
  });

  afterEach(async () => database.drop());

  it('registers the columns of the Temporal UI and makes the collections; repeated, it changes nothing', async () => {
    const first = await setup({});
    assert.deepEqual([first.code, first.err], [0, '']);
    assert.match(first.out, /added: OpenSpace, OpenSpaceStatus, Room, Host, Conference, StartsAt; there already: none/);
    assert.match(first.out, /collections made: alarms, apiTokens, audit, .*tweets, users;/);

    const { connection } = await temporalServer();
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    assert.deepEqual(
      names.map((name) => customAttributes[name]),
      [2, 2, 2, 2, 2, 6],
    );
    const indexes = await database.db.collection('reminders').indexes();
    assert.ok(indexes.length > 1, 'reminders have indexes');

    const second = await setup({});
    assert.equal(second.code, 0);
    assert.match(second.out, /added: none; there already: OpenSpace,/);
    assert.match(second.out, /collections made: none;/);
  });

  it('adds only missing search attributes, and names those with another type', async () => {
    const { connection } = await temporalServer();
    const add = (searchAttributes: Record<string, 1 | 2>) =>
      connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    await add({ Room: 2 });
    assert.match(
      (await setup({})).out,
      /added: OpenSpace, OpenSpaceStatus, Host, Conference, StartsAt; there already: Room/,
    );

    const other = { TEMPORAL_NAMESPACE: namespace };
    await connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: ['Host'] });
    await add({ Host: 1 });
    const { code, err, out } = await setup(other);
    assert.equal(code, 1);
    assert.match(err, /another type: Host must be Keyword/);
    assert.match(out, /MongoDB, database/, 'the other server is set up all the same');
  });

  it('says what to do if the namespace is unknown, or a server is down', async () => {
    const unknown = await setup({ TEMPORAL_NAMESPACE: 'nobody-made-this' });
    assert.equal(unknown.code, 1);
    assert.match(unknown.err, /^error: .*does not know the namespace nobody-made-this.*\nto do: .*TEMPORAL_NAMESPACE/m);

    const away = await setup({ MONGODB_URI: 'mongodb://127.0.0.1:1/' });
    assert.equal(away.code, 1);
    assert.match(away.err, /^error: MongoDB cannot be reached .*\nto do: .*MONGODB_URI/m);
    assert.match(away.out, /Temporal, namespace/, 'the other server is set up all the same');
  });

  it('lists Slack’s channels and people, and writes their ids into the conference file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
    const slack = await startSlackSandbox({
      port: 0,
      stateFile: join(directory, 'slack.jsonl'),
      botToken: 'xoxb-test',
      appToken: 'xapp-test',
      client: { id: 'c', secret: 's' },
    });
    try {
      const file = join(directory, 'conference.json');
      const example = await readFile(new URL('../deploy/conference.example.json', import.meta.url), 'utf8');
      await writeFile(file, example);
      const alone = { TEMPORAL_ADDRESS: '', MONGODB_URI: '', SLACK_API_URL: slack.apiUrl, CONFERENCE_FILE: file };
      const variables = { ...alone, SLACK_BOT_TOKEN: 'xoxb-test', PUBLIC_URL: 'https://openspaces.example.org' };
      const listed = await setup(variables);
      assert.deepEqual([listed.code, listed.err], [0, '']);
      assert.match(listed.out, /C_REVIEW +#need_review[^]*U0ORG1 +@ana/u);
      const manifest = await readFile(new URL('../slack/manifest.json', import.meta.url), 'utf8');
      const asked = listed.out.match(/"(?:redirect_urls|unfurl_domains)": \[.*?\]/gu) ?? [];
      assert.equal(asked.length, 2);
      for (const line of asked) assert.ok(manifest.includes(line), `the manifest has ${line}`);
      assert.equal(await readFile(file, 'utf8'), example, 'nothing is written unasked');

      // A second name of the file: it shows whether the file is written in place, where a kill would leave half of it.
      const before = join(directory, 'before.json');
      await link(file, before);
      await chmod(file, 0o640);
      // As deploy/README.md says: root owns the file, and the service reads it by its group. Others have their groups.
      const group = process.getuid?.() === 0 ? 1 : (process.getgroups?.().at(-1) ?? 0);
      await chown(file, -1, group);
      assert.equal((await setup(variables, '@ana', 'bo')).code, 0);
      assert.equal(await readFile(before, 'utf8'), example);
      const { mode, gid } = await stat(file);
      assert.deepEqual([mode & 0o777, gid], [0o640, group]);
      const written = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
      assert.deepEqual(written['organisers'], ['U0ORG1', 'U0ORG2']);
      assert.deepEqual(Object.values(written['slackChannels'] as object), ['C_OUTGOING', 'C_REVIEW', 'C_CONFLICT']);
      assert.deepEqual(written['conference'], (JSON.parse(example) as Record<string, unknown>)['conference']);
      // The short form of the file is the conference alone. Some editors write a byte order mark first.
      const { conference } = JSON.parse(example) as { conference: object };
      await writeFile(file, `\uFEFF${JSON.stringify(conference)}`);
      assert.equal((await setup(variables, '@ana')).code, 0);
      const config = await readConferenceFile(file, {});
      assert.deepEqual([config.organisers, config.slackChannels.needReview], [['U0ORG1'], 'C_REVIEW']);
      await writeFile(file, '{"conference": {},}');
      const [broken, noToken] = await Promise.all([setup(variables, '@ana'), setup({ CONFERENCE_FILE: file }, '@ana')]);
      assert.match(broken.err, /^error: CONFERENCE_FILE .* is not JSON: .*\nto do: Compare it with deploy\//u);
      assert.match(noToken.err, /^error: SLACK_BOT_TOKEN is not set\.\nto do: /u);
      assert.match((await setup(variables, '@nobody')).err, /^error: Slack has no @nobody\.\nto do: /u);
      const wrong = await setup({ ...variables, SLACK_BOT_TOKEN: 'xoxb-of-another-app' });
      assert.match(wrong.err, /^error: .*invalid_auth.*\nto do: Copy SLACK_BOT_TOKEN again /u);
      const nowhere = await setup({ ...variables, SLACK_API_URL: slack.apiUrl.replace('/api/', '/web/') });
      assert.match(
        nowhere.err,
        /^error: .*404.*\nto do: Try again in a minute\. Check that .* SLACK_API_URL is not set/u,
      );
      const none = await setup({ ...alone, SLACK_BOT_TOKEN: '' });
      assert.match(none.err, /^error: None of SLACK_BOT_TOKEN, .*\nto do: For npm start on one machine, set SLACK_/u);
    } finally {
      await slack.close();
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('lists the names, types and commands if the server refuses, as Temporal Cloud does', async () => {
    // Every call is answered with gRPC's PERMISSION_DENIED, but for the greeting, which older servers do not know
    // either.
    const server = createServer();
    server.on('stream', (stream, headers) => {
      const isGreeting = headers[':path']?.endsWith('/GetSystemInfo') === true;
      stream.on('error', () => undefined);
      stream.respond(
        {
          ':status': 200,
          'content-type': 'application/grpc',
          'grpc-status': isGreeting ? '12' : '7',
          'grpc-message': 'Request unauthorized.',
        },
        { endStream: true },
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const { code, err } = await setup({ TEMPORAL_ADDRESS: `127.0.0.1:${port}`, TEMPORAL_NAMESPACE: 'conf.a1b2c' });
      assert.equal(code, 1);
      assert.match(err, /does not let this client register search attributes \(Request unauthorized\.\)/);
      for (const name of names) {
        const type = name === 'StartsAt' ? 'Datetime' : 'Keyword';
        assert.ok(err.includes(`--namespace conf.a1b2c --search-attribute "${name}=${type}"`), name);
      }
    } finally {
      server.close();
    }
  });
});
