import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describeLicences, licencesFile } from '../commands/licences.ts';

describe('docs/licences.md', () => {
  it('lists the installed packages; otherwise run npm run licences', async () => {
    assert.equal(await readFile(licencesFile, 'utf8'), await describeLicences());
  });
});
