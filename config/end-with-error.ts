import { inspect } from 'node:util';
import { wantsDetails } from './env.ts';
import { StartError, type StartProblem } from './start-error.ts';

/** The beginning of an error line. `npm start` prints such lines of its worker and its api. */
export const errorMark = 'error: ';
export const remedyMark = 'to do: ';

/** Two lines for each problem. The stack, which may be long, is added only with `LOG_LEVEL=debug`. */
export function describeError(error: unknown): string[] {
  const lines = problemsOf(error).flatMap(({ what, remedy }) => [errorMark + what, remedyMark + remedy]);
  return wantsDetails() ? [...lines, inspect(error)] : lines;
}

/** Prints the error and ends the process; for `catch` at the end of a `main`. */
export function endWithError(error: unknown): never {
  process.stderr.write(`${describeError(error).join('\n')}\n`);
  process.exit(1);
}

/**
 * From now on, an unexpected error ends the process with the same two lines, instead of a dump of an object.
 *
 * @returns a function that stops this, for a process that must not end any more
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
  const listening = problemWithListening(error, 'PORT');
  if (listening !== undefined) return [listening];
  const file = problemWithFile(error);
  if (file !== undefined) return [file];
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOSPC') {
    const where = path === undefined ? '' : ` (${path})`;
    return [{ what: `The disk is full${where}.`, remedy: 'Free some space, then start it again; nothing is lost.' }];
  }
  const remedy = 'Start it again; if that does not help, LOG_LEVEL=debug shows the whole error.';
  return [{ what: shortText(error), remedy }];
}

/**
 * The problem of a server that cannot listen on its address. Undefined for any other error.
 *
 * @param variable the variable that sets the port
 */
export function problemWithListening(error: unknown, variable: string): StartProblem | undefined {
  const {
    code = '',
    syscall,
    port,
    address,
    hostname,
  } = (error ?? {}) as NodeJS.ErrnoException & {
    readonly port?: number;
    readonly address?: string;
    readonly hostname?: string;
  };
  if (syscall !== 'listen' && syscall !== 'bind' && syscall !== 'getaddrinfo') return undefined;
  switch (code) {
    case 'EADDRINUSE':
      return { what: `Port ${port} is in use.`, remedy: `Set ${variable} to another one, or to 0 for any free one.` };
    case 'EACCES':
      return {
        what: `This user may not use port ${port}: only root may use those below 1024.`,
        remedy: `Set ${variable} to 1024 or more, and let the web server in front have the low one.`,
      };
    case 'EADDRNOTAVAIL':
      return {
        what: `HOST ${address} is not an address of this machine.`,
        remedy: 'Set HOST to one of its addresses, or leave it at 127.0.0.1.',
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        what: `The name ${hostname} is not known on this machine.`,
        remedy: 'Correct the variable that contains it, such as HOST, MONGODB_URI or TEMPORAL_ADDRESS.',
      };
    default:
      return undefined;
  }
}

const whyNotOpened: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'this user may not',
  EROFS: 'this process may not write there',
};

/** The problem of a file that cannot be opened; mostly a person has given its path. Undefined for any other error. */
export function problemWithFile(error: unknown): StartProblem | undefined {
  const { code = '', syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  const why = whyNotOpened[code];
  if (why === undefined || path === undefined || syscall !== 'open') return undefined;
  return { what: `${path} cannot be opened: ${why}.`, remedy: 'Correct the path, or its permissions.' };
}

const longestLine = 300;

/** Of a message that ends its first line with a colon, also the last line, because servers say there why they ended. */
export function shortText(error: unknown): string {
  const text = String(error).replace(/^Error: /u, '');
  const [first = '', ...more] = text.trim().split('\n');
  const last = first.endsWith(':') ? (more.at(-1)?.trim() ?? '') : '';
  return `${first} ${last}`.trim().slice(0, longestLine);
}
