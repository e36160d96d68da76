import type { Verb } from '../core/request.ts';
import { soon, startWebPages, type WebPages } from './support/web-pages.ts';
import { eventually } from './support/x-sandbox.ts';

const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;

describe('The public schedule', () => {
  let web: WebPages;
  let ahead = 0;
  let isConfigAway = false;
  before(async () => {
    web = await startWebPages({
      context: ({ store }) => ({
        clock: () => Date.now() + ahead,
        store: {
          ...store,
          configs: {
            ...store.configs,
            newest: () => (isConfigAway ? Promise.reject(new Error('connection lost')) : store.configs.newest()),
          },
        },
      }),
    });
  });
  after(() => web.stop());

  const text = async (path: string): Promise<string> => (await fetch(web.url + path)).text();
  const shows = (path: string, words: RegExp): Promise<void> =>
    eventually(`${path} shows ${words}`, async () => words.test(await text(path)));

  it('shows what changed while nobody looked for ten minutes, and what a look that failed had seen', async () => {
    const id = await web.hear('skua', `Ukuleles @ ${soon(220)} in A104 #pyconopenspaces`);
    const ask = (verb: Verb) => web.context.openSpaces.ask({ openSpaceId: id, verb, by });
    await ask({ verb: 'decide', approval: 'approved' });
    await shows('/', /Ukuleles/u);
    const isSettled = async (where: string) => {
      const view = await web.context.store.openSpaces.find(id);
      return view?.settled === true && (view.room === where || view.status === where);
    };
    await ask({ verb: 'change', room: 'A105' });
    await eventually('it is moved', () => isSettled('A105'));
    ahead = 10 * 60_000;
    await shows(`/open-spaces/${id}`, /A105/u);

    ahead = 0;
    await ask({ verb: 'cancel' });
    await eventually('it is cancelled', () => isSettled('cancelled'));
    isConfigAway = true;
    await eventually('a look fails', async () => {
      await text('/');
      return web.logged.some((line) => line.includes('shown as it last was'));
    });
    isConfigAway = false;
    await shows('/', /Ukuleles<\/a><span class="more"><strong class="word">Cancelled/u);
  });
});
