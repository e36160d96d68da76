import type { Config } from '../core/config.ts';
import { conferenceEnd } from '../core/conference.ts';
import {
  decidableUntil,
  isOff,
  newOpenSpace,
  type Opening,
  type OpenSpace,
  type SourceTweet,
} from '../core/open-space.ts';
import { erased } from '../core/erase-host.ts';
import { openingRules } from '../core/opening-rules.ts';
import { postIdOf, postIdsOf, postsOf } from '../core/posts-of.ts';
import type { SourceChange } from '../core/request.ts';
import { givesComingStart, isNewerThan, isNews } from '../core/source-change.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { copiedRevision, readAfter } from '../core/restored.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { StoredReading, TweetDoc } from '../store/tweets.ts';
import type { OpenSpaceInput } from '../workflows/messages.ts';
import { commitOpenSpace, type Committer } from './commit-open-space.ts';
import type { Deps } from './deps.ts';
import { goneChange } from './look-at-source.ts';
import { planOfStored, storedEdit } from './read-tweet.ts';

export type Announcement = Omit<Opening, 'conferenceId' | 'timeZone' | 'conferenceEndsAt' | 'taken'>;

export type Starter = Committer & Pick<Deps, 'openSpaces'>;

/** Starts an open space. If its room is taken, it begins as a conflict. See {@link startUnlessTaken}. */
export async function startOpenSpace(
  deps: Starter,
  announcement: Announcement,
  config: Config,
  findAbout?: () => Promise<string | undefined>,
) {
  const start = (opening: Parameters<typeof startUnlessTaken>[1]) =>
    startUnlessTaken(deps, opening, config, `heard:${announcement.id}`, findAbout);
  let started = await start(announcement);
  while (started.kind === 'taken') started = await start({ ...announcement, taken: started.by });
  return started;
}

/**
 * Commits the first state, which claims the room, and starts the workflow, which commits every later state. Each step
 * can be repeated: after a crash, the next try continues, and a second tweet with the same id changes nothing. The
 * first commit is made here and not by the workflow, because an activity for it would double the cost of a tweet.
 *
 * @param findAbout finds the host's coming open space that this one may change. Asked only if this is not scheduled
 * @returns `known`: it existed before, stored by another commit; `taken`: nothing was stored
 */
export async function startUnlessTaken(
  deps: Starter,
  announcement: Announcement & Pick<Opening, 'taken'>,
  config: Config,
  commitId: string,
  findAbout?: () => Promise<string | undefined>,
) {
  const { id: conferenceId, timeZone } = config.conference;
  const rules = openingRules(config, announcement.source?.host.id);
  const opening = { ...announcement, conferenceId, timeZone, conferenceEndsAt: conferenceEnd(config.conference) };
  const opened = newOpenSpace(opening, deps.clock(), rules);
  const about = opened.standing.status === 'scheduled' ? undefined : await findAbout?.();
  const space = withoutUndefined({ ...opened, about });
  const committed = await commitOpenSpace(deps, { space, commitId }, config);
  if (committed.kind === 'taken') return committed;
  const stored = ('stored' in committed ? committed.stored : undefined) ?? space;
  // A stored state with a later revision has a workflow already, running or ended.
  if (stored.revision === 0) await deps.openSpaces.start({ space: stored, rules });
  return { kind: committed.kind === 'behind' ? 'known' : 'started', space: stored } as const;
}

/**
 * Starts the workflow of a stored open space again, and then tells it of changes that came while no workflow ran.
 *
 * @param start starts the run. It may send a message in the same call, because after the start a run ends at once
 */
export async function runAgain<T>(
  deps: Starter,
  known: OpenSpace,
  config: Config,
  start: (input: OpenSpaceInput) => Promise<T>,
): Promise<T> {
  const space = await newestOf(deps, known);
  const started = await start({ space, rules: openingRules(config, space.source?.host.id), again: true });
  await tellStoredChanges(deps, space, await deps.store.tweets.findMany(postIdsOf(space)), config);
  return started;
}

/**
 * Tells an open space of stored edits and deletions of its posts that it does not know: a process may have died between
 * storing and telling, or an edit was told after the deletion. A session that an organiser moved by a later post also
 * follows its earlier ones.
 */
export async function tellStoredChanges(
  deps: Starter,
  space: OpenSpace,
  tweets: ReadonlyMap<string, TweetDoc>,
  config: Config,
): Promise<void> {
  for (const post of postsOf(space)) {
    const tweet = tweets.get(postIdOf(space, post));
    // `npm run erase` tells it itself.
    if (post.isGone === true || tweet === undefined || tweet.author.id === erased) continue;
    if (tweet.deletedAt !== undefined) {
      await tellSourceChange(deps, space, goneChange('protected', post, true), config);
    } else if (tweet.reading !== undefined && isNewerThan(post, tweet)) {
      const reading = readAfter(await deps.store.restores.latest(), tweet.postedAt.getTime(), tweet.reading);
      await tellSourceChange(deps, space, storedEdit({ ...tweet, postId: post.postId }, reading), config);
    }
  }
}

/**
 * Tells an open space of its host's change. If its workflow has ended with its last reminder, the workflow runs again
 * until the start (`docs/decisions/0012`), because what people were told may be wrong now. If the start has passed, the
 * workflow runs again only if the host gives a future start.
 *
 * @returns false if no workflow runs and none was started
 */
export async function tellSourceChange(deps: Starter, space: OpenSpace, change: SourceChange, config: Config) {
  const { id, conferenceId } = space;
  if (await deps.openSpaces.sourceChanged(conferenceId, id, change)) return true;
  const now = deps.clock();
  const canRun = decidableUntil(space) > now ? space.standing.status === 'scheduled' : givesComingStart(change, now);
  if (!canRun || isOff(space) || !isNews(space, change)) return false;
  return runAgain(deps, space, config, (again) => deps.openSpaces.sourceChanged(conferenceId, id, change, again));
}

/**
 * The stored state, also if it has changed since `known` was read: its host may be erased by now. If its last workflow
 * ended with a later state, that is stored first: no post may be forgotten.
 */
async function newestOf(deps: Starter, known: OpenSpace): Promise<OpenSpace> {
  const { id, conferenceId } = known;
  const found = await deps.openSpaces.findWorkflow(conferenceId, id);
  const view = await deps.store.openSpaces.find(id);
  if (found.kind !== 'completed' || view === null) return view?.space ?? known;
  await bringUp(deps, view, found.space);
  return (await deps.store.openSpaces.find(id))?.space ?? known;
}

/** Stores the state with which a workflow ended, if the store is older, for example after a restore. */
export async function bringUp(deps: Committer, view: OpenSpaceView, ended: OpenSpace): Promise<void> {
  if (ended.revision <= (copiedRevision(view) ?? view.revision)) return;
  const space = { ...ended, revision: Math.max(ended.revision, view.revision + 1) };
  await commitOpenSpace(deps, { space, commitId: `fromTemporal:${space.id}:${space.revision}`, mustBeFree: false });
}

/** The tweet of an open space, with its reading if the bot has read it: later edits are compared with the reading. */
export function sourceOf(
  { tweetId, url, author }: Pick<TweetDoc, 'tweetId' | 'url'> & { readonly author: SourceTweet['host'] },
  reading: StoredReading | undefined,
): SourceTweet {
  const host = { id: author.id, username: author.username };
  const readAs = reading && planOfStored(reading);
  return withoutUndefined({ tweetId, url, host, readAs, title: reading?.title });
}
