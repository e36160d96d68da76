import { MongoServerError } from 'mongodb';
import { StoreTimeout } from './patience.ts';

const outOfDiskSpace = 14_031;

export function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return code === outOfDiskSpace || /ENOSPC|no space left|out of disk space|disk (?:is )?full/iu.test(error.message);
}

/** How the driver's errors for a missing connection begin, after “Mongo”: some are not exported as classes. */
const noConnection = [
  'Network',
  'System',
  'ServerSelection',
  'PoolCl',
  'WaitQueue',
  'OperationTimeout',
  'NotConnected',
  'Topology',
  'ClientClosed',
  'ServerClosed',
  'ExpiredSession',
  'StalePrimary',
] as const;

/** MongoDB's codes for a server that ends, starts, changes its role, lost its peers or started again (43). */
const downCodes: ReadonlySet<unknown> = new Set([
  6, 7, 43, 64, 89, 91, 100, 133, 134, 189, 262, 9_001, 10_107, 11_600, 11_602, 13_435, 13_436,
]);

/** Whether the error says that the database is down. If the call was a write, it is unknown whether it was done. */
export function isStoreDown(error: Error): boolean {
  if (error instanceof MongoServerError && downCodes.has(error.code)) return true;
  // Node's error if the server has just closed the connection. The driver does not wrap it.
  if ('code' in error && error.code === 'EPIPE') return true;
  const name = error.name.replace(/^Mongo/u, '');
  return error instanceof StoreTimeout || noConnection.some((start) => name.startsWith(start));
}
