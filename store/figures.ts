import type { Db } from 'mongodb';
import type { ReminderView } from './reminders.ts';

/** What a monitor asks of the store beside the counts by status. */
interface Figures {
  /** How long after their time the newest reminders went out, seconds, the least late first. */
  readonly secondsLate: readonly number[];
  /** How long the reminder that should have gone out longest ago is waiting, seconds; 0 where none is. */
  readonly oldestOverdue: number;
  /** Cards that do not show the newest state. */
  readonly cardsWaiting: number;
}

/** So many of the newest sent reminders say how punctual the bot is now. */
const newest = 100;

export function createFigures(db: Db) {
  const reminders = db.collection<ReminderView>('reminders');
  return {
    async read(conferenceId: string, now: number): Promise<Figures> {
      const [sent, overdue, cardsWaiting] = await Promise.all([
        reminders
          .find({ conferenceId, status: 'sent', sendAt: { $exists: true }, sentAt: { $exists: true } })
          .sort({ sentAt: -1 })
          .limit(newest)
          .toArray(),
        reminders
          .find({ conferenceId, status: { $in: ['approved', 'sending'] }, sendAt: { $lt: new Date(now) } })
          .sort({ sendAt: 1 })
          .limit(1)
          .next(),
        db.collection('openSpaces').countDocuments({ stale: true }),
      ]);
      const secondsLate = sent
        .map(({ sentAt, sendAt }) => Math.max(0, ((sentAt?.getTime() ?? 0) - (sendAt?.getTime() ?? 0)) / 1_000))
        .toSorted((a, b) => a - b);
      const oldestOverdue = overdue?.sendAt === undefined ? 0 : (now - overdue.sendAt.getTime()) / 1_000;
      return { secondsLate, oldestOverdue, cardsWaiting };
    },
  };
}
