import { servicesOf, type Env, type Service, type Services } from './env.ts';
import { StartError, type StartProblem } from './start-error.ts';

/**
 * Refuses data that was made with a sandbox if the keys are real now, and the other way round. An approval that
 * somebody gave while trying the bot must not be posted by the real account.
 *
 * @param madeWith the services that the store remembers
 * @throws {StartError} that names the keys, and says how to begin with new data
 */
export function assertSameServices(env: Env, madeWith: Services): void {
  const now = servicesOf(env);
  const problems: StartProblem[] = [];
  for (const [service, name] of [
    ['x', 'X'],
    ['slack', 'Slack'],
  ] as const) {
    const [then, today] = [madeWith[service], now[service]];
    if (then === undefined || today === undefined || then === today) continue;
    problems.push({
      what:
        `The data in ${placeOf(env)} was made with ${describe(then, name)}, ` +
        `and the ${name === 'X' ? 'X_*' : 'SLACK_*'} variables now mean ${describe(today, name)}.`,
      remedy: `${remedyOf(today, name)}; to start with empty data, set ${freshPlace(env)}.`,
    });
  }
  if (problems.length > 0) throw new StartError(problems);
}

function describe(service: Service, name: string): string {
  return service === 'real' ? `the real ${name}` : `the ${name} sandbox`;
}

function remedyOf(today: Service, name: string): string {
  return today === 'real'
    ? `To go on with the sandbox, remove the keys of ${name}`
    : `To go on with the real ${name}, set its keys again`;
}

/** The variable that says where this installation keeps its data. */
export function placeOf(env: Env): string {
  return env.hasMongo ? `MONGODB_DATABASE ${env.MONGODB_DATABASE}` : `DATA_DIR ${env.DATA_DIR}`;
}

function freshPlace(env: Env): string {
  return env.hasMongo
    ? 'MONGODB_DATABASE to a new name (and TEMPORAL_NAMESPACE to a new namespace)'
    : 'DATA_DIR to a new directory';
}
