import type { Db } from 'mongodb';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Card, OpenSpaceView, UnplacedCard } from './open-spaces.ts';
import { between } from './queries.ts';

export const makeStale = { $set: { stale: true }, $inc: { staleMarks: 1 } } as const;

/** The cards of open spaces in Slack: which must be drawn again, and which messages show them. */
export function createCards(db: Db) {
  const collection = db.collection<OpenSpaceView>('openSpaces');
  return {
    /** The latest decisions by a person first, then the cards that have waited longest. */
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

    /** The same for the cards of a host's sessions that may still begin. */
    async markStaleOf(hostId: string, now: Date): Promise<void> {
      await collection.updateMany({ hostId, startAt: { $not: { $lte: now } } }, makeStale);
    },

    /**
     * Marks that the desk has drawn this view. If it was changed or made stale meanwhile, its card is drawn again, also
     * if another desk has drawn the newer state: this desk may have been stopped, and its older card came last.
     */
    async markDrawn(view: Pick<OpenSpaceView, '_id' | 'revision' | 'staleMarks'>): Promise<void> {
      const { _id, revision, staleMarks = { $exists: false } } = view;
      const update = { $set: { stale: false }, $unset: { drawAll: '' } } as const;
      if ((await collection.updateOne({ _id, revision, staleMarks }, update)).matchedCount === 1) return;
      // The mark first: a desk that draws meanwhile must not remove it.
      await collection.updateOne({ _id }, { $set: { drawAll: true }, $inc: makeStale.$inc });
      await collection.updateOne({ _id, settled: true }, makeStale);
    },

    /** Notes that a message is about to be posted, so that the next desk looks for it if this one dies. */
    async addUnplaced(id: string, card: UnplacedCard): Promise<void> {
      const { role, channel } = card;
      const isFirst = { _id: id, unplaced: { $not: { $elemMatch: { role, channel } } } };
      await collection.updateOne(isFirst, { $push: { unplaced: card } });
    },

    /** Notes that such a message was not posted. @param channel where it was not [in any channel] */
    async dropUnplaced(id: string, role: string, channel?: string): Promise<void> {
      await collection.updateOne({ _id: id }, { $pull: { unplaced: withoutUndefined({ role, channel }) } });
    },

    /**
     * Stores the place of a message right after it was posted. If another desk has posted a message with this role
     * since the view was read, this one is surplus.
     *
     * @param known the messages that the view had when it was read
     */
    async addCard(id: string, card: Card, known: readonly Card[]): Promise<void> {
      const other = { role: card.role, ts: { $nin: [...known, card].map(({ ts }) => ts) } };
      const isFirst = { _id: id, cards: { $not: { $elemMatch: other } } };
      const $pull = { unplaced: { role: card.role } };
      if ((await collection.updateOne(isFirst, { $addToSet: { cards: card }, $pull })).matchedCount === 1) return;
      await collection.updateOne({ _id: id }, { ...makeStale, $addToSet: { surplus: card }, $pull });
    },

    /** Marks that a message is not surplus any more: it is deleted, or it is the card now. */
    async dropSurplus(id: string, { ts }: Card): Promise<void> {
      await collection.updateOne({ _id: id }, { $pull: { surplus: { ts } } });
    },
  };
}
