import type { Db } from 'mongodb';
import type { Actor } from '../core/actor.ts';
import type { Decision } from '../core/decision.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { ConfigVersion } from './configs.ts';
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
    /** Adds who entered the open space, and its decisions that are not stored yet. Repeating it adds nothing. */
    async addDecisions({ id: openSpaceId, openedAt, enteredBy, decisions }: OpenSpace): Promise<void> {
      // This runs after every decision, so only a few can be new.
      const entries: AuditEntry[] = decisions.slice(-20).map((decision) => ({
        _id: `${openSpaceId}:r${decision.revision}`,
        at: new Date(decision.at),
        by: decision.by,
        verb: decision.verb,
        decision,
        openSpaceId,
        revision: decision.revision,
      }));
      if (enteredBy !== undefined) {
        const entry = { verb: 'enter', words: 'entered by hand', openSpaceId };
        entries.push({ _id: `${openSpaceId}:entered`, at: new Date(openedAt), by: enteredBy, ...entry });
      }
      if (entries.length > 0) await unlessTaken(() => collection.insertMany(entries, { ordered: false }));
    },

    /** Adds who saved this version of the config. Repeating it adds nothing. */
    addConfig({ _id, at, by }: Pick<ConfigVersion, '_id' | 'at' | 'by'>): Promise<void> {
      return this.add({ _id: `config:${_id}`, at, by, verb: 'config', words: `config version ${_id}` });
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
