/** `npm run licences`: writes docs/licences.md from the lock file. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readArguments } from '../config/command-line.ts';

const root = new URL('../', import.meta.url);
export const licencesFile = fileURLToPath(new URL('docs/licences.md', root));

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string(), license: z.string().optional(), dev: z.boolean().optional() }),
  ),
});

/** From the LICENSE files of these packages; their package.json files do not name a licence. */
const readByHand: Readonly<Record<string, string>> = { 'twitter-text': 'Apache-2.0', unionfs: 'Unlicense' };

const beginning = `# Licences

The bot is MIT. What \`npm ci --omit=dev\` may install, on any platform, by licence; \`npm run licences\` writes this
list from the lock file. All of them allow use and distribution without opening the bot's own code: MPL-2.0 asks for
that of changes to the package's own files alone.

Not npm packages, and programs of their own, which the bot talks to over TCP: Temporal's server (MIT), and one of
\`mongod\` (SSPL-1.0) and SecantusDB (GPL-2.0-only, with its Python packages pymongo, dnspython and others under
Apache-2.0, ISC, MIT and BSD). They come from the PATH or are fetched at the first start. The container image holds
them: a person who passes that image on must pass on their licences, and for SecantusDB its source.
`;

/** @throws {Error} if a package names no licence */
export async function describeLicences(): Promise<string> {
  const { packages } = lockSchema.parse(JSON.parse(await readFile(new URL('package-lock.json', root), 'utf8')));
  const byLicence = new Map<string, Set<string>>();
  for (const [path, { version, license, dev }] of Object.entries(packages)) {
    if (path === '' || dev === true) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const licence = license ?? readByHand[name];
    if (licence === undefined) throw new Error(`${name} states no licence: read its files, then add it here`);
    byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(`${name} ${version}`));
  }
  const sections = [...byLicence].toSorted(([one], [other]) => one.localeCompare(other));
  return [beginning, ...sections.map(([licence, names]) => `## ${licence}\n${wrapped([...names].toSorted())}`)].join(
    '\n',
  );
}

const longestLine = 110;

function wrapped(names: readonly string[]): string {
  const lines = [''];
  for (const name of names) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + name.length > longestLine) lines.push(name);
    else lines[lines.length - 1] = last === '' ? name : `${last}, ${name}`;
  }
  return `${lines.map((line, at) => (at < lines.length - 1 ? `${line},` : line)).join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  readArguments('npm run licences');
  await writeFile(licencesFile, await describeLicences());
}
