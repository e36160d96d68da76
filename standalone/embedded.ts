// Temporal and MongoDB for `npm start`: servers that the environment names, or embedded ones, which are kept running.
import { join } from 'node:path';
import type { Env } from '../config/env.ts';
import { freeDiskSpace } from '../config/free-disk-space.ts';
import { searchAttributeTypes } from './search-attribute-types.ts';
import { keepUp } from './servers/keep-up.ts';
import { startMongo } from './servers/mongo.ts';
import type { Say } from './servers/resolve.ts';
import { retryStart } from './servers/retry-start.ts';
import { startTemporal } from './servers/temporal.ts';

const readReason = 'Correct the problem named above, then start again.';

export async function bringUpTemporal(env: Env, say: Say) {
  if (env.hasTemporal) {
    const stop = () => Promise.resolve();
    return { address: undefined, namespace: '', uiUrl: env.TEMPORAL_UI_URL, pid: undefined, stop };
  }
  const options = {
    dataDir: join(env.DATA_DIR, 'temporal'),
    namespace: env.TEMPORAL_NAMESPACE ?? 'default',
    searchAttributes: searchAttributeTypes,
    say,
  };
  const first = { ...options, port: env.TEMPORAL_PORT, uiPort: env.TEMPORAL_UI_PORT ?? 0 };
  // The desk starts missing workflows from MongoDB.
  const remedy = `${readReason} If its data is damaged, move ${options.dataDir} away: workflows start from MongoDB.`;
  const server = await retryStart('Temporal', () => startTemporal(first), say, remedy);
  const where = { port: portOf(`http://${server.address}`), uiPort: portOf(server.uiUrl ?? '') };
  const stop = keepUp('Temporal', server, {
    restart: () => startTemporal({ ...options, ...where }),
    hasSpace: () => hasSpace(env.DATA_DIR),
    say,
  });
  return { ...server, stop };
}

export async function bringUpMongo(env: Env, say: Say) {
  if (env.MONGODB_URI !== undefined) return { uri: env.MONGODB_URI, pid: undefined, stop: () => Promise.resolve() };
  const options = { dataDir: join(env.DATA_DIR, 'mongodb'), say };
  const remedy = `${readReason} If its data is damaged, restore a backup into a new DATA_DIR (npm run restore).`;
  const server = await retryStart('MongoDB', () => startMongo({ ...options, port: env.MONGODB_PORT }), say, remedy);
  const port = portOf(server.uri);
  const stop = keepUp('MongoDB', server, {
    restart: () => startMongo({ ...options, port }),
    hasSpace: () => hasSpace(env.DATA_DIR),
    say,
  });
  return { uri: server.uri, pid: server.pid, stop };
}

/** Enough disk space for a server's first writes after a start; bytes. */
const leastToStart = 50e6;

async function hasSpace(directory: string): Promise<boolean> {
  return (await freeDiskSpace(directory)) >= leastToStart;
}

function portOf(url: string): number | undefined {
  return URL.canParse(url) ? Number(new URL(url).port) : undefined;
}
