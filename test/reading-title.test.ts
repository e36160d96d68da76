import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import * as fc from 'fast-check';
import { longestTitle, titleOf } from '../core/reading/title.ts';
import { anyCharacter } from './support/any-character.ts';
import { conferences, readerOf, readLabelled } from './support/labelled-tweets.ts';

const folders = ['test/cases/', 'test/cases/corpus/'];
const read = (
  conference: string,
  text: string,
  keywords: readonly string[] = [],
  postedAt = '2017-05-19T08:00:00-07:00',
) => titleOf(text, readerOf(conference)({ text, postedAt: Date.parse(postedAt) }), keywords);

describe('the title that a post gives', () => {
  it('is the topic of the session, without room, time, tags and introductory words', () => {
    const titles: Readonly<Record<string, string | undefined>> = {
      'Acro yoga @ 5pm in B114 #pyconopenspaces': 'Acro yoga',
      'Open space on asyncio gotchas, 4pm in B112 #pyconopenspaces': 'Asyncio gotchas',
      'Come talk about packaging in B110 at 3pm! All welcome https://t.co/abc': 'Packaging',
      "The board has us down for 2:30 in A107: 'Testing in anger'. Come!": 'Testing in anger',
      'B110 @16:00 | 60-second talks | sign up at the door': '60-second talks',
      'Ask @guido anything, 6pm B114': 'Ask guido anything',
      'Type checkers, 21:00 in A103 or A104, who is in?': 'Type checkers',
      'Café & “acro” <yoga> @ 5pm in B114': 'Café & “acro” <yoga>',
      'Intro to "vibe" coding, 4pm B114': 'Intro to "vibe" coding',
      '4pm in B114: "Testing in anger" with Ana': 'Testing in anger',
      '4pm, B114 #pyconopenspaces': undefined,
    };
    for (const [text, title] of Object.entries(titles))
      assert.equal(read('pycon2017', text, ['pyconopenspaces']), title, text);
  });

  it('may be made of time words', () => {
    const titles: Readonly<Record<string, string>> = {
      'Noon prayer in B114 #pyconopenspaces': 'Noon prayer',
      'Noon prayer, B114, 12:15 today': 'Noon prayer',
      'Midnight snacks at 12am, B114 🍕 whoever is still up': 'Midnight snacks',
      'Midnight in Paris: film night 9pm in B114': 'Midnight in Paris: film night',
      'Morning run tmrw 7am!! meet at B114': 'Morning run',
      'Friday Night Lights Out: astronomy. tonight 10pm, B114. red lights only pls':
        'Friday Night Lights Out: astronomy',
      'noon in B114: yoga': 'Yoga',
    };
    for (const [text, title] of Object.entries(titles)) assert.equal(read('pycon2017', text), title, text);
  });

  it('ends at an emoji and at the next post of a thread', () => {
    assert.equal(read('pycon2017', 'Keyboard meetup ⌨️ clack clack 1pm B114'), 'Keyboard meetup');
    assert.equal(read('pycon2017', '1/ Type checkers & feelings, B114, 4pm 2/ no slides'), 'Type checkers & feelings');
  });

  it('keeps whole words if two starts share a day or an hour', () => {
    const titles: Readonly<Record<string, string>> = {
      'Saturday+Sunday 10am B114: sprints #pyconopenspaces': 'Sprints',
      'Sunday 9am B114 breakfast, not 8am': 'Breakfast',
    };
    for (const [text, title] of Object.entries(titles))
      assert.equal(read('pycon2017', text, ['pyconopenspaces']), title, text);
  });

  it('names no room, time, tag or link, and fits on a line, in every labelled post that is scheduled', () => {
    const files = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => `${folder}${name}`),
    );
    let untitled = 0;
    let scheduled = 0;
    for (const { conference, text, postedAt, verdict } of files.flatMap((file) => readLabelled(file))) {
      if (verdict !== 'schedule' || !conferences.has(conference)) continue;
      const reading = readerOf(conference)({ text, postedAt: Date.parse(postedAt) });
      if (reading.verdict !== 'schedule') continue;
      scheduled += 1;
      const title = titleOf(text, reading);
      if (title === undefined) {
        untitled += 1;
        continue;
      }
      assert.match(title, /[\p{L}]/u, text);
      assert.ok(Array.from(title).length <= longestTitle, text);
      assert.doesNotMatch(title, /[#@]\w|https?:|www\.|[\n\uE000]/u, text);
      assert.doesNotMatch(title, /^[\s,;:.–—-]|[\s,;:–—-]$/u, text);
      const spans = [
        ...reading.rooms.map(({ span }) => span),
        ...reading.starts.flatMap(({ time, day, zone }) => [time, day, zone].filter((span) => span !== undefined)),
      ];
      for (const { from, to } of spans) {
        const [said, all] = [text.slice(from, to).toLowerCase(), text.toLowerCase()];
        // “Midnight coding”: the hour is the title’s first word.
        if (/^(?:noon|midnight)$/u.test(said)) continue;
        if (said.length < 3 || all.indexOf(said) !== all.lastIndexOf(said)) continue;
        assert.ok(!title.toLowerCase().includes(said), `“${title}” says ${said}: ${text}`);
      }
    }
    assert.ok(scheduled > 1_000);
    assert.ok(untitled / scheduled < 0.02, `${untitled} of ${scheduled} have no title`);
  });

  it('is found in any text, without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 120 }), (text) => {
        const title = titleOf(text, { rooms: [], starts: [] });
        assert.ok(title === undefined || (title !== '' && Array.from(title).length <= longestTitle));
      }),
    );
  });
});
