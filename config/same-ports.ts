import type { StartProblem } from './start-error.ts';

/**
 * A problem for each port that several variables name: one of its two servers could not listen.
 *
 * @param ports by variable; undefined or 0 is any free port
 */
export function samePorts(ports: Readonly<Record<string, number | undefined>>): StartProblem[] {
  const chosen = Object.entries(ports).filter(([, port]) => port !== undefined && port !== 0);
  return [...new Set(chosen.map(([, port]) => port))].flatMap((port) => {
    const names = chosen.flatMap(([name, its]) => (its === port ? [name] : []));
    const what = `${names.join(' and ')} are the same port, ${port}.`;
    return names.length < 2 ? [] : [{ what, remedy: `Set ${names.at(-1)} to another one, or to 0 for any free one.` }];
  });
}
