/**
 * `npm run erase -- ID`: removes a person's words and name from a running bot. ID is a post's id or address, or a
 * user's number or name at X; for a user, all their posts are erased. A coming open space is cancelled as if its post
 * was deleted. The command first waits until the bot has handled each post, and for the outcome of each reminder. It
 * names the posts that stay on X.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import { tellSourceChange, type Starter } from '../activities/start-open-space.ts';
import { readArguments } from '../config/command-line.ts';
import { endWithError } from '../config/end-with-error.ts';
import { StartError, type StartProblem } from '../config/start-error.ts';
import { usages } from '../config/usages.ts';
import { eraseHost, erasureCommit } from '../core/erase-host.ts';
import { decidableUntil, isOff, type OpenSpace } from '../core/open-space.ts';
import { postAddress } from '../core/post-address.ts';
import { postsOf } from '../core/posts-of.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { counted, reminderName } from '../core/words.ts';
import {
  eraseTweet,
  eraseUser,
  findTweetsToErase,
  findUsers,
  isBeingHandled,
  type ErasedTweet,
} from '../store/erase.ts';
import { isOnItsWay, type ReminderView } from '../store/reminders.ts';
import { createStore, type Store } from '../store/store.ts';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';
import { openSpaceWorkflowId } from '../workflows/messages.ts';
import { withBot, type ReachedBot } from './reach-bot.ts';

/** A worker handles a deletion within a second or two, even if it is busy. Milliseconds. */
const cancelledWithin = 30_000;
/** How long a worker waits by default before it looks for an unconfirmed post. Seconds. */
const usualSettleSeconds = 60;
/** Milliseconds. */
const lookEveryMs = 200;
/** gRPC's NOT_FOUND. */
const notFound = 5;

const [asked = ''] = readArguments(...usages.erase).positionals;
await withBot((bot) => erase(bot, idIn(asked))).catch(endWithError);

/** The id in a post’s address; other arguments stay as they are. */
function idIn(argument: string): string {
  return new RegExp(String.raw`^(?:https?://)?${postAddress}(?:[/?#].*)?$`, 'iu').exec(argument)?.[2] ?? argument;
}

interface ToldTweet extends ErasedTweet {
  /** Whether a running workflow got the deletion. */
  readonly isHeard: boolean;
}

async function erase({ db, client, env }: ReachedBot, id: string): Promise<void> {
  const store = createStore(db);
  const starter: Starter = { store, clock: Date.now, openSpaces: createOpenSpaceWorkflows(client) };
  const users = await findUsers(db, id);
  const [user = id, ...others] = users;
  if (others.length > 0) {
    const what = `Several users have or had the name ${id}: ${[user, ...others].join(', ')}.`;
    throw new StartError({ what, remedy: 'Give the number of one of them.' });
  }
  const conferenceId = (await store.configs.newest())?.config.conference.id ?? '';
  const found = await findTweetsToErase(db, id, users);
  const deadline = Date.now() + cancelledWithin + (env.X_SETTLE_SECONDS ?? usualSettleSeconds) * 1_000;
  const isHandling = (tweet: ErasedTweet) => isBeingHandled(db, tweet.id, conferenceId);
  // All at the same time: while this waits for the first one, the others are cancelled too.
  const tweets = await Promise.all(
    found.map(async (tweet) => {
      // Handled first, because it would store its host and its words again.
      while (Date.now() < deadline && (await isHandling(tweet))) await sleep(lookEveryMs);
      return tellDeletion(starter, tweet);
    }),
  );
  const unfinished: StartProblem[] = [];
  for (const tweet of tweets) {
    try {
      await eraseOpenSpace(starter, client, tweet, deadline);
      const left = await postsOnX(store, tweet);
      if (!(await eraseTweet(db, tweet.id, new Date(), conferenceId))) {
        throw new StartError({
          what: `The bot has not handled ${tweet.id} yet, or an edit of it. It is not erased.`,
          remedy: 'Check that a worker runs, then run this again in some seconds.',
        });
      }
      console.log(`erased ${tweet.id}${left}`);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      unfinished.push(...error.problems);
    }
  }
  const isUserKnown = await eraseUser(db, user);
  if (tweets.length === 0 && !isUserKnown) {
    throw new StartError({
      what: `The bot knows nothing about ${id}.`,
      remedy: 'Give a post’s id or address, or a user number or @name at X.',
    });
  }
  const erased = counted(tweets.length - unfinished.length, 'post');
  console.log(
    `${erased} erased${isUserKnown ? ', and the user' : ''}. Cards in Slack are updated within seconds. ` +
      'The bot does not update old link previews and lists in Slack, so search Slack for the name. ' +
      'Older backups still hold the posts: delete these backups, or erase again after a restore.',
  );
  if (unfinished.length > 0) throw new StartError(unfinished);
}

/** Tells its open space that every post on which it is or was based is deleted. */
async function tellDeletion(starter: Starter, tweet: ErasedTweet): Promise<ToldTweet> {
  const space = (await starter.store.openSpaces.find(tweet.id))?.space;
  if (space === undefined) return { ...tweet, isHeard: false };
  const config = await starter.store.configs.current();
  let isHeard = false;
  // The present post comes last: its deletion cancels the session, because by then no other post is left.
  for (const { postId } of postsOf(space).toReversed()) {
    const change = withoutUndefined({ kind: 'deleted', why: 'its host asked to erase it', postId } as const);
    isHeard = await tellSourceChange(starter, space, change, config);
  }
  return { ...tweet, isHeard };
}

/** Stores its open space without the host, and deletes its workflow's history, which names the host. */
async function eraseOpenSpace(starter: Starter, client: Client, tweet: ToldTweet, deadline: number): Promise<void> {
  for (;;) {
    const space = await waitUntilQuiet(starter.store, tweet, deadline);
    if (space === undefined) return;
    const next = eraseHost(space);
    const commit = { space: next, commitId: erasureCommit(next.revision), mustBeFree: false };
    // If the state has changed meanwhile, or a correction was made, tries again with the new state.
    if ((await commitOpenSpace(starter, commit)).kind !== 'committed') continue;
    await waitUntilQuiet(starter.store, tweet, deadline);
    await deleteWorkflow(client, openSpaceWorkflowId(space.conferenceId, space.id));
    return;
  }
}

/**
 * Waits until its open space is cancelled or over, everything is stored, and no reminder is being posted: only the
 * workflow can find out the outcome of a post.
 *
 * @returns undefined if the post has no open space
 * @throws {StartError} if this takes longer than the deadline, epoch milliseconds
 */
async function waitUntilQuiet(store: Store, { id, isHeard }: ToldTweet, deadline: number) {
  for (;;) {
    const view = await store.openSpaces.find(id);
    if (view === null) return undefined;
    const { space, settled } = view;
    // If an operator stopped the workflow, nothing handles the deletion.
    const isCalledOff = isOver(space) || (!isHeard && (isOff(space) || decidableUntil(space) <= Date.now()));
    const isPosting = (await store.reminders.listOf([id])).some(isOnItsWay);
    if (settled && isCalledOff && !isPosting) return space;
    if (Date.now() > deadline) {
      throw new StartError({
        what: isPosting
          ? `A reminder for ${id} is on its way to X, and its result is not known yet. ${id} is not erased.`
          : `Open space ${id} was not cancelled in time, and is not erased.`,
        remedy: 'Check that a worker runs and reaches X, then run this again in some minutes.',
      });
    }
    await sleep(lookEveryMs);
  }
}

function isOver({ source, standing }: OpenSpace): boolean {
  return source?.isGone === true || standing.status === 'over';
}

/** The bot's posts on X about it, as the end of a sentence. */
async function postsOnX({ reminders }: Store, { id, isAnswered }: ErasedTweet): Promise<string> {
  const rows = await reminders.listOf([id]);
  const posts = rows.flatMap(({ tweetId, intent }) => tweetId ?? intent?.tweetId ?? []);
  const unsure = rows.filter(mayBeOnX).map(({ key }) => reminderName(key));
  const unnamed = isAnswered ? [...unsure, 'the reply to it'] : unsure;
  return (
    (posts.length === 0 ? '' : `; delete by hand at X, from the bot's account: ${posts.join(', ')}`) +
    (unnamed.length === 0 ? '' : `; look on the bot's profile at X for posts that may be there: ${unnamed.join(', ')}`)
  );
}

/** Whether X may have the post: it was refused only for now, or is unconfirmed, or an organiser saw it there. */
function mayBeOnX({ status, tweetId, intent }: ReminderView): boolean {
  if (tweetId !== undefined || intent?.phase === 'sent') return false;
  return status === 'unconfirmed' || status === 'sent' || intent?.phase === 'refused';
}

/**
 * Deletes all runs. The desk starts a new one from the erased view, if it can still be decided, and reports nothing.
 */
async function deleteWorkflow(client: Client, workflowId: string): Promise<void> {
  const runIds = new Set<string>();
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) runIds.add(runId);
  try {
    // The list may not contain the last run yet.
    const handle = client.workflow.getHandle(workflowId);
    const { status, runId } = await handle.describe();
    runIds.add(runId);
    if (status.name === 'RUNNING') await handle.terminate('erased');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  const { namespace } = client.options;
  for (const runId of runIds) {
    const workflowExecution = { workflowId, runId };
    // The list may still contain a deleted run.
    await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution }).catch((error: unknown) => {
      if (!isGrpcServiceError(error) || (error.code as number) !== notFound) throw error;
    });
  }
}
