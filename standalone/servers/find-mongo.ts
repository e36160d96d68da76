import { join } from 'node:path';
import { userCacheDir } from '../../config/env.ts';
import { installWheels } from './python-wheel.ts';
import { findOnPath, resolveProgram, type Launch, type Say } from './resolve.ts';

const MONGOD = '8.0.16';
const SECANTUS = '0.7.0b3';
const DOWNLOAD_LIMIT_MS = 120_000;

/**
 * A server that speaks MongoDB's protocol: `mongod` on the PATH, else a download of it, else the wheel `secantusdb`.
 *
 * @param fits whether it can open the data
 */
export function findMongo(say: Say, fits?: (launch: Launch) => boolean): Promise<Launch> {
  return resolveProgram({
    program: 'MongoDB server',
    memo: `mongodb-${MONGOD}-${SECANTUS}`,
    say,
    fits,
    candidates: [
      {
        name: 'mongod on the PATH',
        find: async () => ({ command: await findOnPath('mongod'), leadingArgs: [], from: 'path' }),
      },
      { name: `the download of mongod ${MONGOD}`, find: download },
      { name: `the Python wheel secantusdb ${SECANTUS}`, find: fromWheel },
    ],
    remedy: 'Install MongoDB Community Server (mongod) on the PATH, or set MONGODB_URI.',
  });
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
  return { command, leadingArgs: [], from: 'download' };
}

async function fromWheel(): Promise<Launch> {
  const bin = await installWheels({ name: 'mongodb', minors: { min: 10, max: 13 } });
  return { command: join(bin, 'python'), leadingArgs: ['-m', 'secantus'], from: 'wheel' };
}
