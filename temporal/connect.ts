import { Connection, isGrpcServiceError, type ConnectionOptions } from '@temporalio/client';
import { NotSetUpYet } from '../config/start-error.ts';
import { waitForServer, type Waiting } from '../config/wait-for-server.ts';
import { searchAttributeKeys } from '../workflows/search-attributes.ts';

/**
 * Connects to a Temporal that may not be ready yet, or whose namespace is not set up yet; see {@link waitForServer}.
 */
export const waitForTemporal = (options: ConnectionOptions, namespace: string, waiting: Waiting) =>
  waitForServer({
    ...waiting,
    server: 'Temporal',
    variable: 'TEMPORAL_ADDRESS',
    connect: async () => {
      const connection = await Connection.connect(options);
      try {
        await assertSetUp(connection, namespace);
        return connection;
      } catch (error) {
        await connection.close();
        throw error;
      }
    },
  });

/** gRPC's codes for a query with unknown search attributes, and for an unknown namespace. */
const invalidArgument = 3;
const notFound = 5;
/** How long the list may take. Milliseconds. */
const answerWithinMs = 5_000;

/**
 * Without the namespace nothing works, and without its search attributes no open space can start. Where only
 * Temporal's list is away, the start goes on.
 */
async function assertSetUp(connection: Connection, namespace: string): Promise<void> {
  const query = searchAttributeKeys.map(({ name }) => `${name} IS NULL`).join(' AND ');
  try {
    await connection.withDeadline(Date.now() + answerWithinMs, () =>
      connection.workflowService.countWorkflowExecutions({ namespace, query }),
    );
  } catch (error) {
    const code: unknown = isGrpcServiceError(error) ? error.code : undefined;
    if (code === notFound) {
      const what = `Temporal does not know the namespace ${namespace}.`;
      throw new NotSetUpYet({ what, remedy: 'Create it, or correct TEMPORAL_NAMESPACE.' }, { cause: error });
    }
    if (code === invalidArgument) {
      const what = `Namespace ${namespace} of Temporal lacks search attributes of the bot.`;
      throw new NotSetUpYet({ what, remedy: 'Run npm run setup.' }, { cause: error });
    }
  }
}
