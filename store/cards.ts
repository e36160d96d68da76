import type { Db } from 'mongodb';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Card, OpenSpaceView, UnplacedCard } from './open-spaces.ts';
import { between } from './queries.ts';

export const makeStale = { $set: { stale: true }, $inc: { staleMarks: 1 } } as const;

/** The cards of open spaces in Slack: which must be drawn again, and which messages show them. */
export function createCards(db: Db) {
  const collection = db.collection<OpenSpaceView>('openSpaces');

  /**
   * Marks the undecided cards that name one of these open spaces, because they are in conflict with it or perhaps about
   * it. The desk then draws them again.
   */
  async function markNaming(...ids: readonly string[]): Promise<void> {
    const fields = ['space.standing.with.openSpaceId', 'space.about'];
    const marking = fields.map((field) => collection.updateMany({ [field]: { $in: ids }, undecided: true }, makeStale));
    await Promise.all(marking);
  }

  return {
    /**
     * Views whose cards must be drawn. Those with the latest decision by a person come first; of the others, those that
     * have waited longest.
     *
     * @param decidedSince only those with a decision at or after this
     */
    listStale(limit: number, decidedSince?: Date): Promise<OpenSpaceView[]> {
      const filter = withoutUndefined({ stale: true, decidedAt: between(decidedSince, undefined) });
      return collection.find(filter).sort({ decidedAt: -1, updatedAt: 1 }).limit(limit).toArray();
    },

    countStale: (): Promise<number> => collection.countDocuments({ stale: true }),

    /** How many views have no card yet, without these open spaces. Counts to the limit at most. */
    countNew: (limit: number, without: readonly string[]): Promise<number> =>
      collection.countDocuments({ stale: true, 'cards.0': { $exists: false }, _id: { $nin: without } }, { limit }),

    /** Lets the desk draw these cards again without a new revision, because the time or the config has changed. */
    async markStale(...ids: readonly string[]): Promise<void> {
      if (ids.length > 0) await collection.updateMany({ _id: { $in: ids } }, makeStale);
    },

    markNaming,

    /** Marks the cards of a host's sessions that may still begin, and the cards that name one of them. */
    async markStaleOf(hostId: string, now: Date): Promise<void> {
      const theirs = { hostId, startAt: { $not: { $lte: now } } };
      await collection.updateMany(theirs, makeStale);
      const found = await collection.find(theirs, { projection: { _id: 1 } }).toArray();
      await markNaming(...found.map(({ _id }) => _id));
    },

    /**
     * Marks that the desk has drawn this view. If it was changed or made stale meanwhile, its card is drawn again, also
     * if another desk has drawn the newer state: this desk may have been stopped, and its older card came last. Also if
     * Slack may have a message of another desk that is not found yet.
     */
    async markDrawn(view: Pick<OpenSpaceView, '_id' | 'revision' | 'staleMarks'>): Promise<void> {
      const { _id, revision, staleMarks = { $exists: false } } = view;
      const update = { $set: { stale: false }, $unset: { drawAll: '' } } as const;
      const isSame = { _id, revision, staleMarks, 'unplaced.0': { $exists: false } };
      if ((await collection.updateOne(isSame, update)).matchedCount === 1) return;
      // The mark first: a desk that draws meanwhile must not remove it.
      await collection.updateOne({ _id }, { $set: { drawAll: true }, $inc: makeStale.$inc });
      await collection.updateOne({ _id, settled: true }, makeStale);
    },

    /**
     * Notes that a message is about to be posted, so that the next desk looks for it if this one dies: also if another
     * desk has drawn the view meanwhile, because this one stood still.
     */
    async addUnplaced(id: string, card: UnplacedCard): Promise<void> {
      await collection.updateOne({ _id: id }, { $push: { unplaced: card }, $set: { stale: true } });
    },

    /** Notes that Slack does not have these messages. */
    async dropUnplaced(id: string, cards: readonly UnplacedCard[]): Promise<void> {
      await collection.updateOne({ _id: id }, { $pullAll: { unplaced: cards } });
    },

    /**
     * Stores the place of a message right after it was posted or found. If another desk has posted a message with this
     * role meanwhile, this one is surplus.
     *
     * @param begun what was noted before this message was posted. The notes of another desk stay: its message may be
     *   another one
     */
    async addCard(id: string, card: Card, begun: readonly UnplacedCard[]): Promise<void> {
      const known = begun.flatMap((one) => one.known ?? []);
      const other = { role: card.role, ts: { $nin: [...known, card.ts] } };
      const isFirst = { _id: id, cards: { $not: { $elemMatch: other } } };
      const $pullAll = { unplaced: begun };
      if ((await collection.updateOne(isFirst, { $addToSet: { cards: card }, $pullAll })).matchedCount === 1) return;
      await collection.updateOne({ _id: id }, { ...makeStale, $addToSet: { surplus: card }, $pullAll });
    },

    /** Marks that a surplus message is deleted. */
    async dropSurplus(id: string, { ts }: Card): Promise<void> {
      await collection.updateOne({ _id: id }, { $pull: { surplus: { ts } } });
    },
  };
}
