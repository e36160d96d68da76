import assert from 'node:assert/strict';
import { toPublic } from '../api/pages/schedule/public-open-space.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { createLinksWithCards } from '../slack/links.ts';
import { control, eventually } from './support/sandbox-app.ts';
import { slackApp } from './support/slack-running.ts';
import { after as decided, viewOf, yoga } from './support/slack-views.ts';

const approve = { verb: 'decide', approval: 'approved' } as const;

describe('A link to an open space in Slack', () => {
  const { bot, sandbox } = slackApp();

  it("shows only the public schedule's facts outside the organisers' channels", async () => {
    const approved = (id: string): OpenSpace => decided(yoga({ id: `867000000000000${id}` }), approve);
    const { source, ...gone } = approved('5');
    assert.ok(source);
    const spaces = [
      approved('1'),
      decided(approved('2'), { verb: 'decide', approval: 'needs_action' }),
      decided(approved('3'), { verb: 'decide', approval: 'denied' }),
      decided(approved('4'), { verb: 'cancel' }),
      { ...gone, source: { ...source, isGone: true as const } },
    ];
    for (const space of spaces) bot.spaces.set(space.id, space);
    const urlOf = ({ id }: OpenSpace): string => `https://bot.example/open-spaces/${id}`;
    const previewsIn = async (channel: string): Promise<Map<string, string>> => {
      const text = spaces.map(urlOf).join(' ');
      const { ts } = (await control<{ ts: string }>(sandbox, 'messages', { channel, text })).body;
      const attachments = await eventually('the previews', async () => {
        const { body } = await control<{ ts: string; attachments?: { from_url: string }[] }[]>(
          sandbox,
          `messages?channel=${channel}`,
        );
        return body.find((message) => message.ts === ts)?.attachments;
      });
      return new Map(attachments.map((one) => [one.from_url, JSON.stringify(one)]));
    };

    const elsewhere = await previewsIn('general');
    for (const space of spaces) {
      const shown = toPublic(viewOf(space), undefined, bot.config);
      const preview = elsewhere.get(urlOf(space));
      assert.equal(preview !== undefined, shown !== undefined, space.id);
      if (shown !== undefined) assert.ok(preview?.includes(shown.title), preview);
    }
    assert.equal(elsewhere.size, 3);
    // A post that was deleted takes the host's name along.
    assert.doesNotMatch(elsewhere.get(urlOf(spaces[4] ?? approved('1'))) ?? '', /host_of_yoga/u);
    assert.equal((await previewsIn('need_review')).size, spaces.length);
  });

  it('is made without asking Slack again at once if Slack does not say which workspace it is', async () => {
    let asked = 0;
    const links = createLinksWithCards(() => Promise.reject(new Error(`away ${(asked += 1)}`)));
    for (const space of [yoga(), yoga()]) assert.equal((await links()).card(viewOf(space)), undefined);
    assert.equal(asked, 1);
  });
});
