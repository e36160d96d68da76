import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dateAndTime, eventually, startBot, type RunningBot } from '../support/running-bot.ts';
import { peopleAt, secondsSince, tellFigure } from './support.ts';

describe('a bot that is down', function () {
  this.timeout(400_000);
  let bot: RunningBot;
  let people: ReturnType<typeof peopleAt>;

  beforeEach(async () => {
    bot = await startBot();
    people = peopleAt(bot);
  });
  afterEach(() => bot.stop());

  it('over a reminder’s time posts it before the start; over a start posts nothing and says so', async function () {
    const startsAt = Date.now() + 45_000;
    const body = {
      place: 'the stairs',
      startsAt: new Date(startsAt).toISOString(),
      title: 'Too late',
      approval: 'needs_action',
    };
    const missed = String((await bot.api('POST', 'open-spaces', body)).body['id']);
    const { id: sent } = await people.approvedAndDue('overslept', 'A103', 20);
    await bot.api('PUT', 'config', await withPause(true));
    assert.equal((await bot.api('POST', `open-spaces/${missed}/approve`, {})).status, 200);
    await people.isStatus(missed, 'approved');
    await bot.kill();
    await sleep(Math.max(0, startsAt + 2_000 - Date.now()));
    const began = Date.now();
    await bot.start();
    await bot.api('PUT', 'config', await withPause(false));
    await people.isStatus(sent, 'sent');
    tellFigure(this, `sent ${secondsSince(began)} s after the start of npm start`);
    await people.isStatus(missed, 'missed');
    assert.equal((await people.postsOf(sent)).length, 1);
    assert.equal((await bot.timeline()).length, 1);
    await eventually('organisers are told', async () => (await people.told(/stairs.*missed|missed.*stairs/isu))[0], 60);
  });

  async function withPause(paused: boolean): Promise<unknown> {
    const { body } = await bot.api('GET', 'config');
    return { ...(body['config'] ?? body), paused };
  }

  it('with its Temporal wiped goes on from the store, repeats no post, and says so', async function () {
    const { id: sent } = await people.approvedAndDue('before', 'A103', 6);
    const { id: waiting } = await people.approvedAndDue('waiting', 'A104', 60);
    const asked = await bot.tweet('asked', `Asked @ ${dateAndTime(90)} in A105 #pyconopenspaces`);
    await people.isStatus(sent, 'sent');
    await people.isStatus(asked, 'needs_action');
    await bot.kill();
    await rm(join(bot.dataDir, 'temporal'), { recursive: true, force: true });
    const began = Date.now();
    await bot.start();
    await people.isStatus(waiting, 'sent', 200);
    tellFigure(this, `the waiting one went out ${secondsSince(began)} s after the start`);
    assert.equal((await people.postsOf(waiting)).length, 1);
    assert.equal((await people.postsOf(sent)).length, 1);
    await eventually('organisers are told', async () => (await people.told(/had no workflow in Temporal/u))[0], 90);
    const approve = async () => (await bot.api('POST', `open-spaces/${asked}/approve`, {})).status === 200;
    await eventually('it can be decided', approve, 90);
  });

  it('for tweets, a stream and a search refused for 90 seconds, hears all of them afterwards', async function () {
    const refused = { accept: false, then: 'status', status: 503, times: 1_000 };
    await bot.fault({ ...refused, route: '/2/tweets/search/stream' });
    await bot.fault({ ...refused, route: '/2/tweets/search/recent' });
    await fetch(`${bot.urls.x}/sandbox/stream/disconnect`, { method: 'POST' });
    const ids = [];
    for (let at = 0; at < 6; at += 1) {
      ids.push(
        await bot.tweet(`meanwhile${at}`, `Meanwhile ${at} @ ${dateAndTime(60 + 40 * at)} in A103 #pyconopenspaces`),
      );
      await sleep(15_000);
    }
    await eventually('organisers are told', async () => (await people.told(/Tweets are not heard/u))[0], 60);
    await fetch(`${bot.urls.x}/sandbox/faults`, { method: 'DELETE' });
    const began = Date.now();
    for (const id of ids) {
      await eventually(`${id} is heard`, async () => (await bot.api('GET', `tweets/${id}`)).status === 200, 180);
    }
    tellFigure(this, `all heard ${secondsSince(began)} s after X was back`);
    await eventually('organisers are told again', async () => (await people.told(/Tweets are heard again/u))[0], 60);
  });
});
