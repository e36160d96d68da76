/**
 * `npm run sign-in -- NAME`: prints a link that signs NAME in on the organisers' pages, once, within 15 minutes. For
 * organisers without Slack: their decisions are shown under NAME. The link leads to PUBLIC_URL, or else to the
 * `npm start` that runs on this data, or else to HOST and PORT.
 */
import { createSignInLink } from '../api/auth/sign-in-link.ts';
import { readArguments } from '../config/command-line.ts';
import { endWithError } from '../config/end-with-error.ts';
import { publicUrlOf } from '../config/env.ts';
import { StartError } from '../config/start-error.ts';
import { usages } from '../config/usages.ts';
import { plainLine } from '../core/texts.ts';
import { createStore } from '../store/store.ts';
import { withStore } from './reach-store.ts';

/** Longer than any name on a page needs to be. */
const longestName = 80;

const { positionals } = readArguments(...usages['sign-in']);
await printLink(positionals.join(' ')).catch(endWithError);

async function printLink(given: string): Promise<void> {
  const name = plainLine(given);
  if (name === '' || name.length > longestName) {
    throw new StartError({
      what: `The command needs the name of an organiser, at most ${longestName} characters.`,
      remedy: 'npm run sign-in -- Ana',
    });
  }
  const link = await withStore(
    async (db, env) => createSignInLink({ store: createStore(db), publicUrl: publicUrlOf(env), clock: Date.now }, name),
    { isForOne: false },
  );
  console.log(link);
}
