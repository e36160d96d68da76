import {
  Connection,
  defaultGrpcRetryOptions,
  isGrpcServiceError,
  makeGrpcRetryInterceptor,
  ServiceError,
  type ConnectionOptions,
} from '@temporalio/client';
import { NotSetUpYet } from '../config/start-error.ts';
import { waitForServer, type Waiting } from '../config/wait-for-server.ts';
import { isKeyRefused } from './server-problem.ts';
import { searchAttributeKeys } from '../workflows/search-attributes.ts';

const usualRetries = defaultGrpcRetryOptions();

/** Tries a call again as Temporal's client does, but not after the call's deadline, which the client itself ignores. */
const retryUntilDeadline: ReturnType<typeof makeGrpcRetryInterceptor> = (options, nextCall) => {
  const deadline = Number(options.deadline ?? Infinity);
  let delay = 0;
  const retry = makeGrpcRetryInterceptor({
    retryableDecider(attempt, status) {
      delay = usualRetries.delayFunction(attempt, status);
      return usualRetries.retryableDecider(attempt, status) && Date.now() + delay < deadline;
    },
    delayFunction: () => delay,
  });
  return retry(options, nextCall);
};

/** gRPC's own pause grows to two minutes, in which people would be told that Temporal is away although it is back. */
const longestReconnectPauseMs = 2_000;

/** Connects to Temporal. A call with a deadline ends by then, even while Temporal does not answer. */
export const connectTemporal = (options: ConnectionOptions): Promise<Connection> =>
  Connection.connect({
    ...options,
    interceptors: [retryUntilDeadline],
    channelArgs: { 'grpc.max_reconnect_backoff_ms': longestReconnectPauseMs, ...options.channelArgs },
  }).catch((error: unknown) => {
    // The client only says that it failed to connect; the cause says why.
    throw (error instanceof ServiceError ? error.cause : undefined) ?? error;
  });

/** Connects to a Temporal that may not be ready or set up yet; see {@link waitForServer}. */
export const waitForTemporal = (options: ConnectionOptions, namespace: string, waiting: Waiting) =>
  waitForServer({
    ...waiting,
    server: 'Temporal',
    variable: 'TEMPORAL_ADDRESS',
    secret: 'TEMPORAL_API_KEY or TEMPORAL_TLS_*',
    connect: async () => {
      const connection = await connectTemporal(options);
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
const answerWithinMs = 5_000;

/** Without the namespace and its search attributes, no open space can start. If only the list fails, it goes on. */
async function assertSetUp(connection: Connection, namespace: string): Promise<void> {
  const query = searchAttributeKeys.map(({ name }) => `${name} IS NULL`).join(' AND ');
  try {
    await connection.withDeadline(Date.now() + answerWithinMs, () =>
      connection.workflowService.countWorkflowExecutions({ namespace, query }),
    );
  } catch (error) {
    if (isKeyRefused(error)) throw error;
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
