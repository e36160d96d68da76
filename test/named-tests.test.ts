// Not in `rules/`: `npm run mutate` copies no docs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matrix } from './faults/matrix.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const document = readFileSync(`${root}docs/reliability.md`, 'utf8');

/** A test file, by its path or by the short name that a table gives it. */
const findFile = (name: string): string | undefined =>
  [name, `test/${name}`, `test/faults-of-state/${name}`]
    .flatMap((path) => [path, `${path}.test.ts`])
    .find((path) => /\.(?:test|fault)\.ts$/u.test(path) && existsSync(root + path));

/** The names in the tables' columns of tests. */
function namesInTables(): string[] {
  let column = -1;
  return document.split('\n').flatMap((line) => {
    const cells = line.split(/(?<!\\)\|/u).map((cell) => cell.trim());
    if (cells.length === 1) column = -1;
    if (column < 0) column = cells.findIndex((cell) => cell === 'test' || cell === 'tests');
    return [...(cells[column] ?? '').matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name);
  });
}

/** Each file that the document names together with words of titles: `file` “words”, “words”. */
function titlesInDocument(): [file: string, words: string][] {
  return [...document.matchAll(/`([^`\s]+)`((?:,?\s“[^”]+”)+)/gu)].flatMap(([, name = '', quoted = '']) => {
    const file = findFile(name);
    const titles = [...quoted.matchAll(/“([^”]+)”/gu)].map(([, words = '']) => words.replaceAll(/\s+/gu, ' '));
    return file === undefined ? [] : titles.map((words): [string, string] => [file, words]);
  });
}

describe('what docs/reliability.md and the matrix of faults name', () => {
  it('are test files', () => {
    const names = [...namesInTables(), ...matrix.flatMap(({ tests }) => tests.map(([file]) => file))];
    assert.ok(names.length > 300);
    assert.deepEqual(
      names.filter((name) => findFile(name) === undefined),
      [],
    );
  });

  it('are titles of tests in these files', () => {
    const named = [...titlesInDocument(), ...matrix.flatMap(({ tests }) => tests)];
    assert.ok(named.length > 100);
    const files = [...new Set(named.map(([file]) => file))].filter((file) => existsSync(root + file));
    const mocha = ['node_modules/mocha/bin/mocha.js', '--dry-run', '--reporter', 'json', ...files];
    const listed = execFileSync(process.execPath, mocha, { cwd: root, encoding: 'utf8', maxBuffer: 100_000_000 });
    const { tests } = JSON.parse(listed) as { tests: { file: string; fullTitle: string }[] };
    const isThere = ([file, words]: readonly [string, string]): boolean =>
      tests.some((test) => relative(root, test.file) === file && test.fullTitle.includes(words));
    assert.deepEqual(
      named.filter((one) => !isThere(one)),
      [],
    );
  });
});
