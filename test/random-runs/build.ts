/** The processes of random runs start from `dist/`, so that they are back within seconds. */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds `dist/` where it is older than the sources. @returns the commit that runs, with a `+` where files differ */
export function build(say: (line: string) => void): string {
  if (spawnSync(process.execPath, ['commands/launch.mjs', '--is-built'], { cwd: root }).status !== 0) {
    say('npm run build');
    execFileSync(process.execPath, ['--import', 'tsx', 'commands/build.ts'], { cwd: root, stdio: 'ignore' });
  }
  return commitOf();
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
