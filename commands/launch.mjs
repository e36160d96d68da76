// Runs the worker, the api, everything (`standalone`) or a command: `node commands/launch.mjs worker`. It runs dist/ if
// `npm run build` made it from the present sources (or if there are no sources), else the sources through tsx. It is
// plain JavaScript, so that it starts without a loader, and it runs in the same process, so that signals arrive.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The last file that a build writes. */
const built = join(root, 'dist', 'workflow-bundle.js');

const [role = ''] = process.argv.splice(2, 1);
// A program that starts many processes first asks whether it must build.
if (role === '--is-built') process.exit(isBuildCurrent() ? 0 : 1);
const path = ['standalone', 'worker', 'api'].includes(role) ? `${role}/main` : `commands/${role}`;
const hasSources = existsSync(join(root, `${path}.ts`));
const compiled = join(root, 'dist', `${path}.js`);
if (!hasSources && !existsSync(compiled)) {
  process.stderr.write(`error: There is no command ${role}.\nto do: README.md lists the commands.\n`);
  process.exit(1);
}
if (!existsSync(join(root, 'node_modules'))) {
  process.stderr.write('error: The packages are not installed.\nto do: Run npm ci in this folder.\n');
  process.exit(1);
}
const runsBuild = !hasSources || isBuildCurrent();
if (runsBuild) process.setSourceMapsEnabled(true);
else await import('tsx');
// A wrong command line is told at once: the program itself may take two seconds to load.
const [{ readArguments }, { usages }] = await Promise.all([load('config/command-line'), load('config/usages')]);
if (role in usages) readArguments(...usages[role]);
await load(path);

/** @param {string} module its path from the root, without extension */
function load(module) {
  return import(pathToFileURL(join(root, ...(runsBuild ? ['dist', `${module}.js`] : [`${module}.ts`]))).href);
}

function isBuildCurrent() {
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  // The sources in the folders that the build has made in dist/: they have the same names.
  const folders = readdirSync(join(root, 'dist'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const isCurrent = folders.every(({ name }) => newestIn(join(root, name)) <= builtAt);
  if (!isCurrent) {
    process.stderr.write('dist/ is older than the sources, so the sources run; build again with npm run build\n');
  }
  return isCurrent;
}

/** @param {string} folder */
function newestIn(folder) {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(0, ...files.map((file) => statSync(join(file.parentPath ?? file.path, file.name)).mtimeMs));
}
