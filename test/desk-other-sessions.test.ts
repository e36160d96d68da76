import assert from 'node:assert/strict';
import { actOn } from '../slack/actions.ts';
import { createCardDrawer } from '../slack/draw.ts';
import { startLongRunning } from '../temporal/workflows.ts';
import { forSuite } from './support/for-tests.ts';
import { control, eventually, startSandbox, tokens } from './support/sandbox-app.ts';
import { soon } from './support/tweets-heard.ts';
import { startWorkbench } from './support/workbench.ts';

describe('a card that names another session', () => {
  const bench = forSuite(async () => {
    const slack = await startSandbox({ rateLimit: false });
    const cards = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock: Date.now });
    const started = await startWorkbench({ realTime: true, cards });
    await startLongRunning(started.client, 'testconf');
    const stop = async (): Promise<void> => {
      await started.stop();
      await slack.close();
    };
    return { ...started, slack, stop };
  });
  const by = { id: 'U0ORG1', name: 'ana', door: 'slack' } as const;
  const isOnCard = (channel: string, words: RegExp) =>
    eventually(`a card in ${channel} has ${words}`, async () => {
      const { body } = await control<readonly object[]>(bench.slack, `messages?channel=${channel}`);
      return body.map((message) => JSON.stringify(message)).find((message) => words.test(message));
    });
  const hear = async (host: string, text: string): Promise<string> => {
    const id = await bench.x.tweet(host, `${text} #pyconopenspaces`);
    await eventually('heard', async () => (await bench.store.tweets.find(id))?.state === 'handled');
    return id;
  };

  /** A press on the present card of a post that is about the session of this title. @returns the reply, as JSON */
  const press = async (post: string, title: string, action: string) => {
    const card = await isOnCard('need_review', new RegExp(`May be about .*“${title}”`, 'u'));
    const [, value = ''] = new RegExp(`"action_id":"${action}".*?"value":"(${post}:[\\d:]+)"`, 'u').exec(card) ?? [];
    const sent = { action, value, values: {}, message: {}, user: by };
    return async () => JSON.stringify(await actOn(sent, bench.service, bench.deps.log, Date.now()));
  };

  it('has its present title, room and start, also after somebody else has changed them', async () => {
    const chess = await hear('ada', `Chess at ${soon(200)} in B114`);
    const later = await hear('ada', 'Chess will be in A103 or A104, we will see');
    assert.equal((await bench.store.openSpaces.find(later))?.space.about, chess);
    await isOnCard('need_review', /May be about .*B114 · /u);
    await hear('bo', `Tea at ${soon(200)} in B114`);
    await isOnCard('event_conflict', /“Chess” by @ada/u);
    const ask = (verb: object) => bench.service.ask({ openSpaceId: chess, verb: verb as never, by });
    assert.equal((await ask({ verb: 'change', title: 'Blitz' })).kind, 'decided');
    await isOnCard('event_conflict', /“Blitz” by @ada/u);
    await isOnCard('need_review', /May be about .*B114 · .*“Blitz”/u);
    assert.equal((await ask({ verb: 'change', room: 'A105' })).kind, 'decided');
    await isOnCard('need_review', /May be about .*A105 · /u);
  });

  it('does not move it for a person who has not seen where somebody else has moved it', async () => {
    const go = await hear('cy', `Go at ${soon(200)} in A106`);
    const post = await hear('cy', 'Go is in B115 now');
    const room = async () => (await bench.store.openSpaces.find(go))?.space.room;
    const [move, cancel] = [await press(post, 'Go', 'move_known'), await press(post, 'Go', 'cancel_known')];
    const verb = { verb: 'change', room: 'A103' } as const;
    const other = { id: 'U0ORG2', name: 'bo', door: 'web' } as const;
    assert.equal((await bench.service.ask({ openSpaceId: go, verb, by: other })).kind, 'decided');
    for (const late of [move, cancel]) assert.match(await late(), /bo was faster: .*A103/u);
    assert.equal(await room(), 'A103');
    assert.equal((await bench.store.openSpaces.find(post))?.space.standing.status, 'needs_review');
    await isOnCard('need_review', /May be about .*A103 · .*“Go”/u);
    assert.match(await (await press(post, 'Go', 'move_known'))(), /Moved: B115 · /u);
    assert.equal(await room(), 'B115');
  });

  it('says that it is off, and a press that would move it is refused in its name', async () => {
    const rope = await hear('di', `Rope at ${soon(200)} in A104`);
    const post = await hear('di', 'Rope is in A103 now');
    await isOnCard('need_review', /May be about .*“Rope” by @di"/u);
    assert.equal((await bench.service.ask({ openSpaceId: rope, verb: { verb: 'cancel' }, by })).kind, 'decided');
    await isOnCard('need_review', /May be about .*“Rope” by @di · cancelled"/u);
    assert.match(
      await (
        await press(post, 'Rope', 'move_known')
      )(),
      /“Rope” by @di: It is cancelled\. Undo that first/u,
    );
    assert.equal((await bench.store.openSpaces.find(post))?.space.standing.status, 'needs_review');
  });
});
