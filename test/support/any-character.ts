import * as fc from 'fast-check';

/** Any Unicode character. fast-check's own `binary` first builds a map of all of them, which takes a second. */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));
