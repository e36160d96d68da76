import type { Db, Filter } from 'mongodb';
import { unlessTaken } from './duplicate-key.ts';
import { findsInBatches } from './in-batches.ts';

/** Every cause: an alarm's id is one of them, or begins with one and a colon where it is about one reminder. */
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

/** Something that keeps the bot from its work, from when it began until it was mended. */
export interface Alarm {
  /** The cause, such as `stream` or `failed:<reminder>`: the same one is one alarm, however often it is seen. */
  readonly _id: AlarmId;
  readonly since: Date;
  /** For people: what is wrong, and what to do about it. */
  readonly words: string;
  /** For people: what was wrong. */
  readonly mendedWords: string;
  /** The ids that it is about, such as reminders. When more are added, organisers are told again. */
  readonly about?: readonly string[];
  readonly mendedAt?: Date;
  /** What organisers know already. */
  readonly told?: 'raised' | 'mended';
  /** Somebody is telling it; free again after this moment. */
  readonly tellingUntil?: Date;
  /** While X refuses the account: the reminder that tries whether it works again. */
  readonly prober?: string;
  /** When another reminder may take over from the prober. */
  readonly probeAt?: Date;
}

export type RaisedAlarm = Pick<Alarm, '_id' | 'words' | 'mendedWords' | 'about'> & {
  /** Organisers hear of it by another way, such as a card: it is recorded only. */
  readonly isToldElsewhere?: boolean;
};

/** How long a message to organisers may take before somebody else sends it. Milliseconds. */
const tellWithin = 30_000;
/** How long a prober is left alone. Milliseconds. */
const probeEvery = 60_000;

const open = { mendedAt: { $exists: false } };

/**
 * Nobody has it: it was never taken, its time is over, or a clock that was ahead has taken it for longer than anybody
 * may. Clocks that are right differ a little too, so only twice as long is a sign of that.
 *
 * @param most how long somebody may have it, milliseconds
 */
const isFree = (until: 'tellingUntil' | 'probeAt', now: Date, most: number) => [
  { [until]: { $exists: false } },
  { [until]: { $lte: now } },
  { [until]: { $gt: new Date(now.getTime() + 2 * most) } },
];

export function createAlarms(db: Db) {
  const collection = db.collection<Alarm>('alarms');
  const find = findsInBatches(collection);
  /** Oldest first. */
  const listOpen = (): Promise<Alarm[]> => collection.find(open).sort({ since: 1 }).toArray();
  return {
    /** @returns true where it was not known, had been mended, or is about more than before */
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
     * @param mendedWords in place of the alarm's own
     * @returns true where it was open
     */
    async mend(_id: AlarmId, at: Date, mendedWords?: string): Promise<boolean> {
      const change = { mendedAt: at, ...(mendedWords === undefined ? {} : { mendedWords }) };
      return (await collection.updateOne({ _id, ...open }, { $set: change })).modifiedCount === 1;
    },

    /** Null also where it was mended. */
    async findOpen(id: AlarmId): Promise<Alarm | null> {
      const alarm = await find(id);
      return alarm?.mendedAt === undefined ? alarm : null;
    },

    listOpen,

    /** How many alarms of each cause hold; `store` is known to who cannot reach it. */
    async countOpen(): Promise<Map<AlarmCause, number>> {
      const causes = (await listOpen()).map(({ _id }) => _id.split(':')[0]);
      return new Map(alarmCauses.map((cause) => [cause, causes.filter((one) => one === cause).length]));
    },

    /** Takes one that organisers do not know yet, so that nobody else tells it meanwhile. */
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

    /** What of it organisers know now; undefined where Slack did not take the message. */
    async markTold({ _id, since, about }: Alarm, told: Alarm['told']): Promise<void> {
      const update = { ...(told === undefined ? {} : { $set: { told } }), $unset: { tellingUntil: '' as const } };
      // Where it is about more by now, that is still to be told.
      await collection.updateOne({ _id, since, ...(about && { about }) }, update);
    },

    /** Whether this reminder may try what an open alarm keeps from all others; one at a time. */
    async takeProbe(_id: AlarmId, prober: string, now: Date): Promise<boolean> {
      const probeAt = new Date(now.getTime() + probeEvery);
      const filter = { _id, ...open, $or: [{ prober }, ...isFree('probeAt', now, probeEvery)] } as Filter<Alarm>;
      return (await collection.updateOne(filter, { $set: { prober, probeAt } })).matchedCount === 1;
    },
  };
}
