// Finds an executable: first an installed one, then a download. Lines say what is tried and which was chosen.
import { constants } from 'node:fs';
import { access, readFile, rename, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { z } from 'zod';
import { pathVariable, userCacheDir } from '../../config/env.ts';
import { StartError } from '../../config/start-error.ts';
import { makeDirectory } from './make-directory.ts';

const REASON_LENGTH = 100;

export type Say = (line: string) => void;

/** How to run a server: a command, and the arguments before the server's own. */
const launchSchema = z.object({
  command: z.string(),
  leadingArgs: z.array(z.string()),
  /** The source that found it. It also names the format of the data. */
  from: z.enum(['path', 'download', 'wheel', 'package']),
});
export type Launch = z.infer<typeof launchSchema>;

export interface Candidate {
  /** For people: "mongod on the PATH". */
  readonly name: string;
  /** @throws with the reason, in a few words, if this source has nothing. */
  readonly find: () => Promise<Launch>;
}

export interface ResolveOptions {
  /** For people: "MongoDB server". */
  readonly program: string;
  /**
   * The file name of the remembered choice. It changes with every pinned version, so that an upgrade searches again.
   */
  readonly memo: string;
  readonly candidates: readonly Candidate[];
  /** Whether one can open the data that is there [always]. */
  readonly fits?: ((launch: Launch) => boolean) | undefined;
  /** What to install if nothing was found. */
  readonly remedy: string;
  readonly say: Say;
  readonly cacheDir?: string;
}

/**
 * The first candidate that works. It is remembered in the user's cache until its executable disappears.
 * @throws {StartError} that names every source that was tried, why it failed, and what to install
 */
export async function resolveProgram(options: ResolveOptions): Promise<Launch> {
  const { program, candidates, say, cacheDir = userCacheDir(), fits = () => true } = options;
  const memoPath = join(cacheDir, `${options.memo}.json`);
  const remembered = await readMemo(memoPath);
  if (remembered && fits(remembered)) {
    say(`${program}: ${remembered.command} (as last time)`);
    return remembered;
  }
  const failures: string[] = [];
  for (const candidate of candidates) {
    // The first one is quick; a download may take a minute.
    if (failures.length > 0) say(`${program}: trying ${candidate.name}`);
    try {
      const launch = await candidate.find();
      if (!fits(launch)) throw new Error('another engine made the data');
      // In an image the cache may be read-only; then every start searches again.
      await writeAtomically(memoPath, JSON.stringify(launch)).catch(() => undefined);
      const others = failures.length === 0 ? '' : `; tried before: ${failures.join('; ')}`;
      say(`${program}: ${candidate.name}, ${launch.command}${others}`);
      return launch;
    } catch (error) {
      failures.push(`${candidate.name} (${shortReason(error)})`);
    }
  }
  throw new StartError({
    what: `No ${program} was found. Tried: ${failures.join('; ')}.`,
    remedy: options.remedy,
  });
}

/** @throws if no executable of that name is on the PATH. */
export async function findOnPath(name: string): Promise<string> {
  for (const directory of pathVariable().split(delimiter)) {
    const path = join(directory, name);
    if (directory !== '' && (await isExecutable(path))) return path;
  }
  throw new Error('not found');
}

/** An error's message on one line. Of a long message only the end, because network clients put the cause there. */
export function shortReason(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim();
  return text.length <= REASON_LENGTH ? text : `…${text.slice(-REASON_LENGTH)}`;
}

async function readMemo(path: string): Promise<Launch | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const launch = launchSchema.parse(JSON.parse(text));
    return (await isExecutable(launch.command)) ? launch : undefined;
  } catch {
    return undefined; // Damaged, or of another version: search again.
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Two processes may write it at once; a reader must never see half a file. */
async function writeAtomically(path: string, text: string): Promise<void> {
  await makeDirectory(dirname(path));
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, path);
}
