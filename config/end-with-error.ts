import { inspect } from 'node:util';
import { wantsDetails } from './env.ts';
import { StartError, type StartProblem } from './start-error.ts';

/** How a line begins that says what is wrong. `npm start` passes on these lines of its worker and its api. */
export const errorMark = 'error: ';
export const remedyMark = 'to do: ';

/** Two lines for each problem. The stack, which may be long, only for `LOG_LEVEL=debug`. */
export function describeError(error: unknown): string[] {
  const lines = problemsOf(error).flatMap(({ what, remedy }) => [errorMark + what, remedyMark + remedy]);
  return wantsDetails() ? [...lines, inspect(error)] : lines;
}

/** The last words of a process that cannot go on; for `catch` at the end of a `main`. */
export function endWithError(error: unknown): never {
  process.stderr.write(`${describeError(error).join('\n')}\n`);
  process.exit(1);
}

/**
 * An error that nobody expected ends the process in the same two lines, and not in a dump of an object.
 *
 * @returns what ends that, for a process that lives on from here
 */
export function endOnUnexpectedErrors(): () => void {
  process.on('uncaughtException', endWithError);
  process.on('unhandledRejection', endWithError);
  return () => {
    process.off('uncaughtException', endWithError);
    process.off('unhandledRejection', endWithError);
  };
}

function problemsOf(error: unknown): readonly StartProblem[] {
  if (error instanceof StartError) return error.problems;
  const { code, path, port } = (error ?? {}) as { code?: unknown; path?: string; port?: number };
  const where = path === undefined ? '' : ` (${path})`;
  switch (code) {
    case 'EADDRINUSE':
      return [{ what: `Port ${port} is in use.`, remedy: 'Set PORT to another one, or stop the program that has it.' }];
    case 'ENOSPC':
      return [{ what: `The disk is full${where}.`, remedy: 'Free some space, then start it again; nothing is lost.' }];
    default:
      return [
        {
          what: firstLine(error),
          remedy: 'Start it again; if that does not help, LOG_LEVEL=debug shows the whole error.',
        },
      ];
  }
}

const longestLine = 300;

function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (text.split('\n')[0] ?? '').slice(0, longestLine);
}
