import assert from 'node:assert/strict';
import * as fc from 'fast-check';

import { neededStrings } from '../../core/reading/needed-strings.ts';
import { stringFinder } from '../../core/reading/string-finder.ts';

describe('the strings that a parser of times needs', () => {
  it('are the beginnings of every text that its pattern can match, with 0 for any digit', () => {
    const cases: readonly (readonly [string, readonly string[] | undefined])[] = [
      ['\\d ?[ap]m', ['0am', '0pm', '0 am', '0 pm']],
      ['(?<![a-z])(?:om|rond) [\\da-z]', ['om ', 'rond ']],
      ['fou?rty|a+b', ['forty', 'fourt', 'a']],
      ['(?<hour>[1-9]|1[0-2])[.!]', ['0.', '0!', '10.', '10!']],
      ['x{1,2}(?=never)y', ['xy', 'xxy']],
      ['half[- ]past|half', ['half-', 'half ', 'half']],
      ['(?:noon|)[a-z]', undefined],
      ['[^a]b', undefined],
    ];
    for (const [source, strings] of cases) assert.deepEqual(neededStrings(source), strings, source);
  });
  it('are found anywhere in a text', () => {
    const letter = fc.constantFrom('a', 'b', ' ', '0', 'я', '午');
    const word = fc.string({ unit: letter, minLength: 1, maxLength: 5 });
    const groups = fc.array(fc.array(word, { maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(groups, fc.string({ unit: letter, maxLength: 40 }), (strings, text) => {
        const present = stringFinder(strings)(text);
        strings.forEach((those, at) => {
          if (those.some((one) => text.includes(one))) assert.equal(present[at], 1);
          else if (!/[я午]/u.test(those.join(''))) assert.equal(present[at], 0);
        });
      }),
    );
  });
});
