import type { Db } from 'mongodb';
import type { Actor } from '../core/actor.ts';
import type { Decision } from '../core/decision.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { unlessTaken } from './duplicate-key.ts';
import { listPage, type After } from './queries.ts';

/** Who decided what, when, and through which door. Entries are only added. */
export interface AuditEntry {
  readonly _id: string;
  readonly at: Date;
  readonly by: Actor;
  readonly verb: string;
  /** The change, if it is not a decision about an open space. */
  readonly words?: string;
  /** The facts, if it is a decision about an open space. */
  readonly decision?: Decision;
  readonly openSpaceId?: string;
  readonly revision?: number;
}

export const auditIndexes = [{ key: { at: -1, _id: -1 } }, { key: { openSpaceId: 1, at: 1 } }] as const;

export function createAudit(db: Db) {
  const collection = db.collection<AuditEntry>('audit');

  return {
    /** Adds the open space's decisions that are not stored yet. Repeating it adds nothing. */
    async addDecisions(space: OpenSpace): Promise<void> {
      // This runs after every decision, so only a few can be new.
      const entries = space.decisions.slice(-20).map((decision) => ({
        _id: `${space.id}:r${decision.revision}`,
        at: new Date(decision.at),
        by: decision.by,
        verb: decision.verb,
        decision,
        openSpaceId: space.id,
        revision: decision.revision,
      }));
      if (entries.length > 0) await unlessTaken(() => collection.insertMany(entries, { ordered: false }));
    },

    async add(entry: AuditEntry): Promise<void> {
      await unlessTaken(() => collection.insertOne(entry));
    },

    /** Newest first. */
    async list({ openSpaceId }: { openSpaceId?: string }, limit: number, after?: After): Promise<AuditEntry[]> {
      const filter = openSpaceId === undefined ? [] : [{ openSpaceId }];
      return listPage(collection, filter, { by: 'at', order: -1, limit, after });
    },
  };
}
