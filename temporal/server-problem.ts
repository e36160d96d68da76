import { isGrpcServiceError } from '@temporalio/client';
import { CommitTookTooLong } from '../activities/commit-open-space.ts';
import { isOutOfSpace, isStoreDown } from '../store/store-problem.ts';

const soon = 'Try again in a few seconds.';
const noNamespace = 'Temporal does not know the bot’s namespace. Run npm run setup.';
const keyRefused =
  'Temporal refuses the bot’s key. Renew it in TEMPORAL_API_KEY or TEMPORAL_TLS_*, then start the bot again.';

/** Errors of Temporal's client that are not gRPC's own. */
const ofTemporal: readonly string[] = ['ServiceError', 'WorkflowUpdateRPCTimeoutOrCancelledError'];

/** What is wrong with a server, or that the bot was too slow, and what to do. Undefined if the bot has a fault. */
export function serverProblem(error: unknown): string | undefined {
  const all = withCauses(error);
  if (all.some(isKeyRefused)) return keyRefused;
  for (const one of all) {
    if (isOutOfSpace(one)) return `The disk of MongoDB is full. ${soon}`;
    if (one instanceof CommitTookTooLong) return `The bot took too long to store this. ${soon}`;
    if (isStoreDown(one)) return `MongoDB does not answer. ${soon}`;
    if (one.name === 'NamespaceNotFoundError') return noNamespace;
    if (isGrpcServiceError(one) || ofTemporal.includes(one.name)) return `Temporal does not answer. ${soon}`;
  }
  return undefined;
}

/** gRPC's PERMISSION_DENIED and UNAUTHENTICATED. */
const refusals: readonly unknown[] = [7, 16];

/** Whether Temporal refuses the bot's key or certificate, for example because it has expired. */
export const isKeyRefused = (error: unknown): boolean => isGrpcServiceError(error) && refusals.includes(error.code);

/** The error and all that it wraps. MongoDB's driver wraps what ended a bulk write in `errorResponse`. */
function withCauses(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const { cause, errorResponse, errors } = error as { cause?: unknown; errorResponse?: unknown; errors?: unknown };
  return [error, ...[cause, errorResponse, errors].flat().flatMap(withCauses)];
}
