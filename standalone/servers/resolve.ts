// How an executable is found: what is there already, then what can be fetched. One line says what was chosen.
import { constants } from 'node:fs';
import { access, readFile, rename, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { z } from 'zod';
import { pathVariable, userCacheDir } from '../../config/env.ts';
import { StartError } from '../../config/start-error.ts';
import { makeDirectory } from './make-directory.ts';

const REASON_LENGTH = 100;

export type Say = (line: string) => void;

/** How to run a server: a command and the arguments that come before the server's own. */
const launchSchema = z.object({
  command: z.string(),
  leadingArgs: z.array(z.string()),
  /** Which link of the chain found it; also names the kind of data it writes. */
  from: z.enum(['path', 'download', 'wheel', 'package']),
});
export type Launch = z.infer<typeof launchSchema>;

export interface Candidate {
  /** For people: "mongod on the PATH". */
  readonly name: string;
  /** @throws with the reason, in a few words, when this link has nothing to offer. */
  readonly find: () => Promise<Launch>;
}

export interface ResolveOptions {
  /** For people: "MongoDB server". */
  readonly program: string;
  /** File name of the remembered choice; changes with every pinned version, so that an upgrade looks again. */
  readonly memo: string;
  readonly candidates: readonly Candidate[];
  /** What to install when nothing was found. */
  readonly remedy: string;
  readonly say: Say;
  readonly cacheDir?: string;
}

/**
 * The first candidate that answers, remembered in the user's cache until its executable vanishes.
 * @throws {StartError} naming every link that was tried, why it failed, and what to install
 */
export async function resolveProgram(options: ResolveOptions): Promise<Launch> {
  const { program, candidates, say, cacheDir = userCacheDir() } = options;
  const memoPath = join(cacheDir, `${options.memo}.json`);
  const remembered = await readMemo(memoPath);
  if (remembered) {
    say(`${program}: ${remembered.command} (as last time)`);
    return remembered;
  }
  const failures: string[] = [];
  for (const candidate of candidates) {
    try {
      const launch = await candidate.find();
      // In an image the cache may be read-only; then it is looked for again at each start.
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

/** @throws when no executable of that name is on the PATH. */
export async function findOnPath(name: string): Promise<string> {
  for (const directory of pathVariable().split(delimiter)) {
    const path = join(directory, name);
    if (directory !== '' && (await isExecutable(path))) return path;
  }
  throw new Error('not found');
}

/** An error's message on one line. Only the end of a long one, where clients of the network put the cause. */
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
    return undefined; // Damaged or of another version: look again.
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Two processes may remember at once; a reader never sees half a file. */
async function writeAtomically(path: string, text: string): Promise<void> {
  await makeDirectory(dirname(path));
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, path);
}
