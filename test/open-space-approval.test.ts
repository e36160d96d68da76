import assert from 'node:assert/strict';
import { localDate } from '../core/local-time.ts';
import { requestId, type Verb } from '../core/request.ts';
import { inMinutes, startTestApi } from './support/api-server.ts';
import { forSuite, standIn } from './support/for-tests.ts';
import { eventually } from './support/running-bot.ts';
import { minute } from './support/workbench.ts';
import { decideSignal, openSpaceWorkflowId } from '../workflows/messages.ts';

describe('approval', () => {
  const api = forSuite(() => startTestApi({ bench: { realTime: false, config: { autoSend: true } } }));
  const bench = standIn(() => api.bench);

  const statusAfterOpening = async (inMinutes: number): Promise<string | undefined> => {
    const space = await bench.announce({ inMinutes, room: 'A103', id: String(9_000 + Math.round(inMinutes)) });
    const view = await bench.store.openSpaces.find(space.id);
    await bench.store.roomClaims.settle('testconf', { openSpaceId: space.id, revision: 1, held: undefined });
    return view?.status;
  };

  it('is needed 15 and 30 minutes before the start, even with autoSend', async () => {
    assert.equal(await statusAfterOpening(15), 'needs_action');
    assert.equal(await statusAfterOpening(29.9), 'needs_action');
  });

  it('is not needed 31 minutes before, with autoSend', async () => {
    assert.equal(await statusAfterOpening(31), 'approved');
  });

  it('is not given if the start has already passed: it is a review', async () => {
    assert.equal(await statusAfterOpening(-5), 'needs_review');
  });

  it('can still be given to a post in review after days were added to the conference', async () => {
    const { conference } = await bench.store.configs.current();
    const { id, conferenceEndsAt } = await bench.announce({ inMinutes: -5, room: 'B115', verdict: 'review' });
    const endDate = localDate(conferenceEndsAt + 36 * 60 * minute, conference.timeZone);
    await bench.config({ conference: { ...conference, endDate } });
    await bench.pass(id, conferenceEndsAt + 60 * minute - Date.now());
    const view = await bench.store.openSpaces.find(id);
    assert.equal(view?.status, 'needs_review');
    assert.ok(view.space.conferenceEndsAt > conferenceEndsAt);
    const startAt = conferenceEndsAt + 10 * 60 * minute;
    assert.equal((await bench.ask(id, { verb: 'stage', room: 'B115', startAt })).kind, 'decided');
  });

  it('posts nothing without an approval, and reports it as missed', async () => {
    const space = await bench.announce({ inMinutes: 20, room: 'A104' });
    const result = await bench.finish(space.id);
    assert.equal(result.status, 'missed');
    assert.deepEqual(await bench.x.timeline(), []);
    const view = await bench.store.openSpaces.find(space.id);
    const state = view?.space.reminders[0]?.state;
    assert.ok(state?.status === 'missed' && state.why === 'nobody approved it before the start');
  });

  it('posts only the next reminder when it comes a minute before that, and the card says why', async () => {
    await bench.config({ reminderMinutes: [45, 30] });
    const { id } = await bench.announce({ inMinutes: 300, room: 'A106', verdict: 'review' });
    await bench.config({ reminderMinutes: [15] });
    const posted = (await bench.x.timeline()).length;
    await bench.pass(id, 269 * minute);
    const { startAt = 0 } = await bench.state(id);
    await bench.ask(id, { verb: 'stage', room: 'A106', startAt });
    assert.equal((await bench.finish(id)).status, 'sent');
    const texts = (await bench.x.timeline()).slice(posted).map(({ text }) => text);
    assert.equal(texts.length, 1, texts.join('; '));
    assert.match(texts[0] ?? '', /\b30 minutes\b/u);
    const { space } = (await bench.store.openSpaces.find(id)) ?? assert.fail();
    const [late] = space.reminders;
    const why = 'its time had passed, and the 30-minute reminder goes out soon';
    assert.deepEqual(late?.state, { status: 'superseded', why });
  });

  it('posts once, 15 minutes before, for a session 20 minutes ahead with reminders at 30 and 15', async () => {
    await bench.config({ reminderMinutes: [30, 15] });
    const { id } = await bench.announce({ inMinutes: 20, room: 'B114' });
    await bench.config({ reminderMinutes: [15] });
    const posted = (await bench.x.timeline()).length;
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    assert.equal((await bench.finish(id)).status, 'sent');
    const texts = (await bench.x.timeline()).slice(posted).map(({ text }) => text);
    assert.equal(texts.length, 1, texts.join('; '));
    assert.match(texts[0] ?? '', /\b15 minutes\b/u);
  });

  it('holds no room once it is denied, also if a late reminder was left out for the next one', async () => {
    await bench.config({ reminderMinutes: [30, 15] });
    const { id } = await bench.announce({ inMinutes: 20, room: 'A105' });
    await bench.config({ reminderMinutes: [15] });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await eventually('the late one is left out', async () => {
      return (await bench.state(id)).reminders[0]?.state.status === 'superseded';
    });
    assert.equal((await bench.ask(id, { verb: 'decide', approval: 'denied' })).kind, 'decided');
    const next = await bench.announce({ inMinutes: 20, room: 'A105' });
    assert.equal(next.standing.status, 'scheduled');
    await bench.ask(next.id, { verb: 'cancel' });
  });

  it('sends at once when it comes late, and says how many minutes are left', async () => {
    const space = await bench.announce({ inMinutes: 20, room: 'A105' });
    await bench.pass(space.id, 11 * minute);
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    const result = await bench.finish(space.id);
    assert.equal(result.status, 'sent');
    const [post] = (await bench.x.timeline()).slice(-1);
    assert.equal(post?.text, `Coming up in 9 minutes! https://twitter.com/host/status/${space.id}`);
  });

  it('can be undone until the start, and given again', async () => {
    const space = await bench.announce({ inMinutes: 60, room: 'A106' });
    const decide = async (approval: 'approved' | 'denied' | 'needs_action') => {
      const outcome = await bench.ask(space.id, { verb: 'decide', approval });
      assert.equal(outcome.kind, 'decided', JSON.stringify(outcome));
      return (await bench.state(space.id)).reminders[0]?.state.status;
    };
    assert.equal(await decide('denied'), 'denied');
    await bench.pass(space.id, 50 * minute);
    assert.equal(await decide('needs_action'), 'needs_action');
    assert.equal(await decide('approved'), 'approved');
    assert.equal((await bench.finish(space.id)).status, 'sent');
  });

  it('frees the room while it is denied, and gets it back only if it is free', async () => {
    const first = await bench.announce({ inMinutes: 90, room: 'B115' });
    await bench.ask(first.id, { verb: 'decide', approval: 'denied' });
    await bench.pass(first.id, minute);
    const second = await bench.announce({ inMinutes: 90, room: 'B115' });
    assert.equal(second.standing.status, 'scheduled');

    const again = await bench.ask(first.id, { verb: 'decide', approval: 'approved' });

    assert.deepEqual(again, {
      kind: 'refused',
      reason: 'B115 is taken at that time. Pick another room or time.',
      taken: { openSpaceId: second.id, room: 'B115', startAt: second.startAt, relation: 'overlaps' },
    });

    await bench.ask(second.id, { verb: 'cancel' });
    await bench.pass(second.id, minute);
    const free = await bench.ask(first.id, { verb: 'decide', approval: 'approved' });
    assert.equal(free.kind, 'decided', JSON.stringify(free));
  });

  it('for another room leaves no earlier room in what the Temporal UI says of the session', async () => {
    const space = await bench.announce({ inMinutes: 150, room: 'A103' });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved', room: 'A104' });
    const workflow = bench.client.workflow.getHandle(openSpaceWorkflowId('testconf', space.id));
    const { staticSummary, staticDetails } = await workflow.describe();
    const { currentDetails = '' } = await workflow.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
    assert.match(currentDetails, /Room: A104/u);
    assert.equal(await staticSummary(), 'Open space by @host');
    assert.doesNotMatch((await staticDetails()) ?? '', /A103/u);
  });

  it('of many people at the same moment is one decision, and everybody hears who made it', async () => {
    const space = await bench.announce({ inMinutes: 120, room: 'B114' });
    const people = Array.from({ length: 30 }, (_, index) => `organiser ${index}`);
    const outcomes = await Promise.all(
      people.map((by) => bench.ask(space.id, { verb: 'decide', approval: 'denied' }, { by, revision: 0 })),
    );
    const makers = new Set(
      outcomes.map((outcome) => (outcome.kind === 'decided' ? outcome.result.decision.by.name : outcome.kind)),
    );
    assert.equal(makers.size, 1);
    const { decisions } = await bench.state(space.id);
    assert.equal(decisions.length, 1);
    assert.ok(makers.has(decisions[0]?.by.name ?? ''));
  });

  it('against a denial at the same moment: one wins, the other is told who was faster', async () => {
    const space = await bench.announce({ inMinutes: 200, room: 'B114' });
    const [denied, approved] = await Promise.all([
      bench.ask(space.id, { verb: 'decide', approval: 'denied' }, { by: 'ana', revision: 0 }),
      bench.ask(space.id, { verb: 'decide', approval: 'needs_action' }, { by: 'bo', revision: 0 }),
    ]);
    const kinds = [denied.kind, approved.kind].toSorted();
    assert.deepEqual(kinds, ['decided', 'refused']);
    const refusal = denied.kind === 'refused' ? denied : approved;
    assert.match(refusal.kind === 'refused' ? refusal.reason : '', /was faster/u);
  });

  it('typed with a wrong field name changes nothing, and the answer names the field', async () => {
    const space = await bench.announce({ inMinutes: 300, room: 'B115' });
    const typed = bench.client.workflow
      .getHandle(bench.workflowId(space.id))
      .executeUpdate('change', { args: [{ room: 'A106', startsAt: Date.now() + 400 * minute, by: 'ana' }] });
    await assert.rejects(typed, (error: Error) => /startsAt is not a field of this request/u.test(String(error.cause)));
    assert.equal((await bench.state(space.id)).room, 'B115');
  });

  it('with two requests for two rooms at the same moment: one counts, and only its room is held', async () => {
    const space = await bench.announce({ inMinutes: 400, room: 'A103' });
    await bench.ask(space.id, { verb: 'decide', approval: 'denied' }, { revision: 0 });
    const wishes = await Promise.all([
      bench.ask(space.id, { verb: 'decide', approval: 'approved', room: 'A104' }, { by: 'ana', revision: 1 }),
      bench.ask(
        space.id,
        { verb: 'change', room: 'A105', startAt: Date.now() + 500 * minute },
        { by: 'bo', revision: 1 },
      ),
    ]);
    assert.deepEqual(wishes.map(({ kind }) => kind).toSorted(), ['decided', 'refused']);
    const { room = '', startAt = 0 } = await bench.state(space.id);
    const others = ['A103', 'A104', 'A105'].filter((other) => other !== room);
    for (const other of others) {
      const next = await bench.announce({
        id: `${space.id}${other}`,
        room: other,
        plan: { verdict: 'schedule', room: other, startAt },
      });
      assert.equal(next.standing.status, 'scheduled', `${other} is free`);
    }
  });

  describe('is not given by the config', () => {
    /** Lets its time come without anybody's approval. */
    const expectMissed = async (id: string) => {
      const before = await bench.x.timeline();
      assert.equal((await bench.finish(id)).status, 'missed');
      assert.deepEqual(await bench.x.timeline(), before);
    };
    const conflict = async (room: string) => {
      const options = { inMinutes: 960, room };
      const rival = await bench.announce(options);
      const space = await bench.announce(options);
      assert.deepEqual([rival.standing.status, space.standing.status], ['scheduled', 'conflict']);
      return { rival, ...space };
    };

    it('if the person who enters it leaves the approval to somebody else', async () => {
      const body = { room: 'A103', startsAt: inMinutes(900), title: 'Knots', approval: 'needs_action' };
      const entered = await api.call('POST /open-spaces', { body });
      assert.deepEqual([entered.status, entered.body.approval], [201, 'needs_action'], entered.text);
      await expectMissed(entered.body.id);
    });

    it('if a person gives a conflict another room without approving it', async () => {
      const { id } = await conflict('A104');
      const moved = await api.call(`PATCH /open-spaces/${id}`, { body: { room: 'A106' } });
      assert.equal(moved.status, 200, moved.text);
      assert.equal((await api.call(`GET /open-spaces/${id}`)).body.approval, 'needs_action');
      await expectMissed(id);
    });

    it('if organisers have switched `autoSend` off, or ignore the host, before its room becomes free', async () => {
      const isOn = { autoSend: true, ignoreUsers: [] };
      const cases = { A105: { autoSend: false }, B115: { ignoreUsers: ['7'] } };
      for (const [room, off] of Object.entries(cases)) {
        const { id, rival } = await conflict(room);
        await bench.config(off);
        await bench.ask(rival.id, { verb: 'cancel' });
        await eventually('it has the room', async () => (await bench.state(id)).standing.status === 'scheduled');
        assert.equal((await bench.state(id)).reminders[0]?.state.status, 'needs_action');
        await expectMissed(id);
        await bench.config(isOn);
      }
    });

    it('if the newest version is not surely read, and its room becomes free', async () => {
      const { id, rival, startAt = 0 } = await conflict('B114');
      const tweetId = String(BigInt(id) + 1n);
      const read = { verdict: 'schedule', room: 'B114', startAt, isSure: false } as const;
      const edit = { kind: 'edited', tweetId, url: `https://x.com/host/status/${tweetId}`, ...read } as const;
      await bench.deps.openSpaces.sourceChanged('testconf', id, edit);
      await eventually('it is edited', async () => (await bench.state(id)).source?.tweetId === tweetId);
      await bench.ask(rival.id, { verb: 'cancel' });
      await eventually('it has the room', async () => (await bench.state(id)).standing.status === 'scheduled');
      assert.equal((await bench.state(id)).reminders[0]?.state.status, 'needs_action');
      await expectMissed(id);
    });
  });

  it('that was kept for many people is told to each of them if it is refused', async () => {
    const { id, revision } = await bench.announce({ inMinutes: 3_000, room: 'B115' });
    const handle = bench.client.workflow.getHandle(openSpaceWorkflowId('testconf', id));
    // As their requests come if no worker answers in time.
    const keep = async (name: string, verb: Verb) => {
      const by = { id: name, name, door: 'slack' } as const;
      await handle.signal(decideSignal, { ...verb, id: requestId(verb, revision), by, revision });
    };
    await keep('ana', { verb: 'change', title: 'Chess' });
    const names = ['bo', 'cy', 'di', 'ed', 'fay', 'gus', 'hal', 'ida', 'jo', 'kim', 'lea', 'max'];
    // One of them presses twice.
    for (const name of [...names, 'cy']) await keep(name, { verb: 'decide', approval: 'denied' });
    // It comes after them, at the revision that they leave.
    const note = { verb: 'change', note: 'Bring a board.' } as const;
    await eventually('all are handled', async () => (await bench.ask(id, note)).kind === 'decided');
    const { refusals, title } = await bench.state(id);
    assert.deepEqual([title, ...refusals.map(({ by }) => by.name)], ['Chess', ...names]);
  });

  it('is kept while no worker runs, and carried out when one comes back', async () => {
    const space = await bench.announce({ inMinutes: 300, room: 'B114' });
    await bench.state(space.id);
    await bench.stopWorker();
    const outcome = await bench.ask(space.id, { verb: 'decide', approval: 'denied' }, { revision: 0 });
    assert.equal(outcome.kind, 'kept');
    await bench.startWorker();
    await eventually('it is denied', async () => {
      const { reminders, decisions } = await bench.state(space.id);
      return reminders[0]?.state.status === 'denied' && decisions.length === 1;
    });
  });
});
