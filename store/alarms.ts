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
  'rooms',
  'spending',
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
  /** For people: that the problem is over. It fits the words that they were told, which may be of an earlier look. */
  readonly mendedWords: string;
  /** What it is about, such as ids of reminders, or X's reason. If it is about more, organisers are told again. */
  readonly about?: readonly string[];
  /** It is only recorded: organisers hear of it by a card, or it is about what Slack does not take. */
  readonly isToldElsewhere?: boolean;
  /** When a process last saw its cause; absent in data of earlier versions. */
  readonly seenAt?: Date;
  /** It is over, and this message says so. The alarm is removed once the message is in the outbox. */
  readonly over?: string;
  /** While X refuses the account: the reminder that tests whether X accepts posts again. */
  readonly prober?: string;
  /** When another reminder may take over the test. */
  readonly probeAt?: Date;
}

export type RaisedAlarm = Pick<Alarm, '_id' | 'words' | 'mendedWords' | 'about' | 'isToldElsewhere'>;

/** How long a prober keeps its turn. Milliseconds. */
const probeEvery = 60_000;

export function createAlarms(db: Db) {
  const collection = db.collection<Alarm>('alarms');
  const on = { over: { $exists: false } };
  const findAny = findsInBatches(collection);
  /** Oldest first, without those that are over. */
  const list = (): Promise<Alarm[]> => collection.find(on).sort({ since: 1 }).toArray();
  const find = async (_id: AlarmId): Promise<Alarm | null> => {
    const alarm = await findAny(_id);
    return alarm?.over === undefined ? alarm : null;
  };
  return {
    /**
     * @returns since when it is on, how many ids it is about, and whether it is new or about more ids than before;
     *   undefined if the last alarm of this cause is over and must be removed first
     */
    async raise({ _id, about = [], mendedWords, ...rest }: RaisedAlarm, at: Date) {
      const $set = { ...rest, seenAt: at };
      const update = { $set, $addToSet: { about: { $each: about } }, $setOnInsert: { since: at, mendedWords } };
      let before: Alarm | null = null;
      const isRaised = await unlessTaken(async () => {
        before = await collection.findOneAndUpdate({ _id, ...on }, update, { upsert: true });
      });
      if (!isRaised) return undefined;
      const { since = at, about: known } = (before ?? {}) as Partial<Alarm>;
      const count = new Set([...(known ?? []), ...about]).size;
      const isNews = before === null || count > (known?.length ?? -1);
      if (before !== null && isNews) await collection.updateOne({ _id, since, ...on }, { $set: { mendedWords } });
      return { since, count, isNews };
    },

    /** @param since of this alarm; a later one of the cause goes on */
    async end(_id: AlarmId, since: Date, over: string): Promise<void> {
      await collection.updateOne({ _id, since, ...on }, { $set: { over } });
    },

    /** @returns true if an alarm of this time was there and over */
    remove: async (_id: AlarmId, since: Date) =>
      (await collection.deleteOne({ _id, since, over: { $exists: true } })).deletedCount === 1,

    /** The alarm, if it is on. */
    find,

    /** The alarm unchanged, if it is on: for a look that does not know whether it is over. */
    async asKnown(_id: AlarmId): Promise<RaisedAlarm[]> {
      const known = await find(_id);
      return known === null ? [] : [{ _id, words: known.words, mendedWords: known.mendedWords }];
    },

    list,

    /** The alarms that are over and not removed yet. */
    listOver: (): Promise<Alarm[]> => collection.find({ over: { $exists: true } }).toArray(),

    /** How many alarms each cause has. A store that is down cannot list itself: `store` is counted elsewhere. */
    async count(): Promise<Map<AlarmCause, number>> {
      const causes = (await list()).map(({ _id }) => _id.split(':')[0]);
      return new Map(alarmCauses.map((cause) => [cause, causes.filter((one) => one === cause).length]));
    },

    /** Whether this reminder may try to post although an alarm stops all others. One reminder at a time. */
    async takeProbe(_id: AlarmId, prober: string, now: Date): Promise<boolean> {
      const probeAt = new Date(now.getTime() + probeEvery);
      const filter = { _id, ...on, $or: [{ prober }, ...isFree('probeAt', now, probeEvery)] } as Filter<Alarm>;
      return (await collection.updateOne(filter, { $set: { prober, probeAt } })).matchedCount === 1;
    },
  };
}
