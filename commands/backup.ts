/** `npm run backup -- FILE`: copies the store into a file while the bot runs; compressed if the name ends with .gz. */
import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { readArguments } from '../config/command-line.ts';
import { endWithError } from '../config/end-with-error.ts';
import { StartError } from '../config/start-error.ts';
import { usages } from '../config/usages.ts';
import { dumpStore } from '../store/backup.ts';
import { abortAtSignal, withStore } from './reach-store.ts';

const [file = ''] = readArguments(...usages.backup).positionals;
await backUp(file).catch(endWithError);

async function backUp(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() === false) {
    throw new StartError({ what: `${file} is there already, and is not a file.`, remedy: 'Give the path of a file.' });
  }
  // An incomplete copy never gets the file's name, so nobody takes it for a backup.
  const draft = `${file}.${process.pid}.part`;
  const signal = abortAtSignal();
  // First, so that a wrong path is named before a server starts.
  await writeFile(draft, '', { mode: 0o600 }).catch((error: Error) => {
    throw Object.assign(error, { path: file });
  });
  try {
    const count = await withStore(
      async (db) => {
        let lines = 0;
        const text = async function* (): AsyncGenerator<string> {
          for await (const line of dumpStore(db, new Date())) {
            lines++;
            yield `${line}\n`;
          }
        };
        const out = createWriteStream(draft);
        if (file.endsWith('.gz')) await pipeline(Readable.from(text()), createGzip(), out, { signal });
        else await pipeline(Readable.from(text()), out, { signal });
        return lines - 2;
      },
      { isForOne: false, signal },
    );
    const written = await open(draft, 'r');
    await written.sync();
    await written.close();
    await rename(draft, file);
    console.log(`${file}: ${count} documents; it holds hashed API tokens and tweets, so keep it as safe as the store`);
  } finally {
    await rm(draft, { force: true });
  }
}
