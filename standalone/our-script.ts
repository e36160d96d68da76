import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The sources run through tsx; the files that `npm run build` made are plain JavaScript. */
const ending = extname(import.meta.url);

/**
 * Node's arguments to run one of our scripts in the same way as this process.
 *
 * @param path the script's path from the root of the sources, without extension: `worker/main`
 */
export function ourScript(path: string): string[] {
  const script = fileURLToPath(new URL(`../${path}${ending}`, import.meta.url));
  return ending === '.ts' ? ['--import', 'tsx', script] : ['--enable-source-maps', script];
}
