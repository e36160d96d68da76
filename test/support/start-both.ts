// A parent for the tests to kill: starts both servers on a data directory, says where they are, and waits.
// Argument: the data directory.
import { lockDataDir } from '../../standalone/servers/data-lock.ts';
import { startMongo } from '../../standalone/servers/mongo.ts';
import { startTemporal } from '../../standalone/servers/temporal.ts';

const [dataDir = ''] = process.argv.slice(2);
const say = (): void => undefined;
await lockDataDir(dataDir, 'http://127.0.0.1:3000');
const [temporal, mongo] = await Promise.all([
  startTemporal({ dataDir, namespace: 'default', searchAttributes: { Room: 'Keyword' }, say }),
  startMongo({ dataDir, say }),
]);
process.stdout.write(
  `${JSON.stringify({ address: temporal.address, uri: mongo.uri, pids: [temporal.pid, mongo.pid] })}\n`,
);
setInterval(() => undefined, 60_000);
