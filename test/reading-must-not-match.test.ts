import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

import { readerOf } from './support/labelled-tweets.ts';

const pair = z.tuple([z.string(), z.string()]);
const suite = z
  .object({ 'no start': z.array(pair), 'no room': z.array(pair) })
  .parse(JSON.parse(readFileSync('test/cases/must-not-match.json', 'utf8')));
const postedAt = Date.parse('2017-05-20T17:00:00Z');

describe('what must not be read', () => {
  for (const [text, why] of suite['no start']) {
    it(`no start in “${text}” (${why})`, () => {
      assert.deepEqual(readerOf('pycon2017')({ text, postedAt }).starts, []);
    });
  }
  for (const [text, why] of suite['no room']) {
    it(`no room in “${text}” (${why})`, () => {
      for (const conference of ['pycon2017', 'pycon2019', 'devopsdays2018', 'djangocon2025']) {
        assert.deepEqual(readerOf(conference)({ text, postedAt }).rooms, [], conference);
      }
    });
  }
});
