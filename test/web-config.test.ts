import assert from 'node:assert/strict';
import { organisersPages } from './support/web-client.ts';
import { webConference } from './support/web-pages.ts';

const by = { id: 'U0ORG2', name: 'Bo', door: 'slack' } as const;

const slackDirectory = async () => ({
  channels: [
    { id: 'need_review', name: 'reviews' },
    { id: 'C2', name: 'elsewhere' },
  ],
  people: [
    { id: 'U0ORG1', name: 'ana', realName: 'Ana' },
    { id: 'U0ORG2', name: 'bo', realName: 'Bo Builder' },
  ],
});

describe('The config on the organisers’ pages', () => {
  const { web, client, text } = organisersPages({ context: () => ({ slackDirectory }) });

  const form = async (changes: Record<string, string>): Promise<Record<string, string>> => {
    const page = await text('/admin/config');
    const found = [
      ...page.matchAll(/<(?:input|textarea)[^>]* name="([^"]*)"(?:[^>]* value="([^"]*)")?[^>]*>([^<]*)/gu),
    ];
    const fields = found.map(([, name = '', value, inner = '']) => [name, (value ?? inner).replaceAll('&amp;', '&')]);
    const checks = ['autoSend', 'acknowledge', 'paused'].map((name) => [name, '']);
    return { ...Object.fromEntries([...fields, ...checks]), output: 'live', publicSchedule: 'approved', ...changes };
  };
  const see = async (changes: Record<string, string>): Promise<string> =>
    (await client.post('/admin/config', await form(changes))).text();

  it('is saved only over the version that it was made from', async () => {
    const newest = await web.context.store.configs.newest();
    assert(newest !== null);
    const save = (changes: object, basedOn = newest._id): Promise<Response> =>
      client.post('/admin/config/save', {
        basedOn: String(basedOn),
        config: JSON.stringify({ ...newest.config, ...changes }),
      });
    await save({ paused: true });
    assert.equal(await client.said(), `Saved as version ${newest._id + 1}.`);
    const refused = await save({ autoSend: true, throttle: 9 });
    assert.equal(refused.status, 409);
    const page = await refused.text();
    assert.match(page, /Not saved: version \d+ was saved meanwhile/u);
    // What was typed stays, on top of what somebody else saved.
    for (const kept of ['name="autoSend" checked', 'name="throttle" value="9"', 'name="paused" checked']) {
      assert(page.includes(kept), kept);
    }
    assert(page.includes(`name="basedOn" value="${newest._id + 1}"`));
    assert.equal((await client.get('/admin/config/save')).headers.get('location'), '/admin/config');
    assert.match(await text('/admin'), /Posting is paused/u);
    for (const config of ['{', '{"paused":"yes"}', '{"__proto__":{"a":1}}']) {
      assert.equal((await client.post('/admin/config/save', { basedOn: '1', config })).status, 400);
    }
    await save({}, newest._id + 1);
  });

  it('is named on Health if it is of an earlier version and would be refused now', async () => {
    const { configs } = web.context.store;
    const { _id, config } = (await configs.newest()) ?? assert.fail();
    const by = { id: 'test', name: 'test', door: 'bot' } as const;
    assert.doesNotMatch(await text('/admin/health'), /could not be saved as it is/u);
    await configs.save({ ...config, reminderText: 'In {minuts} minutes' }, _id, by, new Date());
    const health = await text('/admin/health');
    await configs.save(config, _id + 1, by, new Date());
    assert.match(health, /could not be saved as it is: reminderText: /u);
  });

  it('does not rename a room, unseen, whose name came with a mark of direction or a line break', async () => {
    const { _id, config } = (await web.context.store.configs.newest()) ?? assert.fail();
    const rooms = [...config.conference.rooms, { name: 'א101\u200f', aliases: ['the\n\u202eattic'] }];
    const conference = { ...config.conference, rooms };
    await client.post('/admin/config/save', {
      basedOn: String(_id),
      config: JSON.stringify({ ...config, conference }),
    });
    assert.match(await see({}), /Nothing changes\./u);
    const saved = await web.context.store.configs.newest();
    assert.deepEqual(saved?.config.conference.rooms.at(-1), { name: 'א101', aliases: ['the attic'] });
  });

  it('takes and shows Slack’s people and channels by name, and reports unknown names', async () => {
    const page = await text('/admin/config');
    assert.match(page, />@ana</u);
    assert.match(page, /value="#reviews"/u);
    const seen = await see({ organisers: '@ana\nBo Builder', 'slackChannels.needReview': '#elsewhere' });
    assert.match(seen, /Organisers[^]*<ins>@bo<\/ins>/u);
    assert.match(seen, /&quot;organisers&quot;:\[&quot;U0ORG1&quot;,&quot;U0ORG2&quot;\]/u);
    assert.match(seen, /&quot;needReview&quot;:&quot;C2&quot;/u);
    const wrong = await see({ organisers: '@nobody', 'slackChannels.needReview': '#nowhere' });
    assert.match(wrong, /Slack knows nobody called @nobody</u);
    assert.match(wrong, /Slack has no channel #nowhere that the bot sees/u);
  });

  it('takes keywords as people write hashtags, and leads from the top to a field that is wrong', async () => {
    const seen = await see({ keywords: '#ourconf\n＃ourtalks plain' });
    assert.match(seen, /<ins>ourconf; ourtalks; plain<\/ins>/u);
    const wrong = await see({ keywords: '' });
    assert.match(wrong, /role="alert">[^]*<a href="#f-keywords">Keywords<\/a>[^]*<form/u);
  });

  it('shows before saving the effects on coming sessions, and the reasons against it', async () => {
    const id = await web.hear('affected', 'Tango tomorrow at 23:00 in A106 #pyconopenspaces');
    await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'decide', approval: 'approved' }, by });
    const paused = await see({ paused: 'on' });
    assert.match(paused, /\d+ approved reminders? will wait until somebody resumes posting\./u);
    assert.match(await see({ reminderMinutes: '45' }), /Those that are known keep their reminders: [^<]*A106 · /u);
    const rooms = webConference.rooms.filter(({ name }) => name !== 'A106' && name !== 'A105+A106');
    const roomless = await see({ 'conference.rooms': rooms.map(({ name }) => name).join('\n') });
    assert.match(roomless, /It cannot be saved yet/u);
    assert.match(roomless, /A106 · [^<]* would have no room/u);
    assert.doesNotMatch(roomless, />Save</u);
    assert.match(await see({ throttle: '9' }), /The open spaces to come stay as they are/u);
  });
});
