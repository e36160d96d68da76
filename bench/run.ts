/** Runs the benchmarks of this folder, or the one that is named: `npm run bench [name] [more]`. */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { endWithUnknown, readArguments } from '../config/command-line.ts';

const { positionals } = readArguments('npm run bench [-- NAME [MORE …]]', { most: Infinity });
const [wanted, ...more] = positionals;
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => basename(file, '.ts'));
const names = known.filter((name) => wanted === undefined || name === wanted);
if (names.length === 0) endWithUnknown(`benchmark ${wanted}`, known);
for (const name of names) {
  const benchmark = (await import(`./${name}.ts`)) as { bench: (more: readonly string[]) => Promise<void> };
  console.log(`— ${name}`);
  await benchmark.bench(more);
}
