/**
 * `npm run restore -- FILE`: brings a backup into an empty installation. What was due since the copy becomes
 * `unconfirmed`, and every other approval is asked for again; rooms are claimed again from the views; workflows start
 * from them once the bot runs.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Db } from 'mongodb';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import { endWithError } from '../config/end-with-error.ts';
import { placeOf } from '../config/same-services.ts';
import { StartError } from '../config/start-error.ts';
import { claimOf } from '../core/claim.ts';
import { restoreCommitId, restored } from '../core/restored.ts';
import { BadBackup, checkBackup, isEmptyStore, loadBackup } from '../store/backup.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { createStore } from '../store/store.ts';
import { withStore } from './reach-store.ts';

await restore(process.argv[2]).catch(endWithError);

async function restore(file: string | undefined): Promise<void> {
  if (file === undefined) {
    throw new StartError({
      what: 'The command needs a file name.',
      remedy: 'npm run restore -- open-spaces.ndjson.gz',
    });
  }
  const { copiedAt, counts } = await checkBackup(linesOf(file)).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    if (!(error instanceof BadBackup) && !isFileError(error)) throw error;
    throw new StartError(
      { what: `${file} cannot be restored: ${why}.`, remedy: 'Take another backup; nothing was changed.' },
      { cause: error },
    );
  });
  await withStore(
    async (db, env) => {
      if (!(await isEmptyStore(db))) {
        throw new StartError({
          what: `The installation in ${placeOf(env)} is not empty, and a restore would mix the two.`,
          remedy: 'Set DATA_DIR to a new directory, or MONGODB_DATABASE to a new name.',
        });
      }
      await loadBackup(db, linesOf(file));
      const { unconfirmed, unclaimed } = await goOn(db, copiedAt);
      console.log(`restored from ${copiedAt.toISOString()}: ${JSON.stringify(counts)}`);
      console.log(
        unconfirmed.length === 0
          ? 'no reminder was due since then'
          : `due since then, now unconfirmed; check whether X has them: ${unconfirmed.join(', ')}`,
      );
      if (unclaimed.length > 0) console.log(`no room, because another open space holds it: ${unclaimed.join(', ')}`);
      console.log('decisions since then are lost, so every reminder needs approval again');
    },
    { isForOne: true },
  );
}

/** Brings the copied views to what may go on from now. Returns the ids that a person must look at. */
async function goOn(db: Db, copiedAt: Date): Promise<{ unconfirmed: string[]; unclaimed: string[] }> {
  const store = createStore(db);
  const newest = await store.configs.newest();
  if (newest === null) return { unconfirmed: [], unclaimed: [] };
  const { conference, conflictWindow } = newest.config;
  const views = await db.collection<OpenSpaceView>('openSpaces').find().sort({ 'space.openedAt': 1 }).toArray();
  const unclaimed: string[] = [];
  for (const { space } of views) {
    const claim = claimOf(space, conference.rooms);
    if (claim === undefined) continue;
    const taken = await store.roomClaims.claim(space.conferenceId, claim, conflictWindow, Date.now());
    if (taken !== undefined) unclaimed.push(space.id);
  }
  const restore = { copiedAt: copiedAt.getTime(), restoredAt: Date.now() };
  await store.restores.note(restore);
  const unconfirmed: string[] = [];
  // Nobody waits for a room: every workflow starts from its view later.
  const committer = { store, clock: Date.now, openSpaces: { roomFreed: () => Promise.resolve(false) } };
  for (const { space } of views) {
    const next = restored(space, restore);
    if (next === space) continue;
    const { kind } = await commitOpenSpace(committer, {
      space: next,
      commitId: restoreCommitId(next),
      takesRoom: false,
    });
    const isUnconfirmed = next.reminders.some(({ state }) => state.status === 'unconfirmed');
    if (kind === 'committed' && isUnconfirmed) unconfirmed.push(space.id);
  }
  return { unconfirmed, unclaimed };
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file);
  const input = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  // A pipe does not hand errors on.
  raw.on('error', (error) => input.destroy(error));
  yield* createInterface({ input, crlfDelay: Infinity });
}

function isFileError(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && (code.startsWith('E') || code.startsWith('Z_'));
}
