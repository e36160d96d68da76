import type { Db } from 'mongodb';
import type { Actor } from '../core/actor.ts';
import type { Decision } from '../core/decision.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { unlessTaken } from './duplicate-key.ts';
import { listPage, type After } from './queries.ts';

/** Who decided what, when, through which door. Only ever added to. */
export interface AuditEntry {
  readonly _id: string;
  readonly at: Date;
  readonly by: Actor;
  readonly verb: string;
  /** What was done, where it is no decision on an open space. */
  readonly words?: string;
  /** The facts of a decision on an open space. */
  readonly decision?: Decision;
  readonly openSpaceId?: string;
  readonly revision?: number;
}

export const auditIndexes = [{ key: { at: -1, _id: -1 } }, { key: { openSpaceId: 1, at: 1 } }] as const;

export function createAudit(db: Db) {
  const collection = db.collection<AuditEntry>('audit');

  return {
    /** Adds the open space's decisions that are not there yet; a repeated call adds nothing. */
    async addDecisions(space: OpenSpace): Promise<void> {
      // Recorded after every decision: only a few can have come together.
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
