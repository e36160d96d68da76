import { Connection, type ConnectionOptions } from '@temporalio/client';
import { waitForServer, type Waiting } from '../config/wait-for-server.ts';

/** A connection to a Temporal that may not be up yet; see {@link waitForServer}. */
export const waitForTemporal = (options: ConnectionOptions, waiting: Waiting) =>
  waitForServer({
    ...waiting,
    server: 'Temporal',
    variable: 'TEMPORAL_ADDRESS',
    connect: () => Connection.connect(options),
  });
