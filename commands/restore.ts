/**
 * `npm run restore -- FILE`: loads a backup into an empty installation. Reminders that were due since the copy become
 * `unconfirmed`, and every other approval must be given again. Rooms are claimed again from the views. Workflows start
 * from the views when the bot runs.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Db } from 'mongodb';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import { readArguments } from '../config/command-line.ts';
import { endWithError, problemWithFile } from '../config/end-with-error.ts';
import { placeOf } from '../config/same-services.ts';
import { StartError } from '../config/start-error.ts';
import { reasonOf } from '../config/wait-for-server.ts';
import { usages } from '../config/usages.ts';
import { claimOf } from '../core/claim.ts';
import { storedConfigSchema, type Config } from '../core/config.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { restoreCommitId, restored, type Restore } from '../core/restored.ts';
import { whereAndWhenOf } from '../core/words.ts';
import { BadBackup, checkBackup, isEmptyStore, loadBackup } from '../store/backup.ts';
import type { ConfigVersion } from '../store/configs.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { createStore, type Store } from '../store/store.ts';
import { withStore } from './reach-store.ts';

/** How many days X's recent search covers. */
const searchableDays = 7;
const searchableMs = searchableDays * 86_400_000;
const newPlace = 'Set DATA_DIR to a new directory, or MONGODB_DATABASE to a new name.';

const [file = ''] = readArguments(...usages.restore).positionals;
await restore(file).catch(endWithError);

async function restore(file: string): Promise<void> {
  const { copiedAt, counts } = await checkBackup(linesOf(file)).catch((error: unknown) => {
    if (problemWithFile(error) !== undefined) throw error;
    const why = error instanceof Error ? error.message : String(error);
    if (!(error instanceof BadBackup) && !isFileError(error)) throw error;
    throw new StartError(
      { what: `${file} cannot be restored: ${why}.`, remedy: 'Use an older backup. Nothing was changed.' },
      { cause: error },
    );
  });
  await withStore(
    async (db, env) => {
      const store = createStore(db);
      if (!(await isEmptyStore(db)) || !(await store.restores.begin(copiedAt, new Date()))) {
        throw new StartError({
          what: `The installation in ${placeOf(env)} is not empty, and a restore would mix the two.`,
          remedy: newPlace,
        });
      }
      const { unconfirmed, unclaimed } = await storeAll(db, store, file, copiedAt).catch((error: unknown) => {
        throw new StartError(
          {
            what: `${file} is only partly restored (${reasonOf(error)}), so no process starts on ${placeOf(env)}.`,
            remedy: `${newPlace} Then restore again.`,
          },
          { cause: error },
        );
      });
      const all = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
      console.log(`restored from ${copiedAt.toISOString()}: ${all.join(', ')}`);
      console.log(
        unconfirmed.length === 0
          ? 'no reminder was due since then'
          : `due since then, now unconfirmed; check whether X has them: ${unconfirmed.join('; ')}`,
      );
      if (unclaimed.length > 0) console.log(`no room, because another open space holds it: ${unclaimed.join('; ')}`);
      console.log('decisions since then are lost, so every reminder needs approval again');
      for (const line of await whatChanged(db, copiedAt)) console.log(line);
    },
    { isForOne: true },
  );
}

/** Until everything is stored, a running process finds no config, and a starting process is refused. */
async function storeAll(db: Db, store: Store, file: string, copiedAt: Date) {
  const configs = await loadBackup(db, linesOf(file));
  const restore = { copiedAt: copiedAt.getTime(), restoredAt: Date.now() };
  const config = storedConfigSchema.parse(configs.at(-1)?.config);
  const found = await prepareViews(db, store, config, restore);
  await db.collection<ConfigVersion>('configs').insertMany(configs);
  await store.restores.note({ ...restore, restoredAt: Date.now() });
  return found;
}

function named(space: OpenSpace): string {
  return `${whereAndWhenOf(space)} (${space.id})`;
}

/** Claims the rooms of the copied views, and takes back their approvals. Returns those that a person must check. */
async function prepareViews(
  db: Db,
  store: Store,
  config: Config,
  restore: Restore,
): Promise<{ unconfirmed: string[]; unclaimed: string[] }> {
  const views = await db.collection<OpenSpaceView>('openSpaces').find().sort({ 'space.openedAt': 1 }).toArray();
  const unclaimed: string[] = [];
  for (const { space } of views) {
    const claim = claimOf(space);
    if (claim === undefined) continue;
    const taken = await store.roomClaims.claim(space.conferenceId, claim, config, Date.now());
    if (taken !== undefined) unclaimed.push(named(space));
  }
  const unconfirmed: string[] = [];
  // No workflow waits for a room: every workflow starts later, from its view.
  const committer = { store, clock: Date.now, openSpaces: { roomFreed: () => Promise.resolve(false) } };
  for (const { space } of views) {
    const next = restored(space, restore);
    if (next === space) continue;
    const commit = { space: next, commitId: restoreCommitId(next), mustBeFree: false };
    const { kind } = await commitOpenSpace(committer, commit, config);
    const isUnconfirmed = next.reminders.some(({ state }) => state.status === 'unconfirmed');
    if (kind === 'committed' && isUnconfirmed) unconfirmed.push(named(space));
  }
  return { unconfirmed, unclaimed };
}

/**
 * One line for each kind of data that is missing since the copy, or that is valid again although somebody may have
 * ended it since.
 */
async function whatChanged(db: Db, copiedAt: Date): Promise<string[]> {
  const { apiTokens, configs } = createStore(db);
  const tokens = (await apiTokens.listLive()).map(({ name, scope }) => `${name} (${scope})`);
  const newest = await configs.newest();
  const isOld = Date.now() - copiedAt.getTime() > searchableMs;
  return [
    'when the bot starts, it searches for posts since then; each waits for approval and gets no reply: look at the ' +
      "bot's profile before you approve",
    ...(isOld ? [`X only finds posts of the last ${searchableDays} days: enter older ones by hand`] : []),
    'what organisers entered by hand since then is lost: enter it again',
    `config version ${newest?._id} is in use again: check its output (${newest?.config.output}) and its organisers`,
    tokens.length === 0
      ? 'the copy has no API token that works'
      : `these API tokens work again, also those revoked since then: ${tokens.join(', ')}`,
    'API_TOKEN works again if an admin token ended it since then: if it has leaked, set another value before you start',
  ];
}

/** The lines of a file, compressed or not: its name may have been changed since the backup. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const isCompressed = await isGzip(file);
  const raw = createReadStream(file);
  const input = isCompressed ? raw.pipe(createGunzip()) : raw;
  // A pipe does not forward errors.
  raw.on('error', (error) => input.destroy(error));
  yield* createInterface({ input, crlfDelay: Infinity });
}

async function isGzip(file: string): Promise<boolean> {
  for await (const bytes of createReadStream(file, { end: 1 })) return (bytes as Buffer).toString('hex') === '1f8b';
  return false;
}

function isFileError(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && (code.startsWith('E') || code.startsWith('Z_'));
}
