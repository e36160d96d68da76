import assert from 'node:assert/strict';
import { instantsAt } from '../core/conference.ts';
import { localDate, localTime } from '../core/local-time.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { reminderTemplate } from '../core/reminder-text.ts';
import { organisersPages } from './support/web-client.ts';
import { today, tomorrow, webConference } from './support/web-pages.ts';

describe('The organisers’ forms', () => {
  const { web, client, text } = organisersPages();

  it('offer the wording that goes out, also of a session that was moved, and take it back as no change', async () => {
    const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;
    const { store, openSpaces } = web.context;
    const id = await web.hear('gullfan', 'Acro yoga tomorrow at 12:00 in B114 #pyconopenspaces');
    await openSpaces.ask({ openSpaceId: id, verb: { verb: 'change', room: 'A103' }, by });
    const config = await store.configs.current();
    const moved = await store.openSpaces.find(id);
    assert(moved);
    const wording = reminderTemplate(moved.space, '15', config);
    assert.match(wording, /Now in \{room\} at \{time\}/u);
    const path = `/admin/open-spaces/${id}`;
    const page = await text(path);
    const offered = /<textarea name="text"[^>]*>([^<]*)</u.exec(page)?.[1] ?? '';
    assert.equal(offered, wording);
    const [, time = ''] = /name="time" value="(\d\d:\d\d)"/u.exec(page.slice(page.indexOf('<textarea'))) ?? [];
    const save = async (words: string): Promise<string | undefined> => {
      const revision = String((await store.openSpaces.find(id))?.revision);
      await client.post(path, { verb: 'reword', reminder: '15', revision, date: tomorrow, time, text: words });
      return (await store.openSpaces.find(id))?.space.reminders[0]?.text;
    };
    assert.equal(await save(offered.replaceAll('\n', '\r\n')), undefined);
    assert.equal(await save(`${offered} Bring a mat.`), `${wording} Bring a mat.`);
  });

  it('give a session another title and a note', async () => {
    const id = await web.hear('titled_t', 'Knots tomorrow at 22:00 in B115 #pyconopenspaces');
    const { revision } = (await web.context.store.openSpaces.find(id)) ?? { revision: 0 };
    const texts = { title: 'Knots for <sailors>', note: 'bring rope' };
    await client.post(`/admin/open-spaces/${id}`, { verb: 'rename', revision: String(revision), ...texts });
    const { space } = (await web.context.store.openSpaces.find(id)) ?? {};
    assert.deepEqual([space?.title, space?.note], Object.values(texts));
    assert.match(await text('/admin/open-spaces'), /Knots for &lt;sailors&gt;/u);
  });

  describe('act on the reminder, the text and the time that they show', () => {
    const find = async (id: string): Promise<OpenSpace> => {
      const view = await web.context.store.openSpaces.find(id);
      assert(view);
      return view.space;
    };
    const reminderOf = async (id: string, key: string) => (await find(id)).reminders.find((one) => one.key === key);
    const send = async (id: string, form: Record<string, string>): Promise<string> => {
      const { revision } = await find(id);
      await client.post(`/admin/open-spaces/${id}`, { ...form, revision: String(revision) });
      return client.said();
    };
    /** What the page's form of that reminder would send, untouched. */
    const formOf = async (id: string, key: string, within: string): Promise<Record<string, string>> => {
      const forms = (await text(`/admin/open-spaces/${id}`)).match(/<form[^]*?<\/form>/gu) ?? [];
      const form = forms.find((one) => one.includes(`name="reminder" value="${key}"`) && one.includes(within)) ?? '';
      assert.notEqual(form, '', `${key}: ${within}`);
      const fields = form.matchAll(/<(?:input|textarea)[^>]* name="([^"]*)"(?:[^>]* value="([^"]*)")?[^>]*>([^<]*)/gu);
      return Object.fromEntries([...fields].map(([, name = '', value, inner = '']) => [name, value ?? inner]));
    };
    const zone = webConference.timeZone;
    const [noon] = instantsAt(tomorrow, '12:00', zone);
    assert(noon);
    let entered = 0;
    const enter = async (startAt = noon): Promise<string> => {
      entered += 1;
      const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;
      const entry = { place: `Sofa ${entered}`, title: 'Chess', startAt, approval: 'needs_action' } as const;
      const made = await web.context.openSpaces.enterByHand(entry, by, `forms-${entered}`);
      assert(made.kind === 'entered');
      return made.id;
    };
    /** Puts another state into the store: its workflow takes it over with the next request. */
    const store = async (id: string, change: (space: OpenSpace) => Partial<OpenSpace>): Promise<void> => {
      const space = await find(id);
      const next = { ...space, ...change(space), revision: space.revision + 5 };
      assert.ok(await web.context.store.openSpaces.write(next, 'test', new Date()));
    };
    const both = { reminderMinutes: [30, 15] };

    it('approve one with the text and the time that are written beside it', async () => {
      await web.bench.config(both);
      const id = await enter();
      await web.bench.config({ reminderMinutes: [15] });
      const form = await formOf(id, '30', 'value="approve"');
      await send(id, { ...form, verb: 'approve', text: 'Own words', time: '11:20' });
      const [approved, other] = [await reminderOf(id, '30'), await reminderOf(id, '15')];
      assert.deepEqual([approved?.state.status, approved?.text], ['approved', 'Own words']);
      assert.equal(localTime(approved?.sendAt ?? 0, zone), '11:20');
      assert.equal(other?.state.status, 'needs_action');
      assert.match(await send(id, { ...form, verb: 'approve', reminder: '15', text: '' }), /text cannot be removed/u);
      assert.equal((await reminderOf(id, '15'))?.state.status, 'needs_action');
      // What is denied goes out in no words at all.
      await send(id, { ...form, verb: 'deny', text: '', time: '' });
      assert.equal((await reminderOf(id, '30'))?.state.status, 'denied');
    });

    it('send the one now that they name: the next one, when they were shown', async () => {
      await web.bench.config(both);
      const id = await enter();
      await web.bench.config({ reminderMinutes: [15] });
      assert.match(await text(`/admin/open-spaces/${id}`), />The 30-minute reminder goes out at once and says how/u);
      await send(id, { ...(await formOf(id, '30', 'value="send-now"')), verb: 'send-now' });
      assert.notEqual((await reminderOf(id, '30'))?.state.status, 'needs_action');
      assert.equal((await reminderOf(id, '15'))?.state.status, 'needs_action');
    });

    it('offer Undo for an approval that came alone, not for one that moved it, which would stay moved', async () => {
      const offersUndo = async (form: Record<string, string>) => {
        const id = await enter();
        const { revision } = await find(id);
        await client.post(`/admin/open-spaces/${id}`, { verb: 'approve', revision: String(revision), ...form });
        assert.equal((await reminderOf(id, '15'))?.state.status, 'approved');
        return /class="undo"/u.test(await text('/admin'));
      };
      assert.equal(await offersUndo({}), true);
      assert.equal(await offersUndo({ place: 'The lawn' }), false);
      assert.equal(await offersUndo({ reminder: '15', text: 'Own words' }), false);
    });

    it('say what Undo would undo: after that of a cancellation, the approval', async () => {
      const id = await enter();
      const press = async (verb: string): Promise<string> => {
        await client.post(`/admin/open-spaces/${id}`, { verb, revision: String((await find(id)).revision) });
        return /value="undo"[^>]*>\s*([^<]*?)\s*</u.exec(await text(`/admin/open-spaces/${id}`))?.[1] ?? 'none';
      };
      assert.equal(await press('approve'), 'Undo');
      const labels = [await press('cancel'), await press('undo')];
      assert.deepEqual(labels, ['Undo', 'Undo the approval']);
    });

    it('try again, or say that it is there, for one of several', async () => {
      await web.bench.config(both);
      const id = await enter();
      await web.bench.config({ reminderMinutes: [15] });
      const state = { status: 'unconfirmed', why: 'X did not say' } as const;
      await store(id, ({ reminders }) => ({ reminders: reminders.map((one) => ({ ...one, state })) }));
      await send(id, { ...(await formOf(id, '30', 'value="is-there"')), verb: 'is-there' });
      const statusOf = async (key: string) => (await reminderOf(id, key))?.state.status;
      assert.deepEqual([await statusOf('30'), await statusOf('15')], ['sent', 'unconfirmed']);
      const failed = { status: 'failed', why: 'X refused it' } as const;
      await store(id, ({ reminders }) => ({ reminders: reminders.map((one) => ({ ...one, state: failed })) }));
      await send(id, { ...(await formOf(id, '30', 'value="retry"')), verb: 'retry' });
      assert.deepEqual([(await statusOf('30')) === 'failed', await statusOf('15')], [false, 'failed']);
    });

    it('show the day of a reminder that goes out before midnight, and move it to after midnight', async () => {
      const [midnight = 0] = instantsAt(tomorrow, '00:00', zone);
      const id = await enter(midnight + 10 * 60_000);
      const form = await formOf(id, '15', 'name="text"');
      assert.deepEqual([form['date'], form['time']], [today, '23:55']);
      assert.match(
        await text(`/admin/open-spaces/${id}`),
        new RegExp(`<input type="date" name="date" value="${today}"`, 'u'),
      );
      await send(id, { ...form, verb: 'reword', date: tomorrow, time: '00:05' });
      assert.equal((await reminderOf(id, '15'))?.sendAt, midnight + 5 * 60_000);
    });

    it('leave a time alone that nobody changed, with its seconds', async () => {
      const start = noon + 30_000;
      const id = await enter(start);
      const before = await reminderOf(id, '15');
      await send(id, { ...(await formOf(id, '15', 'name="text"')), verb: 'reword', text: 'Own words' });
      assert.deepEqual(await reminderOf(id, '15'), { ...before, text: 'Own words' });
      const where = { place: 'Sofa Z', room: '', date: tomorrow, time: localTime(start, zone) };
      await send(id, { verb: 'apply', ...where });
      const { place, startAt } = await find(id);
      assert.deepEqual([place, startAt], ['Sofa Z', start]);
    });

    it('change the text of a waiting correction, and offer none for a cancelled session', async () => {
      const id = await enter();
      await store(id, ({ startAt = 0, reminders: [first] }) => {
        assert(first);
        const told = { where: 'Sofa A', startAt };
        const correction = { ...first, key: 'correction3', minutes: 0, corrects: 'moved', sendAtPicked: true } as const;
        const sent = { ...first, state: { status: 'sent', at: Date.now(), tweetId: '1' } } as const;
        return { told, reminders: [sent, { ...correction, sendAt: Date.now() - 90_500 }] };
      });
      const form = await formOf(id, 'correction3', 'name="text"');
      const said = await send(id, { ...form, verb: 'reword', text: 'Moved to the sofa.' });
      assert.match(said, /new reminder text/u);
      assert.equal((await reminderOf(id, 'correction3'))?.text, 'Moved to the sofa.');
      const by = { id: 'U0ORG2', name: 'Bo', door: 'slack' } as const;
      await store(id, ({ reminders: [sent, correction] }) => ({
        standing: { status: 'cancelled', by },
        reminders: [sent, { ...correction, corrects: 'cancelled' }] as OpenSpace['reminders'],
      }));
      const page = await text(`/admin/open-spaces/${id}`);
      assert.doesNotMatch(page, /value="reword"/u);
      assert.match(page, /Moved to the sofa\.<[^]*>Post it</u);
    });

    it('refuse a day without a time, and a time without a day, also if the session has both already', async () => {
      const id = await enter();
      const { startAt, place } = await find(id);
      for (const half of [
        { date: localDate(noon + 86_400_000, zone), time: '' },
        { date: '', time: '14:00' },
      ]) {
        for (const verb of ['apply', 'approve']) {
          assert.match(await send(id, { verb, place: 'Sofa Y', ...half }), /Pick both a date and a time/u);
        }
      }
      const now = await find(id);
      assert.deepEqual([now.startAt, now.place], [startAt, place]);
    });

    it('use pickers only for verbs that take them', async () => {
      const id = await web.hear('vague', 'Chess in A106, anyone? #pyconopenspaces');
      assert.match(await send(id, { verb: 'approve', date: tomorrow, time: '' }), /date and (?:a )?time/u);
      assert.equal((await find(id)).standing.status, 'needs_review');
      await send(id, { verb: 'deny', date: tomorrow, time: '', room: 'A105', place: 'Sofa' });
      assert.equal((await find(id)).standing.status, 'dismissed');
    });
  });

  it('say that a title or a text cannot be cleared, keep the lines of a note, and remove it', async () => {
    const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;
    const { store, openSpaces } = web.context;
    const id = await web.hear('wren', 'Chess tomorrow at 13:00 in A106 #pyconopenspaces');
    const note = 'Two boards.\nAsk Wren.';
    await openSpaces.ask({ openSpaceId: id, verb: { verb: 'change', title: 'Chess', note }, by });
    const post = async (form: Record<string, string>): Promise<string> => {
      const revision = String((await store.openSpaces.find(id))?.revision);
      await client.post(`/admin/open-spaces/${id}`, { verb: 'rename', revision, title: 'Chess', note, ...form });
      return client.said();
    };
    assert.match(await post({ title: '' }), /The title cannot be removed/u);
    assert.match(await post({ verb: 'reword', reminder: '15', text: '' }), /The text cannot be removed/u);
    assert.match(await post({ title: 'Blitz chess', note: note.replace('\n', '') }), /Blitz chess/u);
    const { title, note: kept } = (await store.openSpaces.find(id))?.space ?? {};
    assert.deepEqual([title, kept], ['Blitz chess', note]);
    assert.match(await post({ title: 'Blitz chess', note: '' }), /note removed/u);
    assert.equal((await store.openSpaces.find(id))?.space.note, undefined);
  });

  it('say in words what is wrong with a config, at its field', async () => {
    const page = await text('/admin/config');
    const form: Record<string, string> = {};
    for (const [, name = '', value = ''] of page.matchAll(/<input id="f-[^"]*" name="([^"]*)" value="([^"]*)"/gu)) {
      form[name] = value;
    }
    const send = async (changes: Record<string, string>): Promise<string> => {
      const rooms = 'name,aliases\nA103\nB114,Loft';
      const all = { ...form, keywords: 'pyconopenspaces', 'conference.rooms': rooms, output: 'slack_only', ...changes };
      return (
        await client.post('/admin/config', {
          publicSchedule: 'approved',
          reminderText: 'x',
          manualReminderText: 'x',
          basedOn: '1',
          ...all,
        })
      ).text();
    };
    const problem = (html: string, field: string): string =>
      new RegExp(`id="f-${field}-note" class="problem">([^<]*)<`, 'u').exec(html)?.[1] ?? '';
    const wrong = await send({
      approvalLeadMinutes: 'soon',
      reminderMinutes: '15, 1.5, x',
      throttle: '0',
      spendingCap: 'much',
      'conflictWindow.before': '',
      'conflictWindow.after': '2000',
      keywords: '',
      'conference.rooms': 'A103\nB114,Loft\nB115,LOFT',
    });
    assert.equal(problem(wrong, 'approvalLeadMinutes'), 'Minutes must be a whole number');
    assert.equal(
      problem(wrong, 'reminderMinutes'),
      'Entry 2: Minutes must be a whole number. Entry 3: Minutes must be a whole number',
    );
    assert.equal(problem(wrong, 'throttle'), 'Reminders an hour must be at least 1');
    assert.equal(problem(wrong, 'spendingCap'), 'US dollars must be a number');
    assert.equal(problem(wrong, 'conflictWindow-before'), 'Minutes must be a whole number');
    assert.equal(problem(wrong, 'conflictWindow-after'), 'Minutes must be at most 1440');
    assert.match(problem(wrong, 'keywords'), /^This must not be empty/u);
    assert.match(
      problem(wrong, 'conference-rooms'),
      /“Loft” \(alias of “B114”\) and “LOFT” \(alias of “B115”\) look alike/u,
    );
    assert.doesNotMatch(wrong, /Invalid input|NaN|expected/u);
    assert.match(await send({}), /<h1>What changes/u);
  });
});
