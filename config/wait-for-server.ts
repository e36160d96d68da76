import { setTimeout as sleep } from 'node:timers/promises';
import { NotSetUpYet, StartError } from './start-error.ts';

export interface Waiting {
  readonly say: (line: string) => void;
  /** Milliseconds [120000]. */
  readonly limitMs?: number;
}

interface WaitOptions<T> extends Waiting {
  /** For people: "MongoDB". */
  readonly server: string;
  /** The environment variable with the server's address. */
  readonly variable: string;
  /** The environment variables with the key or password for the server [variable]. */
  readonly secret?: string;
  /** Rejects while the server does not answer. */
  readonly connect: () => Promise<T>;
}

const pauseMs = 1_000;
/** Before this time nothing is printed about a server that does not answer yet. Milliseconds. */
const sayAfterMs = 5_000;

/** The codes of MongoDB and of Atlas for a wrong user or password, and gRPC's PERMISSION_DENIED and UNAUTHENTICATED. */
const refusals: ReadonlySet<unknown> = new Set([18, 8000, 7, 16]);

/**
 * Connects to a server that may not be ready yet: in a container file, after a power cut, on a busy machine.
 *
 * @throws {StartError} if it refuses the credentials, if the variable is malformed, or if it has not answered within
 * the limit; also a StartError of `connect`
 */
export async function waitForServer<T>(options: WaitOptions<T>): Promise<T> {
  const { server, variable, secret = variable, connect, say, limitMs = 120_000 } = options;
  const begin = performance.now();
  let said = begin;
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      // The server answers, but its data is refused.
      if (error instanceof StartError && !(error instanceof NotSetUpYet)) throw error;
      const why = reasonOf(error);
      const giveUp = (what: string, remedy: string): never => {
        throw new StartError({ what, remedy }, { cause: error });
      };
      if (refusals.has((error as { code?: unknown }).code)) {
        giveUp(`${server} refuses the user, password or key (${why}).`, `Correct it in ${secret}.`);
      }
      if (isMalformed(error)) {
        giveUp(`${variable} cannot be used (${why}).`, `Correct it; .env.example says what ${variable} is.`);
      }
      const now = performance.now();
      const seconds = Math.round((now - begin) / 1000);
      if (now - begin > limitMs) {
        if (error instanceof StartError) throw error;
        const remedy = `Check that it runs, and that ${variable} has its address.`;
        giveUp(`${server} has not answered for ${seconds} s (${why}).`, remedy);
      }
      if (now - said > sayAfterMs) {
        said = now;
        say(`waiting for ${server} (${variable}), ${seconds} s so far: ${why}`);
      }
    }
    await sleep(pauseMs);
  }
}

/** The names of the errors of a driver that could not read an address. */
const malformed: ReadonlySet<string> = new Set([
  'MongoParseError',
  'MongoInvalidArgumentError',
  'TypeError',
  'URIError',
]);

/** Whether the driver could not read the address: then waiting does not help. */
function isMalformed(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'MongoRuntimeError') return error.message.startsWith('Unable to parse');
  return malformed.has(error.name);
}

const longestReason = 200;

/** An error on one line, for people. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // A connection string may contain a password.
  const withoutSecrets = text.replaceAll(/\w[\w+]*:\/\/\S+/gu, '…');
  return withoutSecrets.replaceAll(/\s+/gu, ' ').slice(0, longestReason);
}
