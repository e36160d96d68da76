import { join } from 'node:path';
import { userCacheDir } from '../../config/env.ts';
import { engineOf, type Engine } from './engines.ts';
import { installWheels } from './python-wheel.ts';
import { findOnPath, resolveProgram, type Launch, type Say } from './resolve.ts';

const MONGOD = '8.0.16';
const SECANTUS = '0.7.0b3';
const DOWNLOAD_LIMIT_MS = 120_000;

/**
 * A server that speaks MongoDB's protocol: `mongod` on the PATH, else a download of it, else the wheel `secantusdb`.
 *
 * @param made the data to open, if there are any, and the only engine that can
 */
export function findMongo(say: Say, made?: { readonly engine: Engine; readonly directory: string }): Promise<Launch> {
  const isMade = (launch: Pick<Launch, 'from'>): boolean => made === undefined || made.engine === engineOf(launch);
  const candidates = [
    { from: 'path', name: 'mongod on the PATH', find: onPath },
    { from: 'download', name: `the download of mongod ${MONGOD}`, find: download },
    { from: 'wheel', name: `the Python wheel secantusdb ${SECANTUS}`, find: fromWheel },
  ] as const;
  const install = installs[made?.engine ?? 'mongod'];
  return resolveProgram({
    program: 'MongoDB server',
    // Not the choice for new data.
    memo: made === undefined ? `mongodb-${MONGOD}-${SECANTUS}` : `mongodb-${MONGOD}-${SECANTUS}-${made.engine}`,
    say,
    candidates: candidates.filter(isMade),
    remedy:
      made === undefined
        ? `${install}, or set MONGODB_URI.`
        : `${install}: only ${made.engine} can open the data in ${made.directory}. ` +
          'To begin with empty data, set DATA_DIR to a new directory.',
  });
}

const installs: Readonly<Record<Engine, string>> = {
  mongod: 'Install MongoDB Community Server (mongod) on the PATH',
  secantusdb: 'Install Python 3.10 to 3.13 with its module venv',
};

async function onPath(): Promise<Launch> {
  return { command: await findOnPath('mongod'), leadingArgs: [], proof: ['--version'], from: 'path' };
}

async function download(): Promise<Launch> {
  // Loaded only when needed: if a choice is remembered, the package does not use memory.
  const { MongoBinary } = await import('mongodb-memory-server-core');
  const limit = AbortSignal.timeout(DOWNLOAD_LIMIT_MS);
  const command = await Promise.race([
    MongoBinary.getPath({ version: MONGOD, downloadDir: join(userCacheDir(), 'mongod'), checkMD5: true }),
    new Promise<never>((_, reject) => {
      limit.addEventListener('abort', () => reject(new Error(`not done in ${DOWNLOAD_LIMIT_MS / 1000} s`)));
    }),
  ]);
  return { command, leadingArgs: [], proof: ['--version'], from: 'download' };
}

async function fromWheel(): Promise<Launch> {
  const bin = await installWheels({ name: 'mongodb', minors: { min: 10, max: 13 } });
  // Its own import takes half a second. This one shows that its Python and its library are there.
  const proof = ['-c', 'import wiredtiger'];
  return { command: join(bin, 'python'), leadingArgs: ['-m', 'secantus'], proof, from: 'wheel' };
}
