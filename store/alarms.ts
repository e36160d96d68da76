import type { Db, Filter } from 'mongodb';
import { unlessTaken } from './duplicate-key.ts';
import { findsInBatches } from './in-batches.ts';
import { isFree } from './queries.ts';

/** All causes. An alarm's id is a cause, or a cause with a colon and the id of a reminder. */
export const alarmCauses = [
  'x-account',
  'stream',
  'rule',
  'gap',
  'slack',
  'worker',
  'store',
  'clock',
  'disk',
  'overdue',
  'too-many',
  'workflows',
  'failed',
  'unconfirmed',
  'missed',
] as const;
export type AlarmCause = (typeof alarmCauses)[number];
export type AlarmId = AlarmCause | `${AlarmCause}:${string}`;

/** A problem that keeps the bot from its work, stored from its beginning until it is mended. */
export interface Alarm {
  /** The cause, such as `stream` or `failed:<reminder>`. The same cause is one alarm, however often it is seen. */
  readonly _id: AlarmId;
  readonly since: Date;
  /** For people: the problem, and what to do about it. */
  readonly words: string;
  /** For people: the problem, once it is mended. */
  readonly mendedWords: string;
  /** The ids that the alarm is about, such as reminders. If ids are added, organisers are told again. */
  readonly about?: readonly string[];
  readonly mendedAt?: Date;
  /** The news that organisers have. */
  readonly told?: 'raised' | 'mended';
  /** A process is telling organisers. After this time, another process may do it. */
  readonly tellingUntil?: Date;
  /** While X refuses the account: the reminder that tests whether X accepts posts again. */
  readonly prober?: string;
  /** When another reminder may take over the test. */
  readonly probeAt?: Date;
}

export type RaisedAlarm = Pick<Alarm, '_id' | 'words' | 'mendedWords' | 'about'> & {
  /** Organisers hear of it in another way, such as by a card. It is only recorded. */
  readonly isToldElsewhere?: boolean;
};

/** How long a message to organisers may take, before another process sends it. Milliseconds. */
const tellWithin = 30_000;
/** How long a prober keeps its turn. Milliseconds. */
const probeEvery = 60_000;

const open = { mendedAt: { $exists: false } };

export function createAlarms(db: Db) {
  const collection = db.collection<Alarm>('alarms');
  const find = findsInBatches(collection);
  /** Oldest first. */
  const listOpen = (): Promise<Alarm[]> => collection.find(open).sort({ since: 1 }).toArray();
  return {
    /** @returns true if the alarm was unknown, had been mended, or is about more ids than before */
    async raise({ isToldElsewhere = false, ...alarm }: RaisedAlarm, at: Date): Promise<boolean> {
      const { _id, about = [], ...words } = alarm;
      const { about: known = [] } = (await find(_id)) ?? {};
      const more = about.filter((one) => !known.includes(one));
      const change = more.length === 0 ? {} : { $unset: { told: '' as const } };
      const update = { $set: { ...words, about: [...known, ...more] }, ...change };
      if ((await collection.updateOne({ _id, ...open }, update)).matchedCount === 1) return more.length > 0;
      const fresh = { since: at, about, ...words, ...(isToldElsewhere ? { told: 'mended' as const } : {}) };
      return unlessTaken(() => collection.replaceOne({ _id, mendedAt: { $exists: true } }, fresh, { upsert: true }));
    },

    /**
     * @param mendedWords used instead of the alarm's own
     * @returns true if the alarm was open
     */
    async mend(_id: AlarmId, at: Date, mendedWords?: string): Promise<boolean> {
      const change = { mendedAt: at, ...(mendedWords === undefined ? {} : { mendedWords }) };
      return (await collection.updateOne({ _id, ...open }, { $set: change })).modifiedCount === 1;
    },

    /** Null also if it was mended. */
    async findOpen(id: AlarmId): Promise<Alarm | null> {
      const alarm = await find(id);
      return alarm?.mendedAt === undefined ? alarm : null;
    },

    listOpen,

    /** How many open alarms each cause has. A store that is away cannot list itself: `store` is counted elsewhere. */
    async countOpen(): Promise<Map<AlarmCause, number>> {
      const causes = (await listOpen()).map(({ _id }) => _id.split(':')[0]);
      return new Map(alarmCauses.map((cause) => [cause, causes.filter((one) => one === cause).length]));
    },

    /** Takes an alarm that organisers do not know yet, so that no other process tells it at the same time. */
    async takeUntold(now: Date): Promise<Alarm | null> {
      const untold = [
        { ...open, told: { $exists: false } },
        { mendedAt: { $exists: true }, told: { $ne: 'mended' } },
      ];
      const tellingUntil = new Date(now.getTime() + tellWithin);
      const filter = { $and: [{ $or: untold }, { $or: isFree('tellingUntil', now, tellWithin) }] } as Filter<Alarm>;
      for (;;) {
        const alarm = await collection.find(filter).sort({ since: 1 }).limit(1).next();
        if (alarm === null) return null;
        const taken = await collection.updateOne({ _id: alarm._id, ...filter }, { $set: { tellingUntil } });
        if (taken.modifiedCount === 1) return alarm;
      }
    },

    /** Stores what organisers know now. `told` is undefined if Slack did not take the message. */
    async markTold({ _id, since, about }: Alarm, told: Alarm['told']): Promise<void> {
      const update = { ...(told === undefined ? {} : { $set: { told } }), $unset: { tellingUntil: '' as const } };
      // If ids were added meanwhile, nothing is stored: organisers must be told again.
      await collection.updateOne({ _id, since, ...(about && { about }) }, update);
    },

    /** Whether this reminder may try to post although an open alarm stops all others. One reminder at a time. */
    async takeProbe(_id: AlarmId, prober: string, now: Date): Promise<boolean> {
      const probeAt = new Date(now.getTime() + probeEvery);
      const filter = { _id, ...open, $or: [{ prober }, ...isFree('probeAt', now, probeEvery)] } as Filter<Alarm>;
      return (await collection.updateOne(filter, { $set: { prober, probeAt } })).matchedCount === 1;
    },
  };
}
