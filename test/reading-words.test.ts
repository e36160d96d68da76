import assert from 'node:assert/strict';

import { dictionaryOf, listOf } from '../core/reading/locales/index.ts';
import { createReader } from '../core/reading/reader.ts';
import type { Reading } from '../core/reading/reading.ts';

const read = createReader({
  id: 'words',
  name: 'Words',
  timeZone: 'America/Los_Angeles',
  startDate: '2017-05-18',
  endDate: '2017-05-21',
  rooms: [{ name: 'B114', aliases: [] }],
});
const readingOf = (text: string): Reading => read({ text, postedAt: Date.parse('2017-05-19T16:00:00Z') });
const isRepeated = ({ reasons }: Reading): boolean => reasons.some(({ words }) => words.includes('more than once'));

/** Each word stands alone beside the room, so that no other word helps. */
const unread = (words: Iterable<string>, isRead: (word: string) => boolean): string[] =>
  [...words].filter((word) => !isRead(word));

describe('every word of the dictionaries, without help from other words', () => {
  it('is read as noon or midnight', () => {
    const words = [...listOf('noon'), ...listOf('midnight')];
    assert.deepEqual(
      unread(words, (word) => readingOf(`${word}, B114`).starts.length === 1),
      [],
    );
  });
  it('is read as a length of time from the posting', () => {
    assert.deepEqual(
      unread(dictionaryOf('lengths').keys(), (word) => readingOf(`${word} B114`).starts.length === 1),
      [],
    );
  });
  it('is read as a start at the moment of posting', () => {
    assert.deepEqual(
      unread(listOf('startingNow'), (word) => readingOf(`${word} B114`).starts.length === 1),
      [],
    );
  });
  it('leaves a session that comes again to a person', () => {
    assert.deepEqual(
      unread(listOf('everyDay'), (word) => isRepeated(readingOf(`10:30, ${word}, B114`))),
      [],
    );
    for (const text of ['Last night was wild. 10:30, B114', '10 million alerts a night: 10:30, B114'])
      assert.equal(isRepeated(readingOf(text)), false, text);
  });
});
