import { commitOpenSpace, type Commit, type Committer } from '../../activities/commit-open-space.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { now } from '../support/rule-spaces.ts';
import type { View } from './simulated-store.ts';
import { World } from './world.ts';

/** A change of an open space, as the next revision. */
export const next = (space: OpenSpace, change: Partial<OpenSpace> = {}): OpenSpace => ({
  ...space,
  ...change,
  revision: space.revision + 1,
});

/** The model's store, what it is told, and whom it tells. */
export class Desk {
  readonly world = new World();
  readonly told: unknown[] = [];
  /** The log, with its fields. */
  readonly logged: [string, object][] = [];
  #override: Record<string, unknown> = {};

  constructor(...stored: OpenSpace[]) {
    this.world.now = now;
    for (const space of stored) this.put(space);
  }

  put(space: OpenSpace, commitId = 'before', settled = true): void {
    const { id, revision } = space;
    this.world.stored.views.set(id, { _id: id, space, revision, commitId, settled, updatedAt: new Date(now) });
  }

  /** Another answer of the store, such as where a second worker was faster. */
  with(name: 'openSpaces' | 'reminders', change: Record<string, unknown>): this {
    const { store } = this.world.deps({ kind: 'none' });
    this.#override[name] = { ...store[name], ...change };
    return this;
  }

  deps(): Committer {
    const { store, openSpaces, bell } = this.world.deps({ kind: 'none' });
    const ring = () => void this.told.push('bell');
    return {
      store: { ...store, ...this.#override },
      clock: () => this.world.now,
      bell: { ...bell, ring },
      openSpaces: { ...openSpaces, roomFreed: async (_, id) => this.told.push(['freed', id]) > 0 },
      log: {
        debug: () => {},
        error: () => {},
        warn: (said, fields) => this.#note(`warning: ${said}`, fields),
        info: (said, fields) => this.#note(said, fields),
      },
    };
  }

  commit(space: OpenSpace, { commitId = 'c', ...more }: Partial<Commit> = {}) {
    return commitOpenSpace(this.deps(), { ...more, space, commitId });
  }

  #note(said: string, fields: object = {}): void {
    this.told.push(said);
    this.logged.push([said, fields]);
  }

  get view(): View | undefined {
    return this.world.stored.views.get('1');
  }

  get claims(): unknown[] {
    return this.world.stored.claims.map(({ openSpaceId, room, startAt: at, revision }) => [
      openSpaceId,
      room,
      at,
      revision,
    ]);
  }
}
