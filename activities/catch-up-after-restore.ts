import type { Config } from '../core/config.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { copiedRevision } from '../core/restored.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { commitOpenSpace } from './commit-open-space.ts';
import type { Deps } from './deps.ts';

/**
 * Once after the database was restored from an older copy: what the running workflows know better than the copy is
 * stored again. Returns the ids that this concerned.
 */
export async function catchUpAfterRestore(deps: Deps, { conference }: Config): Promise<string[]> {
  const { store, openSpaces } = deps;
  const restore = await store.restores.latest();
  if (restore === null || restore.isCaughtUp === true) return [];
  const running = [...(await openSpaces.listRunning(conference.id)).keys()];
  const views = new Map((await store.openSpaces.findMany(running)).map((view) => [view._id, view]));
  const caughtUp: string[] = [];
  for (const id of running) {
    const space = await openSpaces.stateOf(conference.id, id);
    if (space !== undefined && (await bringUp(deps, views.get(id), space))) caughtUp.push(id);
  }
  await store.restores.noteCaughtUp(restore);
  return caughtUp;
}

/**
 * Stores what a workflow holds, where that is newer than what the store had from it. Above the change that a restore
 * made, so that the workflow finds its own state there under a later revision.
 */
export async function bringUp(deps: Deps, view: OpenSpaceView | undefined, held: OpenSpace): Promise<boolean> {
  if (view !== undefined && held.revision <= copiedRevision(view)) return false;
  const space = { ...held, revision: Math.max(held.revision, (view?.revision ?? -1) + 1) };
  const commitId = `fromTemporal:${space.id}:${space.revision}`;
  return (await commitOpenSpace(deps, { space, commitId, takesRoom: false })).kind === 'committed';
}
