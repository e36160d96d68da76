/**
 * `npm run build`: makes plain JavaScript with source maps in dist/, and the bundle of the workflows, so that starts
 * are quick. It does not check types, because that would take most of the time: `npm run types` does.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArguments } from '../config/command-line.ts';

readArguments('npm run build');
// Loaded now, because it takes a second, and a wrong command line is told at once.
const { bundleWorkflows } = await import('../worker/create-worker.ts');
const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist');
const compiled: ReadonlySet<string> = new Set(['.ts', '.tsx']);

rmSync(out, { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--project', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});

// Copies files that the code reads from its own folder: the pages' styles and scripts, the watchdog, lists of Python
// wheels.
for (const folder of readdirSync(out)) {
  cpSync(join(root, folder), join(out, folder), {
    recursive: true,
    // A browser script must not replace a compiled module.
    force: false,
    errorOnExist: true,
    filter: (path, target) => !isMadeAlready(path, target) && path !== join(root, 'commands', 'launch.mjs'),
  });
}

/** Whether the compiler made the file. It also copies the JSON files that modules import. */
function isMadeAlready(path: string, target: string): boolean {
  const ending = extname(path);
  return compiled.has(ending) || (ending === '.json' && existsSync(target));
}

// Written last: commands/launch.mjs takes this file's time as the time of the build.
const { code } = await bundleWorkflows();
writeFileSync(join(out, 'workflow-bundle.js'), code);
console.log(`dist/ is built; npm start, npm run worker and npm run api use it until a source changes`);
