import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { areBlocksTooLong, findBlockProblems } from '../sandbox/slack/blocks.ts';
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
  fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  fc.string({ unit: 'binary', minLength: 1 }).map((short) => short.repeat(2000).slice(0, 2000)),
);

describe('every card, message, dialog and Home in Slack, in every state, at its longest', () => {
  it('is taken by Slack, and rings nobody', () => {
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
