import assert from 'node:assert/strict';
import { parseCommand } from '../slack/command.ts';
import { withEmoji } from '../slack/emoji.ts';
import { withoutMarkup } from '../slack/markup.ts';
import { control } from './support/sandbox-app.ts';
import { slackApp } from './support/slack-running.ts';
import { ana, after as decided, fresh, yoga } from './support/slack-views.ts';

const nobody = async (): Promise<undefined> => undefined;

describe('words from Slack', () => {
  it('become plain text: names, emoji, the words of links, and no signs of formats', async () => {
    const names: Readonly<Record<string, string>> = { U1: 'Ana', W2: 'Bo & Co' };
    const plain = {
      ':tada: Party': '🎉 Party',
      'Party:tada::rocket:': 'Party🎉🚀',
      'High five :wave::skin-tone-4: :teacher::skin-tone-6:': 'High five 👋🏽 🧑🏿‍🏫',
      'Meet :python: and :blob-dance::skin-tone-2:': 'Meet python and blob dance',
      '10:30:15, a:b:c and :B114:': '10:30:15, a:b:c and :B114:',
      'Chess with <@U1> and <@W2|bo>, <@U3|chidi> or <@U4>': 'Chess with Ana and Bo & Co, chidi or somebody',
      'In <#C1|board-games> for <!subteam^S1|@staff><!here>': 'In board-games for staff',
      'At <!date^1495238400^{time}|3pm>': 'At 3pm',
      'Learn <http://foo.py|foo.py>': 'Learn foo.py http://foo.py',
      'Ask <mailto:ana@example.org|ana@example.org> or <mailto:bo@example.org>':
        'Ask ana@example.org or bo@example.org',
      '<https://x.com/_yoga_/status/1> 3pm': 'https://x.com/_yoga_/status/1 3pm',
      '*Acro* _yoga_, ~chess~ and `code`': 'Acro yoga, chess and code',
      '*_Acro yoga_*': 'Acro yoga',
      'snake_case_names, __init__, 2*3*4, 5 * 6 * 7': 'snake_case_names, __init__, 2*3*4, 5 * 6 * 7',
      'Q&amp;A &lt;3 &amp;lt; *': 'Q&A <3 &lt; *',
    };
    const found = Object.keys(plain).map(async (text) => [text, await withoutMarkup(text, async (id) => names[id])]);
    assert.deepEqual(Object.fromEntries(await Promise.all(found)), plain);
  });

  it('of a form have only their emoji replaced', () => {
    assert.equal(withEmoji('<b> *x* &amp; :tada: {time}: {room}: x'), '<b> *x* &amp; 🎉 {time}: {room}: x');
  });

  it('stay unchanged if nothing is marked', async () => {
    for (const text of ['Acro yoga @ 5pm in B114', 'a < b > c', 'Spätzle: für alle', '🎉', ''])
      assert.equal(await withoutMarkup(text, nobody), text);
  });

  it('tells commands from open spaces', () => {
    assert.deepEqual(parseCommand('shift room 12 -30 min'), { kind: 'shift', room: 'room 12', minutes: -30 });
    assert.deepEqual(parseCommand('  LIST '), { kind: 'list' });
    assert.deepEqual(parseCommand('shift A105'), { kind: 'unknown', text: 'shift A105' });
    assert.deepEqual(parseCommand('list of books 3pm B114'), { kind: 'enter', text: 'list of books 3pm B114' });
    assert.deepEqual(parseCommand(''), { kind: 'form' });
  });
});

describe('a message of an organiser in Slack', () => {
  const { bot, sandbox, show, press, isTold, say, viewOf, submit } = slackApp();

  it('names people and shows emoji in the title, from a line and from a message', async () => {
    await say('3pm B114 :tada: Q&amp;A with <@U0ORG2>');
    const title = '🎉 Q&A with bo';
    await isTold(/^Entered: “🎉 Q&amp;A with bo” in B114/u);
    assert.equal(bot.entries.at(-1)?.title, title);

    const text = '*:tada: Q&amp;A* with <@U0ORG2> in A105, see <https://faq.example|faq.example>';
    const message = { channel: 'need_review', text, userId: ana.id };
    const { ts } = (await control<{ ts: string }>(sandbox, 'messages', message)).body;
    await control(sandbox, 'shortcuts', { callbackId: 'stage_open_space', channel: 'need_review', ts });
    const form = JSON.stringify(await viewOf('modal'));
    assert.match(form, /"initial_value":"🎉 Q&A with bo, see faq\.example"/u);

    // Slack sends an emoji of a form by its name.
    await control(sandbox, 'dismissals', { userId: ana.id });
    await say('Chess');
    const values = { title: ':tada: Yoga', place: ':art: room', date: '2017-05-20', time: '11:00' };
    assert.equal(await submit(values), undefined);
    const { title: entered, place } = bot.entries.at(-1) ?? {};
    assert.deepEqual([entered, place], ['🎉 Yoga', '🎨 room']);
  });

  it('keeps an emoji that a dialog showed, and takes a new one as a character', async () => {
    const space = { ...yoga(fresh()), title: '🎉 Yoga' };
    const card = await show(space);
    await press(card, 'edit');
    assert.equal(await submit({ title: ':tada: Yoga', note: ':eyes: a note' }), undefined);
    assert.deepEqual(bot.asked.at(-1)?.verb, { verb: 'change', note: '👀 a note' });
  });

  it('is refused at the field of the dialog that is wrong', async () => {
    const card = await show(yoga(fresh()));
    for (const [field, text, reason] of [
      ['title', '\u200b', /^The title has no visible characters/u],
      ['note', '\u2060', /^The note has no visible characters/u],
      ['title', 'https://chess.example', /^The title is only a link/u],
      ['text', 'In {mins} minutes', /^\{mins\} is not a placeholder/u],
      ['text', 'x'.repeat(281), /over 280 characters/u],
    ] as const) {
      await press(card, 'edit');
      const [[at, said] = []] = Object.entries((await submit({ [field]: text })) ?? {}) as [string, string][];
      assert.equal(at, field);
      assert.match(said ?? '', reason);
      await control(sandbox, 'dismissals', { userId: ana.id });
    }
  });

  it('is repeated unchanged: a title with signs of formats is not formatted', async () => {
    const title = 'Math: *2*3*4 _x <b>';
    await say(`3pm B114 ${title.replace('<', '&lt;').replace('>', '&gt;')}`);
    const { blocks } = await isTold(/^Entered: “Math: \*2\*3\*4 _x &lt;b&gt;” in B114/u);
    const [block] = blocks as { type: string; elements: { elements: { text: string }[] }[] }[];
    assert.equal(block?.type, 'rich_text');
    assert.match(block?.elements[0]?.elements[0]?.text ?? '', /^Entered: “Math: \*2\*3\*4 _x <b>” in B114/u);

    const denied = decided(yoga(fresh()), { verb: 'decide', approval: 'denied' });
    const card = await show(denied);
    await press(card, 'approve', { userId: 'U0STR1' });
    const refused = await isTold(/^Only this conference/u, 'U0STR1');
    assert.match(JSON.stringify(refused.blocks), /"rich_text"/u);
  });
});
