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
  /** The environment variable that says where it is. */
  readonly variable: string;
  /** Rejects while the server does not answer. */
  readonly connect: () => Promise<T>;
}

const pauseMs = 1_000;
/** Nobody wants to read of a server that is there in a moment. Milliseconds. */
const sayAfterMs = 5_000;

/** The codes of MongoDB and of Atlas for a wrong user or password; gRPC's for "you may not" and "I do not know you". */
const refusals: ReadonlySet<unknown> = new Set([18, 8000, 7, 16]);

/**
 * Connects to a server that may not be up yet: in a container file, after a power cut, on a busy machine.
 *
 * @throws {StartError} when it refuses us, the variable is malformed, or it has not answered within the limit; and
 * what `connect` itself throws of that kind
 */
export async function waitForServer<T>(options: WaitOptions<T>): Promise<T> {
  const { server, variable, connect, say, limitMs = 120_000 } = options;
  const begin = performance.now();
  let said = begin;
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      // It answers, and what it holds is refused.
      if (error instanceof StartError && !(error instanceof NotSetUpYet)) throw error;
      const why = reasonOf(error);
      const giveUp = (what: string, remedy: string): never => {
        throw new StartError({ what, remedy }, { cause: error });
      };
      if (refusals.has((error as { code?: unknown }).code)) {
        giveUp(`${server} refuses the user, password or key (${why}).`, `Correct it in ${variable}.`);
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

/** Of the two drivers, where an address or a part of it cannot even be read. */
const malformed: ReadonlySet<string> = new Set([
  'MongoParseError',
  'MongoInvalidArgumentError',
  'TypeError',
  'URIError',
]);

/** The driver could not even read the address: waiting does not help. */
function isMalformed(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'MongoRuntimeError') return error.message.startsWith('Unable to parse');
  return malformed.has(error.name);
}

const longestReason = 200;

/** On one line, for people. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // A connection string may hold a password.
  const withoutSecrets = text.replaceAll(/\w[\w+]*:\/\/\S+/gu, '…');
  return withoutSecrets.replaceAll(/\s+/gu, ' ').slice(0, longestReason);
}
