import type { Db } from 'mongodb';
import type { OpenSpaceView } from './open-spaces.ts';

/** What tells that something changed, cheap enough to be asked twice a second. */
export type Changes = ReturnType<typeof createChanges>;

export const changeIndexes = [{ key: { updatedAt: 1 } }] as const;

export function createChanges(db: Db) {
  const openSpaces = db.collection<OpenSpaceView>('openSpaces');
  return {
    /** The revisions of the open spaces that were recorded after `since`. */
    async openSpacesSince(since: Date): Promise<{ readonly _id: string; readonly revision: number }[]> {
      return openSpaces
        .find({ updatedAt: { $gt: since } })
        .project<{ _id: string; revision: number }>({ revision: 1 })
        .toArray();
    },
  };
}
