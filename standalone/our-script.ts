import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The sources run through tsx; what `npm run build` made of them is plain JavaScript. */
const ending = extname(import.meta.url);

/**
 * Node's arguments that run a script of ours as we run ourselves.
 *
 * @param path from the root of the sources, without its ending: `worker/main`
 */
export function ourScript(path: string): string[] {
  const script = fileURLToPath(new URL(`../${path}${ending}`, import.meta.url));
  return ending === '.ts' ? ['--import', 'tsx', script] : ['--enable-source-maps', script];
}
