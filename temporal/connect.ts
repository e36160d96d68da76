import { Connection, type ConnectionOptions } from '@temporalio/client';
import { waitForServer, type Waiting } from '../config/wait-for-server.ts';

/** Connects to a Temporal that may not be ready yet; see {@link waitForServer}. */
export const waitForTemporal = (options: ConnectionOptions, waiting: Waiting) =>
  waitForServer({
    ...waiting,
    server: 'Temporal',
    variable: 'TEMPORAL_ADDRESS',
    connect: () => Connection.connect(options),
  });
