import type { Db, Document } from 'mongodb';
import type { Actor } from '../core/actor.ts';
import { isByPerson } from '../core/decision.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { currentReminder, statusOf, type Status } from '../core/status.ts';
import { approvalOf, type Approval } from '../core/reminder.ts';
import { isUndecided } from '../core/undecided.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { findsInBatches, writesInBatches } from './in-batches.ts';
import { between, containing, countBy, escapeRegex, listPage, updateTo, type After } from './queries.ts';

/** A message in Slack that shows an open space. */
export interface Card {
  readonly channel: string;
  readonly ts: string;
  /** The config's name of the channel: which of its three roles the message plays. */
  readonly role: string;
}

/** An open space's view: its state whole, and beside it what lists filter and sort by. */
export interface OpenSpaceView {
  readonly _id: string;
  readonly conferenceId: string;
  readonly revision: number;
  readonly status: Status;
  /** What organisers said of the reminder that matters now. */
  readonly currentApproval: Approval;
  /** What `isUndecided` says. */
  readonly undecided: boolean;
  readonly room?: string;
  readonly startAt?: Date;
  readonly hostId?: string;
  /** When a person decided on it last. */
  readonly decidedAt?: Date;
  /** Lower case; what a search for words looks at. */
  readonly words: string;
  readonly space: OpenSpace;
  /** What wrote it: repeating that commit changes nothing. */
  readonly commitId: string;
  /** Its reminder rows, audit and claims follow from this revision already. */
  readonly settled: boolean;
  /** The desk's: the newest revision is not on the card yet. */
  readonly stale: boolean;
  /** How often it was made stale though its revision stayed: what the desk draws meanwhile is not the newest. */
  readonly staleMarks?: number;
  readonly cards?: readonly Card[];
  /** Who said in Slack that they look after it. */
  readonly taker?: Taker;
  /** The kept requests whose askers were told that they were refused, by id. */
  readonly told?: readonly string[];
  readonly updatedAt: Date;
}

export const openSpaceSchema: Document = {
  bsonType: 'object',
  required: ['conferenceId', 'revision', 'status', 'space', 'settled'],
  properties: {
    conferenceId: { bsonType: 'string' },
    revision: { bsonType: ['int', 'long', 'double'] },
    status: { bsonType: 'string' },
    startAt: { bsonType: 'date' },
    space: { bsonType: 'object' },
    settled: { bsonType: 'bool' },
    stale: { bsonType: 'bool' },
  },
};

export const openSpaceIndexes = [
  { key: { conferenceId: 1, startAt: 1, _id: 1 } },
  { key: { conferenceId: 1, status: 1, startAt: 1 } },
  { key: { updatedAt: 1 } },
  { key: { undecided: 1, startAt: 1 }, partialFilterExpression: { undecided: true } },
  { key: { stale: 1, decidedAt: -1, updatedAt: 1 }, partialFilterExpression: { stale: true } },
  { key: { settled: 1 }, partialFilterExpression: { settled: false } },
] as const;

export interface OpenSpaceFilter {
  readonly status?: readonly Status[];
  readonly undecided?: true;
  readonly currentApproval?: Approval;
  /** Any of these names. */
  readonly rooms?: readonly string[];
  /** Starts at or after. */
  readonly from?: Date;
  /** Starts before. */
  readonly to?: Date;
  readonly q?: string;
  readonly hostId?: string;
}

/** Who looks after an open space. */
type Taker = Pick<Actor, 'id' | 'name'>;

/** More tweets than this with one word, and the word finds too much to be of use. */
const mostFoundByText = 1_000;

export function createOpenSpaces(db: Db) {
  const collection = db.collection<OpenSpaceView>('openSpaces');
  const tweets = db.collection<{ _id: string }>('tweets');
  const write = writesInBatches(collection);
  const mark = writesInBatches(collection);

  /** Words of the open space, or of its tweet: the text stays with the tweet, where a deletion erases it. */
  async function wordsCondition(conferenceId: string, q: string): Promise<Document> {
    const found = await tweets
      .find({ conferenceId, text: containing(q) }, { projection: { _id: 1 } })
      .limit(mostFoundByText)
      .toArray();
    return {
      $or: [{ words: { $regex: escapeRegex(q.toLowerCase()) } }, { _id: { $in: found.map(({ _id }) => _id) } }],
    };
  }

  return {
    /**
     * Writes the state where an older revision stands, or none. Not settled yet: what follows from it is still to come.
     *
     * @returns false where the same or a higher revision stands
     */
    async write(space: OpenSpace, commitId: string, now: Date): Promise<boolean> {
      const set = { ...toView(space), commitId, settled: false, updatedAt: now };
      // No revision is older than the first: what stands already is in its way.
      if (space.revision === 0) {
        return write({ insertOne: { document: withoutUndefined({ _id: space.id, stale: false, ...set }) } });
      }
      const filter = { _id: space.id, revision: { $lt: space.revision } };
      return write({ updateOne: { filter, update: updateTo(set), upsert: true } });
    },

    /** Everything that follows from this revision stands; now it can be drawn. */
    async markSettled(id: string, revision: number, now: Date): Promise<void> {
      const update = { $set: { settled: true, stale: true, updatedAt: now } };
      await mark({ updateOne: { filter: { _id: id, revision }, update } });
    },

    /** What a crash left between two writes, as it stood before a moment. */
    async listUnsettled(before: Date): Promise<OpenSpaceView[]> {
      return collection.find({ settled: false, updatedAt: { $lt: before } }).toArray();
    },

    /** Those that are in conflict with this one. */
    async listBlockedBy(id: string): Promise<OpenSpaceView[]> {
      return collection.find({ status: 'conflict', 'space.standing.with.openSpaceId': id }).toArray();
    },

    find: findsInBatches(collection),

    async findMany(ids: readonly string[]): Promise<OpenSpaceView[]> {
      return ids.length === 0 ? [] : collection.find({ _id: { $in: [...ids] } }).toArray();
    },

    /** By start, those without one first; stable under changes elsewhere in the list. */
    async list(conferenceId: string, filter: OpenSpaceFilter, limit: number, after?: After): Promise<OpenSpaceView[]> {
      const conditions = conditionsOf(conferenceId, filter);
      if (filter.q !== undefined) conditions.push(await wordsCondition(conferenceId, filter.q));
      return listPage(collection, conditions, { by: 'startAt', order: 1, limit, after });
    },

    /** What the desk has not drawn yet: what a person decided on last, then the longest waiting. */
    async listStale(limit: number, without: readonly string[] = []): Promise<OpenSpaceView[]> {
      return collection
        .find({ stale: true, _id: { $nin: [...without] } })
        .sort({ decidedAt: -1, updatedAt: 1 })
        .limit(limit)
        .toArray();
    },

    countStale: (): Promise<number> => collection.countDocuments({ stale: true }),

    /** Lets the desk draw these again, though nothing about them changed but the time or the config. */
    async markStale(...ids: readonly string[]): Promise<void> {
      if (ids.length > 0)
        await collection.updateMany({ _id: { $in: ids } }, { $set: { stale: true }, $inc: { staleMarks: 1 } });
    },

    /** Somebody looks after it, and the card says so: the first one. @returns who it is */
    async take(id: string, taker: Taker): Promise<Taker> {
      const update = { $set: { taker, stale: true }, $inc: { staleMarks: 1 } };
      await collection.updateOne({ _id: id, taker: { $exists: false } }, update);
      return (await collection.findOne({ _id: id }))?.taker ?? taker;
    },

    async count(conferenceId: string, filter: OpenSpaceFilter): Promise<number> {
      return collection.countDocuments({ $and: conditionsOf(conferenceId, filter) });
    },

    /** The desk drew this view; what was changed or made stale meanwhile stays stale. */
    async markDrawn(view: Pick<OpenSpaceView, '_id' | 'revision' | 'staleMarks'>): Promise<void> {
      const { _id, revision, staleMarks = { $exists: false } } = view;
      await collection.updateOne({ _id, revision, staleMarks }, { $set: { stale: false } });
    },

    /** Remembers a message as soon as it was posted, so that a fault right after it makes no second one. */
    async addCard(id: string, card: Card): Promise<void> {
      await collection.updateOne({ _id: id }, { $push: { cards: card } });
    },

    /** The asker of this refused request knows of it. */
    async markTold(id: string, requestId: string): Promise<void> {
      await collection.updateOne({ _id: id }, { $addToSet: { told: requestId } });
    },

    /** Those that their workflows should still be running for, as they stood before a moment. */
    async listLive(conferenceId: string, before: Date): Promise<OpenSpaceView[]> {
      const ended: readonly Status[] = ['sent', 'missed', 'unconfirmed', 'failed', 'superseded', 'over'];
      return collection.find({ conferenceId, status: { $nin: ended }, updatedAt: { $lt: before } }).toArray();
    },

    /** What is not called off and may still take place: what a change of the config must not leave behind. */
    async listComing(conferenceId: string, now: Date): Promise<OpenSpaceView[]> {
      const calledOff: readonly Status[] = ['cancelled', 'dismissed', 'over'];
      const toCome = [{ startAt: { $gt: now } }, { startAt: { $exists: false } }, { status: 'needs_review' as const }];
      return collection.find({ conferenceId, status: { $nin: calledOff }, $or: toCome }).toArray();
    },

    /** The revisions of those that were recorded after a moment: cheap enough to be asked several times a second. */
    async changedSince(since: Date): Promise<Pick<OpenSpaceView, '_id' | 'revision'>[]> {
      return collection.find({ updatedAt: { $gt: since } }, { projection: { revision: 1 } }).toArray();
    },

    countByStatus: (conferenceId: string) => countBy(collection, 'status', conferenceId),
  };
}

function toView(space: OpenSpace) {
  const decidedAt = space.decisions.findLast(isByPerson)?.at;
  const words = [space.room, space.place, space.title, space.note, space.source?.host.username, space.id];
  return {
    conferenceId: space.conferenceId,
    revision: space.revision,
    status: statusOf(space),
    currentApproval: approvalOf(currentReminder(space)?.state ?? { status: 'needs_action' }),
    undecided: isUndecided(space),
    room: space.room,
    startAt: space.startAt === undefined ? undefined : new Date(space.startAt),
    hostId: space.source?.host.id,
    decidedAt: decidedAt === undefined ? undefined : new Date(decidedAt),
    words: words.filter(Boolean).join(' ').toLowerCase(),
    space,
  };
}

function conditionsOf(conferenceId: string, filter: OpenSpaceFilter): Document[] {
  const { status, undecided, currentApproval, rooms, hostId, from, to } = filter;
  const room = rooms && { $in: rooms };
  return [
    withoutUndefined({ conferenceId, currentApproval, undecided, room, hostId, startAt: between(from, to) }),
    ...(status === undefined ? [] : [statusCondition(status)]),
  ];
}

/** People see a reminder's status in place of `scheduled`; who asks for `scheduled` means all of those. */
function statusCondition(status: readonly Status[]): Document {
  const seen = { status: { $in: status } };
  return status.includes('scheduled') ? { $or: [seen, { 'space.standing.status': 'scheduled' }] } : seen;
}
