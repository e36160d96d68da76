// Prints what CHANGELOG.md says of a version: `node .github/release-notes.mjs v0.2.0`. Ends with 1 where the tag is not
// package.json's version, or nothing is said of it.
import { readFileSync } from 'node:fs';

const [, , tag = ''] = process.argv;
const read = (file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const { version } = JSON.parse(read('package.json'));
if (tag !== `v${version}`) fail(`The tag is ${tag}, and package.json has version ${version}.`);

// A section begins with `## 0.2.0`, and perhaps its date.
const sections = read('CHANGELOG.md').split(/^## /mu).slice(1);
const section = sections.find((text) => text.split(/\s/u, 1)[0] === version);
const notes = section?.slice(section.indexOf('\n')).trim();
if (!notes) fail(`CHANGELOG.md says nothing of ${version}: rename "Unreleased" to "${version} - YYYY-MM-DD".`);
console.log(notes);

function fail(why) {
  console.error(why);
  process.exit(1);
}
