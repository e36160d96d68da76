import { parseArgs, type ParseArgsConfig } from 'node:util';
import { endWithError } from './end-with-error.ts';
import { StartError } from './start-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

export interface Taken<O extends Options = Options> {
  readonly options?: O;
  /** How many arguments it needs; options do not count [0]. */
  readonly least?: number;
  /** How many it takes [as many as it needs]. */
  readonly most?: number;
}

/**
 * The options and the other arguments of this process. Every command calls it before it does anything else. For
 * `--help` it prints the usage and ends the process with 0. Unknown options and wrong numbers of arguments end it with
 * an error.
 *
 * @param usage such as `npm run backup -- FILE`
 */
export function readArguments<const O extends Options>(
  usage: string,
  { options, least = 0, most = least }: Taken<O> = {},
) {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`usage: ${usage}\n`);
    process.exit(0);
  }
  const refuse = (what: string): never => endWithError(new StartError({ what, remedy: usage }));
  try {
    const parsed = parseArgs({ args, options: options ?? ({} as O), allowPositionals: true });
    const { positionals } = parsed;
    // An empty text or a lone @ names nothing.
    if (positionals.filter((one) => /[^\s@]/u.test(one)).length < least) refuse('An argument is missing.');
    if (positionals.length > most) refuse(`Too many arguments: ${positionals.slice(most).join(' ')}.`);
    return parsed;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/**
 * A number from the command line. Anything but a number above 0 ends the process with an error: with `NaN` rounds, a
 * command would do nothing and report success.
 *
 * @param name such as `--minutes`
 */
export function positiveNumber(name: string, given: string | number, usage: string): number {
  const number = Number(given);
  if (number > 0 && number < Infinity) return number;
  return endWithError(new StartError({ what: `${name} must be a number greater than 0.`, remedy: usage }));
}

/** Ends the process with an error. @param what such as `benchmark laps`; @param known the names that exist */
export function endWithUnknown(what: string, known: readonly string[]): never {
  return endWithError(
    new StartError({ what: `There is no ${what}.`, remedy: `Give one of these: ${known.join(', ')}.` }),
  );
}
