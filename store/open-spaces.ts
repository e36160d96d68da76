import type { Db, Document, Filter } from 'mongodb';
import type { Actor } from '../core/actor.ts';
import { isByPerson } from '../core/decision.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { currentReminder, statusOf, type Status } from '../core/status.ts';
import { approvalOf, type Approval } from '../core/reminder.ts';
import { isUndecided } from '../core/undecided.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { createCards, makeStale } from './cards.ts';
import { findsInBatches, writesInBatches } from './in-batches.ts';
import {
  allOf,
  between,
  containing,
  countBy,
  escapeRegex,
  findByIds,
  listPage,
  updateTo,
  type After,
} from './queries.ts';
import { idsOfRenamed } from './users.ts';

export interface Card {
  readonly channel: string;
  readonly ts: string;
  /** The channel role of the message, by its name in the config. */
  readonly role: string;
}

/** A message whose timestamp is not stored. */
export interface UnplacedCard extends Omit<Card, 'ts'> {
  /** When a desk was about to send it. Two notes of one message differ in this. */
  readonly since: Date;
  /** The timestamps of the messages in whose place it is sent; absent in notes of earlier versions. */
  readonly known?: readonly string[];
}

/** An open space's view: its whole state, and fields by which lists filter and sort. */
export interface OpenSpaceView {
  readonly _id: string;
  readonly conferenceId: string;
  readonly revision: number;
  readonly status: Status;
  /** The approval of the next reminder. */
  readonly currentApproval: Approval;
  readonly undecided: boolean;
  readonly room?: string;
  readonly startAt?: Date;
  readonly hostId?: string;
  readonly decidedAt?: Date;
  /** The texts for a search, in lower case. */
  readonly words: string;
  readonly space: OpenSpace;
  /** The commit that wrote it: repeating that commit changes nothing. */
  readonly commitId: string;
  /** Whether its reminder rows, audit and claims are stored for this revision. */
  readonly settled: boolean;
  /** Whether the card must be drawn again. */
  readonly stale: boolean;
  /** How often it was made stale without a new revision. If this grows while the desk draws, it must draw again. */
  readonly staleMarks?: number;
  /** Another desk may have drawn an older state last. So all messages are sent again, also unchanged ones. */
  readonly drawAll?: true;
  readonly cards?: readonly Card[];
  /** Messages that a desk is posting, or was posting when it died: Slack may have them. */
  readonly unplaced?: readonly UnplacedCard[];
  /** Messages that were posted although another desk had posted the same before. The desk deletes them. */
  readonly surplus?: readonly Card[];
  /** The person who said in Slack that they look after it. */
  readonly taker?: Taker;
  /** The ids of refused kept requests whose senders were told. */
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
  { key: { hostId: 1, startAt: 1 } },
  { key: { undecided: 1, startAt: 1 }, partialFilterExpression: { undecided: true } },
  { key: { stale: 1, decidedAt: -1, updatedAt: 1 }, partialFilterExpression: { stale: true } },
  { key: { settled: 1 }, partialFilterExpression: { settled: false } },
  { key: { 'space.standing.with.openSpaceId': 1 }, sparse: true },
  { key: { 'space.about': 1 }, sparse: true },
] as const;

export interface OpenSpaceFilter {
  readonly status?: readonly Status[];
  readonly undecided?: true;
  readonly currentApproval?: Approval;
  readonly rooms?: readonly string[];
  /** Starts at or after. */
  readonly from?: Date;
  /** Starts before. */
  readonly to?: Date;
  readonly q?: string;
  readonly hostId?: string;
}

type Taker = Pick<Actor, 'id' | 'name'>;

/** If more tweets than this match a word, the word is too common for a search. */
const mostFoundByText = 1_000;

/** The statuses of scheduled open spaces of which no reminder can go out any more. */
const endedStatuses: readonly Status[] = ['sent', 'missed', 'unconfirmed', 'failed', 'superseded'];

export function createOpenSpaces(db: Db) {
  const collection = db.collection<OpenSpaceView>('openSpaces');
  const tweets = db.collection<{ _id: string }>('tweets');
  const write = writesInBatches(collection);
  const mark = writesInBatches(collection);
  const listAll = (filter: Filter<OpenSpaceView>): Promise<OpenSpaceView[]> => collection.find(filter).toArray();

  /** The text of a tweet stays with the tweet, so that one deletion erases it. */
  async function wordsCondition(conferenceId: string, q: string): Promise<Document> {
    const heard = tweets.find({ conferenceId, text: containing(q) }, { projection: { _id: 1 } }).limit(mostFoundByText);
    const [found, hostIds] = await Promise.all([heard.toArray(), idsOfRenamed(db, q)]);
    const words = { $regex: escapeRegex(q.toLowerCase()) };
    return { $or: [{ words }, { _id: { $in: found.map(({ _id }) => _id) } }, { hostId: { $in: hostIds } }] };
  }

  return {
    ...createCards(db),

    /**
     * Writes the state if the store has an older revision, or none. It is not settled yet: rows, audit and claims are
     * stored next.
     *
     * @returns false if the store has the same or a higher revision
     */
    async write(space: OpenSpace, commitId: string, now: Date): Promise<boolean> {
      const set = { ...toView(space), commitId, settled: false, updatedAt: now };
      // No revision is older than the first one: any stored view is at least as new.
      if (space.revision === 0) {
        return write({ insertOne: { document: withoutUndefined({ _id: space.id, stale: false, ...set }) } });
      }
      const filter = { _id: space.id, revision: { $lt: space.revision } };
      return write({ updateOne: { filter, update: updateTo(set), upsert: true } });
    },

    /** Marks that everything that follows from this revision is stored. Now the card can be drawn. */
    async markSettled(id: string, revision: number, now: Date): Promise<void> {
      const update = { $set: { settled: true, stale: true, updatedAt: now } };
      await mark({ updateOne: { filter: { _id: id, revision }, update } });
    },

    /** Views whose commit did not finish, as a crash leaves them, last written before a moment. */
    listUnsettled: (before: Date) => listAll({ settled: false, updatedAt: { $lt: before } }),

    listBlockedBy: (id: string) => listAll({ 'space.standing.with.openSpaceId': id }),

    find: findsInBatches(collection),

    findMany: (ids: readonly string[]): Promise<OpenSpaceView[]> => findByIds(collection, ids),

    /** By start, those without a start first. Changes elsewhere in the list do not move a page. */
    async list(conferenceId: string, filter: OpenSpaceFilter, limit: number, after?: After): Promise<OpenSpaceView[]> {
      const conditions = conditionsOf(conferenceId, filter);
      if (filter.q !== undefined) conditions.push(await wordsCondition(conferenceId, filter.q));
      return listPage(collection, conditions, { by: 'startAt', order: 1, limit, after });
    },

    /** The first person who takes it stays. @returns that person */
    async take(id: string, taker: Taker): Promise<Taker> {
      const $set = { ...makeStale.$set, taker };
      await collection.updateOne({ _id: id, taker: { $exists: false } }, { ...makeStale, $set });
      return (await collection.findOne({ _id: id }))?.taker ?? taker;
    },

    count: (conferenceId: string, filter: OpenSpaceFilter): Promise<number> =>
      collection.countDocuments(allOf<OpenSpaceView>(conditionsOf(conferenceId, filter))),

    async markTold(id: string, requestId: string): Promise<void> {
      await collection.updateOne({ _id: id }, { $addToSet: { told: requestId } });
    },

    /** Views whose workflows should still be running, last written before a moment. */
    listLive: (conferenceId: string, before: Date) =>
      listAll({ conferenceId, status: { $nin: [...endedStatuses, 'over'] }, updatedAt: { $lt: before } }),

    /** Views of coming sessions whose workflows have ended with their last reminder. Some may run again by now. */
    listEnded: (conferenceId: string, now: Date) =>
      listAll({ conferenceId, status: { $in: endedStatuses }, startAt: { $gt: now } }),

    /** Open spaces that are not called off and may still take place. */
    listComing: (conferenceId: string, now: Date) =>
      listAll({ ...toCome(now), conferenceId, status: { $nin: ['cancelled', 'dismissed', 'over'] } }),

    /** The same, and those that are called off, because an Undo may bring them back. */
    listToCome: (conferenceId: string, now: Date) => listAll({ ...toCome(now), conferenceId, status: { $ne: 'over' } }),

    /** The revisions of views that were written after a moment. This is cheap enough for several calls a second. */
    changedSince: (since: Date): Promise<Pick<OpenSpaceView, '_id' | 'revision'>[]> =>
      collection.find({ updatedAt: { $gt: since } }, { projection: { revision: 1 } }).toArray(),

    countByStatus: (conferenceId: string) => countBy(collection, 'status', conferenceId),
  };
}

const toCome = (now: Date) => ({
  $or: [{ startAt: { $gt: now } }, { startAt: { $exists: false } }, { status: 'needs_review' as const }],
});

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
  const fields = { undecided, hostId, currentApproval, room, startAt: between(from, to), conferenceId };
  return [withoutUndefined(fields), ...(status === undefined ? [] : [statusCondition(status)])];
}

/** People see the reminder's status instead of `scheduled`. A filter for `scheduled` means all of these. */
function statusCondition(status: readonly Status[]): Document {
  const [first, ...others] = status;
  const standing = { 'space.standing.status': 'scheduled' };
  // One status alone is asked for without `$or` and `$in`: see `allOf`.
  if (first !== undefined && others.length === 0) return first === 'scheduled' ? standing : { status: first };
  const seen = { status: { $in: status } };
  return status.includes('scheduled') ? { $or: [seen, standing] } : seen;
}
