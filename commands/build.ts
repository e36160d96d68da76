/**
 * `npm run build`: plain JavaScript with source maps in dist/, and the workflows as one bundle, so that starts are
 * quick. Types are not checked here, which would take most of its time: `npm run types` does that.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflows } from '../worker/create-worker.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist');
const compiled: ReadonlySet<string> = new Set(['.ts', '.tsx']);

rmSync(out, { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--project', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});

// What the code reads from beside itself: pages' styles and scripts, the watchdog, lists of Python wheels.
for (const folder of readdirSync(out)) {
  cpSync(join(root, folder), join(out, folder), {
    recursive: true,
    // A script for browsers must not take the place of a module that was compiled.
    force: false,
    errorOnExist: true,
    filter: (path, target) => !isMadeAlready(path, target) && path !== join(root, 'commands', 'launch.mjs'),
  });
}

/** By the compiler, which also copies the JSON that modules import. */
function isMadeAlready(path: string, target: string): boolean {
  const ending = extname(path);
  return compiled.has(ending) || (ending === '.json' && existsSync(target));
}

// Last: commands/launch.mjs takes this file's time for the build's.
const { code } = await bundleWorkflows();
writeFileSync(join(out, 'workflow-bundle.js'), code);
console.log(`dist/ is built; npm start, npm run worker and npm run api use it until a source changes`);
