// Finds an executable: first an installed one, then a download. Lines say what is tried and which was chosen.
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { pathVariable, userCacheDir } from '../../config/env.ts';
import { StartError } from '../../config/start-error.ts';
import { writeAtomically } from '../../config/write-atomically.ts';
import { makeDirectory } from './make-directory.ts';

const run = promisify(execFile);
const REASON_LENGTH = 100;
/** A busy machine needs seconds to load a program for the first time. */
const PROOF_LIMIT_MS = 60_000;

export type Say = (line: string) => void;

/** How to run a server: a command, and the arguments before the server's own. */
const launchSchema = z.object({
  command: z.string(),
  leadingArgs: z.array(z.string()),
  /** Arguments with which the command ends at once, with 0 if it runs here. */
  proof: z.array(z.string()).optional(),
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
  /** What to install if nothing was found. */
  readonly remedy: string;
  readonly say: Say;
  readonly cacheDir?: string;
}

/**
 * The first candidate that works. It is remembered in the user's cache as long as it runs.
 * @throws {StartError} that names every source that was tried, why it failed, and what to install
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
    // The first one is quick; a download may take a minute.
    if (failures.length > 0) say(`${program}: trying ${candidate.name}`);
    try {
      const launch = await candidate.find();
      await prove(launch);
      // In an image the cache may be read-only; then every start searches again.
      await makeDirectory(dirname(memoPath))
        .then(() => writeAtomically(memoPath, JSON.stringify(launch)))
        .catch(() => undefined);
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

/** @throws with its last words if it does not run, for example without its libraries or on another kind of machine */
async function prove({ command, proof }: Launch): Promise<void> {
  if (proof === undefined) return;
  await run(command, proof, { timeout: PROOF_LIMIT_MS }).catch((error: unknown) => {
    const { stderr = '', signal } = error as { stderr?: string; signal?: string | null };
    const words = stderr.trim().split('\n').at(-1) ?? '';
    throw new Error(`it does not run: ${words === '' ? (signal ?? shortReason(error)) : words}`, { cause: error });
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
    if (!(await isExecutable(launch.command))) return undefined;
    await prove(launch);
    return launch;
  } catch {
    return undefined; // Damaged, or of another version, or it does not run any more: search again.
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
