import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnv, healthOf, publicUrlOf, readEnv, temporalConnection, writesToJournal } from '../config/env.ts';
import { knownNames } from '../config/variables.ts';
import { mistypedNames } from '../config/mistyped-names.ts';
import { assertSameServices } from '../config/same-services.ts';
import { handOutLink } from '../standalone/hand-out-link.ts';

const X = { X_APP_KEY: 'k', X_APP_SECRET: 's', X_ACCESS_TOKEN: 't', X_ACCESS_SECRET: 'u', X_BEARER_TOKEN: 'b' };
const ELSEWHERE = { TEMPORAL_ADDRESS: 'temporal.example:7233', MONGODB_URI: 'mongodb://db.example/' };
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

describe('the environment', () => {
  it('may be empty for npm start: embedded servers and sandboxes', () => {
    const env = readEnv('start', {});
    assert.equal(env.PORT, 3000);
    assert.equal(env.HOST, '127.0.0.1');
    assert.deepEqual([env.x, env.slack, env.hasTemporal, env.hasMongo], [undefined, undefined, false, false]);
    assert.ok(Object.isFrozen(env));
  });

  it('refuses one port for two servers, and names both variables', () => {
    const same = [
      [{ PORT: '3001' }, /^PORT and SANDBOX_X_PORT are the same port, 3001\.\nSet SANDBOX_X_PORT to another one/u],
      [{ SANDBOX_X_PORT: '3002' }, /^SANDBOX_X_PORT and SANDBOX_SLACK_PORT are the same port, 3002\./u],
      [{ METRICS_PORT: '3000', MONGODB_PORT: '3000' }, /^PORT and METRICS_PORT and MONGODB_PORT are the same port/u],
      [{ TEMPORAL_PORT: '7233', TEMPORAL_UI_PORT: '7233' }, /^TEMPORAL_PORT and TEMPORAL_UI_PORT are the same/u],
    ] as const;
    for (const [source, message] of same) {
      assert.throws(
        () => readEnv('start', source),
        (error: Error) => message.test(error.message),
      );
    }
    // Any free port is another one each time, and a real service takes no port here.
    readEnv('start', { PORT: '0', SANDBOX_X_PORT: '0', SANDBOX_SLACK_PORT: '0' });
    readEnv('start', { PORT: '3001', ...X, ...SLACK });
    readEnv('start', { PORT: '27017', MONGODB_PORT: '27017', ...ELSEWHERE });
    readEnv('worker', { PORT: '9464', METRICS_PORT: '9464', ...ELSEWHERE, ...X, ...SLACK });
  });

  it('takes an empty value as not set', () => {
    assert.equal(readEnv('start', { PORT: '', X_APP_KEY: '' }).PORT, 3000);
  });

  it('counts blanks as not set, and removes blanks at the ends of a value', () => {
    const env = readEnv('start', { PORT: ' ', X_SETTLE_SECONDS: ' ', METRICS_PORT: '\r' });
    assert.deepEqual([env.PORT, env.X_SETTLE_SECONDS, env.METRICS_PORT], [3000, undefined, undefined]);
    // As a file from Windows has it.
    const file = Object.fromEntries(
      Object.entries({ ...ELSEWHERE, ...X }).map(([name, value]) => [name, `${value}\r`]),
    );
    assert.deepEqual(readEnv('worker', { ...file, SLACK: 'off' }).x, X);
    const { connectionOptions } = temporalConnection({ ...file, TEMPORAL_API_KEY: 'key\n', TEMPORAL_PROFILE: ' ' });
    assert.deepEqual([connectionOptions.address, connectionOptions.apiKey], [ELSEWHERE.TEMPORAL_ADDRESS, 'key']);
    assert.equal(healthOf({ PORT: '4000\r', HOST: ' ' }).api, 'http://127.0.0.1:4000/readyz');
  });

  it('removes quotes around a value, and refuses a key with impossible characters', () => {
    const quoted = { ...X, X_APP_KEY: `"${X.X_APP_KEY}"`, MONGODB_URI: "''", SLACK: '"off"', DATA_DIR: `"it's" here` };
    const env = readEnv('start', quoted);
    assert.deepEqual([env.x, env.MONGODB_URI, env.DATA_DIR], [X, undefined, `"it's" here`]);
    for (const inside of [' ', '\n', '\u200b', '“']) {
      const broken = { ...X, ...SLACK, X_BEARER_TOKEN: `canary${inside}canary` };
      assert.throws(
        () => readEnv('start', broken),
        ({ message }: Error) => message.startsWith('X_BEARER_TOKEN has a blank') && !message.includes('canary'),
      );
    }
  });

  it('ignores the address that Kubernetes sets for a Service', () => {
    const services = { MONGODB_PORT: 'tcp://10.0.0.1:27017', TEMPORAL_PORT: 'tcp://10.0.0.2:7233' };
    for (const env of [
      readEnv('start', services),
      readEnv('worker', { ...ELSEWHERE, ...X, SLACK: 'off', ...services }),
      readEnv('api', { ...ELSEWHERE, SLACK: 'off', ...services }),
    ])
      assert.deepEqual([env.MONGODB_PORT, env.TEMPORAL_PORT], [undefined, undefined]);
    assert.throws(() => readEnv('start', { PORT: 'tcp://10.0.0.1:80' }), /PORT is not a number/u);
  });

  it('warns of names that look mistyped, and of no others', () => {
    const mistyped = {
      X_LISTENS: 'X_LISTEN',
      X_BAERER_TOKEN: 'X_BEARER_TOKEN',
      SLACK_BOT_TOKENS: 'SLACK_BOT_TOKEN',
      METRIC_PORT: 'METRICS_PORT',
      TEMPORAL_APIKEY: 'TEMPORAL_API_KEY',
      MONGODB_URL: 'MONGODB_URI',
    };
    const fine = ['TEMPORAL_TLS_SERVER_NAME', 'MONGODB_SERVICE_HOST', 'SLACK_WEBHOOK_URL', 'POST', 'PATH'];
    const set = Object.fromEntries([...Object.keys(mistyped), ...fine].map((name) => [name, 'canary']));
    const lines = Object.entries(mistyped).map(
      ([name, meant]) => `${name} is not known and has no effect; is it ${meant}?`,
    );
    assert.deepEqual(mistypedNames(set, knownNames), lines);
    // The name that is meant is set, so this one is of another program.
    assert.deepEqual(
      mistypedNames({ ...mistyped, ...Object.fromEntries(knownNames.map((name) => [name, 'x'])) }, knownNames),
      [],
    );
    assert.equal(readEnv('start', { X_LISTENS: 'poll' }).X_LISTEN, 'stream');
  });

  it('is real if all keys are set', () => {
    const env = readEnv('start', { ...X, ...SLACK });
    assert.deepEqual(env.x, X);
    assert.equal(env.slack?.SLACK_APP_TOKEN, 'xapp-1');
  });

  it('names the missing keys if only some are set', () => {
    const { X_BEARER_TOKEN: _, ...some } = X;
    assert.throws(
      () => readEnv('start', some),
      /X_BEARER_TOKEN is not set\.\nCopy it .* or set no X key for the sandbox/,
    );
    assert.throws(
      () => readEnv('start', { SLACK_BOT_TOKEN: 'b' }),
      /SLACK_APP_TOKEN is not set\.\n.*SLACK_SIGNING_SECRET/,
    );
  });

  it('does not let Slack’s sandbox decide what the real X posts', () => {
    assert.throws(() => readEnv('start', X), /SLACK_BOT_TOKEN is not set\.\n.*SLACK=off/);
    const onPages = readEnv('start', { ...X, SLACK: 'off' });
    assert.deepEqual([onPages.x, onPages.slack], [X, undefined]);
    assert.equal(readEnv('worker', { ...ELSEWHERE, ...X, SLACK: 'off' }).slack, undefined);
    assert.equal(readEnv('api', { ...ELSEWHERE, SLACK: 'off' }).slack, undefined);
    assert.throws(() => readEnv('start', { SLACK: 'none' }), /SLACK must be on or off/);
  });

  it('refuses data of the sandboxes when the keys are real, and real data when they are not', () => {
    const real = readEnv('start', { ...X, ...SLACK });
    const sandboxed = readEnv('start', {});
    const fromSandbox = { x: 'sandbox', slack: 'sandbox' } as const;
    const fromReal = { x: 'real', slack: 'real' } as const;
    assert.throws(
      () => assertSameServices(real, fromSandbox),
      /DATA_DIR .data was made with the X sandbox, [^]*start with empty data/,
    );
    assert.throws(() => assertSameServices(sandboxed, fromReal), /made with the real X, [^]*set its keys again/);
    assertSameServices(real, fromReal);
    assertSameServices(sandboxed, fromSandbox);
    // Slack may be turned off and on: nothing is posted by that.
    assertSameServices(readEnv('start', { ...X, SLACK: 'off' }), fromReal);
    assertSameServices(real, { x: 'real', slack: undefined });
    const elsewhere = readEnv('worker', { ...ELSEWHERE, ...X, SLACK_BOT_TOKEN: 'b' });
    assert.throws(() => assertSameServices(elsewhere, fromSandbox), /MONGODB_DATABASE openspaces was made/);
  });

  it('never gives the worker a sandbox silently, and reports all problems at once', () => {
    assert.throws(
      () => readEnv('worker', { PORT: '70000' }),
      (error: Error) =>
        ['PORT is above 65535', 'TEMPORAL_ADDRESS', 'MONGODB_URI', 'SLACK_BOT_TOKEN', ...Object.keys(X)].every((part) =>
          error.message.includes(part),
        ),
    );
    assert.ok(readEnv('worker', { ...ELSEWHERE, ...X, SLACK_BOT_TOKEN: 'b' }).x);
    assert.throws(() => readEnv('api', ELSEWHERE), /SLACK_BOT_TOKEN[^]*SLACK_APP_TOKEN/);
    assert.ok(readEnv('api', { ...ELSEWHERE, SLACK_BOT_TOKEN: 'b', SLACK_SIGNING_SECRET: 's' }).slack);
    assert.ok(readEnv('setup', ELSEWHERE).hasMongo);
  });

  it('repeats no secret', () => {
    const source = {
      MONGODB_URI: 'user:hunter2@db',
      API_TOKEN: 'hunter2',
      X_API_URL: 'ftp://hunter2/',
      X_APP_KEY: 'hunter2',
    };
    assert.throws(
      () => readEnv('start', source),
      (error: Error) => !error.message.includes('hunter2') && error.message.includes('MONGODB_URI must begin'),
    );
  });

  it('sends tokens over plain http to loopback only', () => {
    for (const name of ['X_API_URL', 'SLACK_API_URL', 'PUBLIC_URL']) {
      assert.throws(() => readEnv('start', { [name]: 'http://127.0.0.1.example/' }), new RegExp(`${name} must begin`));
      for (const url of ['http://127.0.0.1:3001', 'http://localhost:1/', 'http://[::1]:1/', 'https://x.example'])
        readEnv('start', { [name]: url });
    }
  });

  it('accepts other machines only with an https address in front', () => {
    for (const HOST of ['0.0.0.0', '::', '192.0.2.7', 'bot.example']) {
      for (const PUBLIC_URL of [undefined, 'http://localhost:3000'])
        assert.throws(() => readEnv('start', { HOST, PUBLIC_URL }), /HOST \S+ accepts connections[^]*PUBLIC_URL/);
      assert.throws(() => readEnv('api', { ...ELSEWHERE, ...SLACK, HOST }), /HOST \S+ accepts connections/);
      assert.equal(readEnv('start', { HOST, PUBLIC_URL: 'https://bot.example' }).HOST, HOST);
    }
    for (const HOST of ['127.0.0.1', 'localhost', '::1']) {
      const env = readEnv('start', { HOST });
      assert.equal(env.HOST, HOST);
      // Worker and api read it again, and the browser's own form of an origin has brackets.
      const PUBLIC_URL = publicUrlOf(env);
      assert.equal(
        publicUrlOf(readEnv('api', { ...ELSEWHERE, ...SLACK, HOST, PUBLIC_URL })),
        new URL(PUBLIC_URL).origin,
      );
    }
  });

  it('gives the health address where the bot listens, and needs the pages at the root of a host', () => {
    const { api, worker } = healthOf({ PORT: '4000', HOST: '::1', METRICS_PORT: '9464' });
    assert.deepEqual([api, worker], ['http://[::1]:4000/readyz', 'http://[::1]:9464/readyz']);
    const onAll = healthOf({ HOST: '0.0.0.0', METRICS_PORT: '' });
    assert.deepEqual([onAll.api, onAll.worker], ['http://127.0.0.1:3000/readyz', undefined]);
    assert.throws(
      () => readEnv('start', { PUBLIC_URL: 'https://bot.example/spaces' }),
      /PUBLIC_URL has more than a host/,
    );
  });

  it('takes trusted proxies as addresses and networks', () => {
    assert.ok(readEnv('start', { TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8, ::1, fd00::/8' }).TRUSTED_PROXIES);
    for (const TRUSTED_PROXIES of ['nginx', '10.0.0.0/33', '10.0.0.0/', '127.0.0.1,,', '::1/129', '10.0.0.1/8/8'])
      assert.throws(() => readEnv('start', { TRUSTED_PROXIES }), /TRUSTED_PROXIES must be/, TRUSTED_PROXIES);
  });

  it('knows when its output is kept in the journal of a service', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'journal-'));
    const file = await open(join(folder, 'stream'), 'w');
    const { dev, ino } = await file.stat();
    assert.equal(writesToJournal({ JOURNAL_STREAM: `${dev}:${ino}` }, file.fd), true);
    assert.equal(writesToJournal({ JOURNAL_STREAM: `${dev}:${ino + 1}` }, file.fd), false);
    assert.equal(writesToJournal({}, file.fd), false);
    const told = await handOutLink('https://bot.example/admin/sign-in?token=canary', folder, true);
    assert.doesNotMatch(told, /canary/);
    const kept = join(folder, 'sign-in-link');
    assert.ok(told.includes(kept));
    assert.match(await readFile(kept, 'utf8'), /token=canary/);
    assert.equal((await stat(kept)).mode & 0o777, 0o600);
    assert.match(await handOutLink('https://bot.example/?token=canary', folder, false), /canary/);
    await file.close();
    await rm(folder, { recursive: true });
  });

  it('gives the Temporal SDK its own variables', () => {
    const { connectionOptions, namespace } = temporalConnection({ ...ELSEWHERE, TEMPORAL_NAMESPACE: 'conference' });
    assert.equal(connectionOptions.address, 'temporal.example:7233');
    assert.equal(namespace, 'conference');
  });

  it('sends no key of another Temporal to the embedded one, even if a file that nobody named has one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'open-spaces-env-'));
    const file = join(folder, 'temporal.toml');
    // As the CLI of Temporal Cloud leaves it behind.
    await writeFile(file, '[profile.default]\naddress = "cloud.example:7233"\napi_key = "canary"\n');
    const shell = { TEMPORAL_CONFIG_FILE: file, TEMPORAL_API_KEY: 'canary', TEMPORAL_TLS: 'true' };
    const child = childEnv({ TEMPORAL_ADDRESS: '127.0.0.1:7233' }, shell);
    for (const source of [child, { TEMPORAL_CONFIG_FILE: file, TEMPORAL_ADDRESS: '127.0.0.1:7233' }]) {
      const { address, apiKey, tls } = temporalConnection(source).connectionOptions;
      assert.deepEqual([address, apiKey, tls], ['127.0.0.1:7233', undefined, undefined]);
    }
    const named = temporalConnection({ TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'default' });
    assert.equal(named.connectionOptions.apiKey, 'canary');
    await rm(folder, { recursive: true });
  });

  it('has an example file that changes nothing', () => {
    const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
    const entries = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
    const env = readEnv('start', Object.fromEntries(entries) as Record<string, string>);
    assert.deepEqual({ ...env }, { ...readEnv('start', {}) });
  });
});
