/** The processes of random runs start from `dist/`, so that they are back within seconds. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(root, 'dist', 'workflow-bundle.js');

/** Builds `dist/` where it is older than the sources. @returns the commit that runs, with a `+` where files differ */
export function build(say: (line: string) => void): string {
  if (!isCurrent()) {
    say('npm run build');
    execFileSync(process.execPath, ['--import', 'tsx', join(root, 'commands/build.ts')], {
      cwd: root,
      stdio: 'ignore',
    });
  }
  return commitOf();
}

function isCurrent(): boolean {
  if (!existsSync(bundle)) return false;
  const builtAt = statSync(bundle).mtimeMs;
  const folders = readdirSync(join(root, 'dist'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.every(({ name }) => {
    const files = readdirSync(join(root, name), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    return files.every((file) => statSync(join(file.parentPath, file.name)).mtimeMs <= builtAt);
  });
}

function commitOf(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  try {
    const isClean = git('status', '--porcelain', '--untracked-files=no') === '';
    return `${git('rev-parse', '--short', 'HEAD')}${isClean ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}
