/**
 * `npm run rehearse -- tweets.jsonl`: plays the posts of a past day into a running bot, and posts nothing. A line of
 * the file has `postedAt` and `text`, and optionally `username`. Rooms and zone are those of the bot's config.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { startOpenSpace } from '../activities/start-open-space.ts';
import { readArguments } from '../config/command-line.ts';
import { endWithError, problemWithFile } from '../config/end-with-error.ts';
import { StartError } from '../config/start-error.ts';
import { usages } from '../config/usages.ts';
import { conferenceEnd } from '../core/conference.ts';
import { cut } from '../core/cut.ts';
import { localDayAndTime } from '../core/local-time.ts';
import { farProblem } from '../core/plan.ts';
import { firstStartMinutes, planRehearsal } from '../core/rehearsal.ts';
import { rememberOrigin } from '../store/installation.ts';
import { createStore } from '../store/store.ts';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';
import { withBot, type ReachedBot } from './reach-bot.ts';

const postLine = z.object({
  postedAt: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  text: z.string().min(1),
  username: z.string().optional(),
});
type Post = z.infer<typeof postLine>;

/** The first line of a card has no more space. */
const longestTitle = 80;

const [file = ''] = readArguments(...usages.rehearse).positionals;
await readPosts(file)
  .then((posts) => withBot((bot) => rehearse(bot, posts)))
  .catch(endWithError);

async function rehearse({ db, client }: ReachedBot, posts: readonly Post[]): Promise<void> {
  const store = createStore(db);
  const config = await store.configs.current();
  const { x } = await rememberOrigin(db, { x: undefined, slack: undefined });
  if (config.output === 'live' && x === 'real') {
    throw new StartError({
      what: 'Output is live, and a rehearsal must post nothing.',
      remedy: 'Set output to "Slack only" on the page Config, or rehearse with a DATA_DIR of its own.',
    });
  }
  const run = randomBytes(3).toString('hex');
  const deps = { store, clock: Date.now, openSpaces: createOpenSpaceWorkflows(client) };
  const { timeZone } = config.conference;
  const planned = planRehearsal(posts, config.conference, Date.now());
  for (const { post, plan } of planned) {
    const problem = plan.startAt === undefined ? undefined : farProblem(plan.startAt, conferenceEnd(config.conference));
    if (problem === undefined) continue;
    throw new StartError({
      what: `“${titleOf(post)}” would start ${localDayAndTime(plan.startAt ?? 0, timeZone)}. ${problem}`,
      remedy: 'Rehearse the posts of one conference. If the bot’s own is long over, set its days on the page Config.',
    });
  }
  const counts = { schedule: 0, review: 0, ignore: 0 };
  for (const [n, { post, plan }] of planned.entries()) {
    counts[plan.verdict]++;
    const title = titleOf(post);
    const when = plan.startAt === undefined ? '' : ` ${localDayAndTime(plan.startAt, timeZone)}`;
    console.log(`${plan.verdict.padEnd(8)} ${plan.room ?? ''}${when}   ${title}`);
    if (plan.verdict === 'ignore') continue;
    await startOpenSpace(deps, { id: `rehearsal-${run}-${n + 1}`, title, plan, approvedBy: 'config' }, config);
  }
  const first = counts.schedule === 0 ? '' : `; the first announced session starts in ${firstStartMinutes} minutes`;
  console.log(
    `${counts.schedule} announced, ${counts.review} to review, ${counts.ignore} ignored${first}. ` +
      'Cancel what is left of the rehearsal before you set output to live.',
  );
}

function titleOf({ username, text }: Post): string {
  const who = username === undefined ? '' : `@${username.replace(/^@/u, '')}: `;
  return cut(`${who}${text}`.replaceAll(/\s+/gu, ' '), longestTitle);
}

async function readPosts(file: string): Promise<Post[]> {
  const posts: Post[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      number++;
      if (line.trim() !== '') posts.push(postLine.parse(JSON.parse(line.trim())));
    }
  } catch (error) {
    if (problemWithFile(error) !== undefined) throw error;
    throw new StartError(
      {
        what: `Line ${number} of ${file} ${whatIsWrong(error)}.`,
        remedy:
          'Each line is JSON: {"postedAt":"2026-05-15T15:00:00Z","text":"Acro yoga @ 5pm in B114","username":"ana"}',
      },
      { cause: error },
    );
  }
  return posts;
}

/** The end of a sentence about a line that cannot be read. */
function whatIsWrong(error: unknown): string {
  if (error instanceof SyntaxError) return 'is not JSON';
  if (!(error instanceof z.ZodError)) return `cannot be read: ${String(error)}`;
  return `has no valid ${error.issues.map(({ path }) => path.join('.') || 'object').join(', ')}`;
}
