import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { areBlocksTooLong, findBlockProblems } from '../sandbox/slack/blocks.ts';
import type { CardFacts } from '../activities/card-facts.ts';
import { statuses } from '../core/words.ts';
import { cardRoles } from '../slack/card-role.ts';
import { cardFor } from '../slack/card.ts';
import { createLinks } from '../slack/links.ts';
import { anyCharacter } from './support/any-character.ts';
import { examples } from './support/slack-states.ts';
import { now, someConfig, tweetOf, viewOf, yoga } from './support/slack-views.ts';
import { pythonWith } from './support/python-with.ts';
import { surfacesWith } from './support/slack-surfaces.ts';

const halfAnEmoji = '\uD83D';
const nasty = [
  '<!channel>',
  '<@U0ORG1>',
  '\u202Egnp.exe',
  'a\u0301'.repeat(40),
  '👩‍👩‍👧‍👦'.repeat(60),
  halfAnEmoji,
  ' ',
] as const;
const text = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: anyCharacter, minLength: 1, maxLength: 300 }),
  fc.string({ unit: anyCharacter, minLength: 1 }).map((short) => short.repeat(2000).slice(0, 2000)),
);

/** Many short pieces, some of which Slack would take for markup. */
const hostWords = fc
  .array(
    fc.oneof(
      fc.constantFrom(...nasty, '<http://x.test|y>', '\n\n\n', '&amp;', '*_~`', '\u0000'),
      fc.string({ unit: anyCharacter }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

const config = someConfig();
const links = createLinks({ admin: 'https://bot.example/', temporal: { url: 'https://ui.example', namespace: 'a' } });

/** Everything that a card may carry beside its open space, as long as it gets. */
const longest = (words: string): CardFacts => ({
  reminderText: words,
  freeRooms: [words.slice(0, 80), 'x'.repeat(80)].filter((room) => room !== ''),
});

describe('a card in Slack', () => {
  it('shows one room among hundreds, also one that the list has lost', () => {
    const rooms = Array.from({ length: 500 }, (_, index) => ({ name: `Room ${'x'.repeat(60)} ${index}`, aliases: [] }));
    const large = someConfig({ conference: { ...config.conference, rooms } });
    const view = viewOf(yoga());
    const card = cardFor({ view, tweet: null, config: large, links, role: 'outgoingTweets', now });
    assert.deepEqual(findBlockProblems(card.blocks, 'message'), []);
    assert.ok(!areBlocksTooLong(card.blocks));
    assert.match(JSON.stringify(card.blocks), /"initial_option":\{"text":\{"type":"plain_text","text":"B114"\}/u);
  });

  it('keeps Slack’s limits and notifies nobody, whatever a host writes', () => {
    const property = fc.property(
      fc.oneof(
        hostWords,
        hostWords.map((short) => short.repeat(200).slice(0, 10_000)),
      ),
      hostWords,
      fc.array(fc.tuple(fc.nat(300), fc.nat(60)), { maxLength: 8 }),
      fc.constantFrom(...statuses),
      (words, name, spans, status) => {
        const space = { ...examples[status](), title: name || 'x', note: words };
        const reasons = spans.map(([from, length]) => ({
          about: 'room' as const,
          words: words || 'x',
          span: { from, to: from + length },
        }));
        const tweet = { ...tweetOf(space, words, {}, reasons), author: { id: '1', username: name, name } };
        for (const role of cardRoles) {
          const card = cardFor({ view: viewOf(space), tweet, config, links, facts: longest(words), role, now });
          assert.deepEqual(findBlockProblems(card.blocks, 'message'), []);
          assert.ok(!areBlocksTooLong(card.blocks));
          assert.ok(card.blocks.length <= 7 && card.text.length > 0 && card.text.length <= 4000);
          assert.ok(!/[<>]/u.test(card.text), card.text);
          assert.ok(!JSON.stringify(card.blocks).includes('"mrkdwn"'));
          assert.doesNotMatch(JSON.stringify(card.blocks), /"type":"(?:user|broadcast)"/u);
        }
      },
    );
    fc.assert(property, { numRuns: 300, seed: 20_170_519 });
  });
});

describe('every card, message, dialog and Home in Slack, in every state, at its longest', () => {
  it('is accepted by Slack, and notifies nobody', () => {
    const property = fc.property(text, (words) => {
      for (const { name, kind, blocks, text: fallback, view } of surfacesWith(words)) {
        assert.deepEqual(findBlockProblems(blocks, kind), [], name);
        if (kind === 'message') assert.ok(!areBlocksTooLong(blocks), name);
        assert.ok(!JSON.stringify(blocks).includes('"mrkdwn"'), name);
        if (fallback !== undefined) assert.ok(fallback !== '' && !/[<>]/u.test(fallback), `${name}: ${fallback}`);
        const { title } = (view ?? {}) as { title?: { text: string } };
        assert.ok(title === undefined || title.text.length <= 24, name);
      }
    });
    fc.assert(property, { numRuns: 15, seed: 20_170_519 });
  });

  it('is valid for Slack’s own SDK for Python', async function () {
    this.timeout(180_000);
    let python: string;
    try {
      python = await pythonWith('slack-sdk');
    } catch (error) {
      process.stderr.write(`  skipped, slack-sdk cannot be installed here: ${String(error).split('\n')[0]}\n`);
      return this.skip();
    }
    const texts = [...nasty.filter((words) => words !== halfAnEmoji), 'Acro yoga', 'W'.repeat(2_000)];
    const given = texts.flatMap((words) => surfacesWith(words));
    const program = fileURLToPath(new URL('support/slack-sdk/validate.py', import.meta.url));
    const child = spawn(python, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(given.map((one) => `${JSON.stringify(one)}\n`).join(''));
    assert.equal(await textOf(child.stdout), '');
    return undefined;
  });
});
