import { runCommand, type Ended } from './run-command.ts';

/**
 * `npm run case -- --corrections`.
 *
 * @param folder where the cases go @param variables say where the store is
 */
export function addCorrections(folder: string, variables: Readonly<Record<string, string>>): Promise<Ended> {
  return runCommand('case', ['--corrections', '--folder', folder], variables);
}
