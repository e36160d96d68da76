/** Alarms because reminders do not go out. */
import { always, noFaults, type AlarmCase } from './alarm-case.ts';
import { eventually } from './x-sandbox.ts';

const crowd = Array.from({ length: 101 }, (_, n) => `crowd-${n}`);
/** What the cases remember between making and mending. */
let openSpaceId = '';

/** A reminder that X refuses because of the account, and that goes out once X takes posts again. */
const accountCase = (status: number, problem: string | undefined, words: RegExp, room: string): AlarmCase => ({
  cause: 'x-account',
  when: `X answers ${status} to a post`,
  make: async (bot) => {
    await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', status, ...(problem && { problem }) });
    openSpaceId = (await bot.dueNow(room)).id;
  },
  words,
  mend: async (bot) => {
    await noFaults(bot);
    await bot.nextMinute(openSpaceId);
  },
  mendedWords: /^✓ X takes posts again/u,
});

export const postingAlarms: readonly AlarmCase[] = [
  accountCase(401, undefined, /^⚠ Posting has stopped: X does not accept the keys of this account \(401\)/u, 'A103'),
  accountCase(402, undefined, /^⚠ Posting has stopped: the X account has no credits left \(402\)/u, 'A104'),
  accountCase(
    403,
    'AccountLocked',
    /^⚠ Posting has stopped: X does not let this account post \(403\).*locked/u,
    'A105',
  ),
  {
    cause: 'x-account',
    when: 'organisers set the output to Slack only while X refuses the keys',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', status: 401 });
      await bot.dueNow('B120');
    },
    words: /^⚠ Posting has stopped: X does not accept the keys/u,
    mend: async (bot) => {
      await bot.bench.config({ output: 'slack_only' });
      await eventually('it is mended', async () => (await bot.metric('x-account')) === 0);
      await noFaults(bot);
      await bot.bench.config({ output: 'live' });
    },
    mendedWords: /^✓ The output is set to Slack only/u,
  },
  {
    cause: 'failed',
    when: 'X refuses a reminder',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', status: 400 });
      openSpaceId = (await bot.dueNow('A106')).id;
    },
    words: /^⚠ The reminder was not posted: A106/u,
    mend: async (bot) => {
      await noFaults(bot);
      await bot.ask(openSpaceId, { verb: 'retry' });
      // Otherwise the fault of the next case may hit its post.
      await eventually('it is sent', async () => {
        const { reminders } = await bot.bench.state(openSpaceId);
        return reminders[0]?.state.status === 'sent';
      });
    },
    mendedWords: /^Done: .*A106/u,
  },
  {
    cause: 'unconfirmed',
    when: 'X calls it a duplicate, and its timeline does not show it',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', status: 403, problem: 'DuplicateContent' });
      openSpaceId = (await bot.dueNow('B114')).id;
    },
    words: /^⚠ We don’t know whether X posted the reminder: B114/u,
    mend: async (bot) => {
      await noFaults(bot);
      await bot.ask(openSpaceId, { verb: 'confirmSent' });
    },
    mendedWords: /^Done: .*B114/u,
  },
  {
    cause: 'missed',
    when: 'an approved reminder is held until its start',
    make: async (bot) => {
      await bot.bench.config({ paused: true });
      openSpaceId = (await bot.dueNow('B115', 0.08)).id;
    },
    words: /^⚠ The reminder was approved and did not go out: B115/u,
    mend: (bot) => bot.bench.config({ paused: false }),
  },
  {
    cause: 'overdue',
    when: 'a reminder does not go out in time, and nothing says why',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: 'POST /2/tweets', then: 'drop' });
      await bot.dueNow('B116', 5);
    },
    words: /^⚠ A reminder is overdue: B116 at \d\d:\d\d, due /u,
    mend: noFaults,
    mendedWords: /^✓ No reminder is overdue any more/u,
  },
  {
    cause: 'too-many',
    when: 'more reminders are due than X takes in 15 minutes',
    make: async ({ bench }) => {
      const at = Date.now() + 3 * 3_600_000;
      const rows = crowd.map((id, n) => ({
        _id: id as never,
        conferenceId: 'testconf',
        openSpaceId: id,
        status: n % 2 === 0 ? 'approved' : 'needs_action',
        sendAt: new Date(at + n),
        dueAt: new Date(at + n),
      }));
      await bench.db.collection('reminders').insertMany(rows);
    },
    words: /^⚠ 101 reminders are due from .* within 15 minutes, and X takes 100/u,
    mend: ({ bench }) => bench.db.collection('reminders').deleteMany({ openSpaceId: { $in: crowd } }),
    mendedWords: /^✓ There are no longer too many reminders due at once/u,
  },
  {
    cause: 'rooms',
    when: 'a new list makes one room of two in which sessions are booked',
    make: async ({ announce, bench }) => {
      for (const room of ['B118', 'B119']) await announce({ room, inMinutes: 700 });
      const { conference } = await bench.store.configs.current();
      const rooms = conference.rooms.filter(({ name }) => name !== 'B119');
      const merged = rooms.map((room) => (room.name === 'B118' ? { ...room, aliases: ['B119'] } : room));
      await bench.config({ conference: { ...conference, rooms: merged } });
    },
    words: /^⚠ Some sessions must move, or be cancelled\. B118, .* too\. B118, .* too\.$/u,
    mend: async ({ bench }) => {
      const { conference } = await bench.store.configs.current();
      const rooms = conference.rooms.map((room) => (room.name === 'B118' ? { ...room, aliases: [] } : room));
      await bench.config({ conference: { ...conference, rooms: [...rooms, { name: 'B119', aliases: [] }] } });
    },
    mendedWords: /^✓ All coming sessions have a room of their own/u,
  },
  {
    cause: 'spending',
    when: 'the spending cap is reached',
    make: async ({ bench }) => {
      await bench.store.budgets.spend('testconf', 1, {});
      await bench.config({ spendingCap: 1 });
    },
    words: /^⚠ About \$\d.* is spent at X, \d+% of the cap of \$1\. Nothing is posted/u,
    mend: ({ bench }) => bench.config({ spendingCap: null }),
    mendedWords: /^✓ Enough of the spending cap of \$/u,
  },
];
