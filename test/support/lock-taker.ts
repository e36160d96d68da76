// A process that tries for the lock of a data directory several times at once, whenever its parent names one.
// Answers how many of its tries got it; where there is nothing to name, it gives back what it got. Told to `exit`, it
// ends at once, as after a second Ctrl+C.
import { lockDataDir, type DataLock } from '../../standalone/servers/data-lock.ts';

const triesAtOnce = 3;
let got: readonly DataLock[] = [];

process.on('message', (dataDir: string) => void answer(dataDir));
process.send?.('ready');

async function answer(dataDir: string): Promise<void> {
  if (dataDir === 'exit') process.exit(1);
  await Promise.all(got.map((lock) => lock.release()));
  got = [];
  if (dataDir !== '') {
    const tries = await Promise.allSettled(Array.from({ length: triesAtOnce }, () => lockDataDir(dataDir, '')));
    got = tries.flatMap((tried) => (tried.status === 'fulfilled' ? [tried.value] : []));
    const failure = tries.find(
      (tried) => tried.status === 'rejected' && !/already running/u.test(String(tried.reason)),
    );
    if (failure?.status === 'rejected') throw failure.reason;
  }
  process.send?.(got.length);
}
