/**
 * `npm run erase -- ID`: takes a person's words and name out of a bot that runs. ID is a post's id; or a user's
 * number or name at X, and then it is all of their posts. An open space that is still to come is cancelled as if its
 * post was deleted.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import { endWithError } from '../config/end-with-error.ts';
import { StartError } from '../config/start-error.ts';
import { eraseHost } from '../core/erase-host.ts';
import { eraseTweet, eraseUser, findTweetsToErase, type ErasedTweet } from '../store/erase.ts';
import { createStore, type Store } from '../store/store.ts';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';
import { openSpaceWorkflowId } from '../workflows/messages.ts';
import { withBot, type ReachedBot } from './reach-bot.ts';

/** A worker acts on a deletion within a second or two. Milliseconds. */
const cancelledWithin = 30_000;

await withBot((bot) => erase(bot, process.argv[2])).catch(endWithError);

async function erase({ db, client }: ReachedBot, id: string | undefined): Promise<void> {
  if (id === undefined) {
    throw new StartError({
      what: 'No post or person is named.',
      remedy: 'npm run erase -- 1234567890, or npm run erase -- @name',
    });
  }
  const store = createStore(db);
  const tweets = await findTweetsToErase(db, id);
  for (const tweet of tweets) {
    const posted = await eraseOpenSpace(store, client, tweet);
    await eraseTweet(db, tweet, new Date());
    // The card may have been drawn between the two.
    if (tweet.openSpaceId !== undefined) await store.openSpaces.markStale(tweet.openSpaceId);
    const left = posted.length === 0 ? '' : `; delete by hand at X, from the bot's account: ${posted.join(', ')}`;
    console.log(`erased ${tweet.id}${left}`);
  }
  const isUserKnown = await eraseUser(db, id);
  if (tweets.length === 0 && !isUserKnown) {
    throw new StartError({
      what: `Nothing is known of ${id}.`,
      remedy: 'Give a post id, or a user number or @name at X.',
    });
  }
  console.log(
    `${tweets.length} posts erased${isUserKnown ? ', and the user' : ''}. Cards in Slack follow within seconds. ` +
      'Backups made before still hold them: delete those, or erase again after a restore.',
  );
}

/** Returns the ids of the posts that the bot itself made for it. */
async function eraseOpenSpace(store: Store, client: Client, tweet: ErasedTweet): Promise<string[]> {
  const { openSpaceId, conferenceId } = tweet;
  if (openSpaceId === undefined) return [];
  const openSpaces = createOpenSpaceWorkflows(client);
  await openSpaces.sourceChanged(conferenceId, openSpaceId, { kind: 'deleted', why: 'its host asked for its erasure' });
  await waitUntilCalledOff(store, openSpaceId);
  await deleteWorkflow(client, openSpaceWorkflowId(conferenceId, openSpaceId));
  const view = await store.openSpaces.find(openSpaceId);
  if (view === null) return [];
  const next = eraseHost(view.space);
  const committer = { store, clock: Date.now, openSpaces };
  await commitOpenSpace(committer, { space: next, commitId: `erase:${next.revision}`, takesRoom: false });
  // Cards of those that it kept out name it.
  for (const blocked of await store.openSpaces.listBlockedBy(openSpaceId)) await store.openSpaces.markStale(blocked);
  const rows = await store.reminders.listOf([openSpaceId]);
  return rows.flatMap(({ tweetId }) => (tweetId === undefined ? [] : [tweetId]));
}

/** What is over stays as it was; what is to come is cancelled or dismissed by its workflow. */
async function waitUntilCalledOff(store: Store, id: string): Promise<void> {
  const deadline = Date.now() + cancelledWithin;
  for (;;) {
    const space = (await store.openSpaces.find(id))?.space;
    const isToCome = space?.startAt === undefined || space.startAt > Date.now();
    if (space === undefined || !isToCome || ['cancelled', 'dismissed', 'over'].includes(space.standing.status)) return;
    if (Date.now() > deadline) {
      throw new StartError({
        what: `Open space ${id} was not cancelled within ${cancelledWithin / 1_000} s, and is not erased yet.`,
        remedy: 'Check that a worker runs, then run this again.',
      });
    }
    await sleep(200);
  }
}

/** Its history names the host. The desk starts a new one from the erased view, if it can still be decided on. */
async function deleteWorkflow(client: Client, workflowId: string): Promise<void> {
  try {
    const handle = client.workflow.getHandle(workflowId);
    const { status, runId } = await handle.describe();
    if (status.name === 'RUNNING') await handle.terminate('erased');
    const execution = { workflowId, runId };
    const { namespace } = client.options;
    await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: execution });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
