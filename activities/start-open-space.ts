import type { Config } from '../core/config.ts';
import { conferenceEnd } from '../core/conference.ts';
import type { Conflict } from '../core/conflict.ts';
import {
  decidableUntil,
  isOff,
  newOpenSpace,
  type Opening,
  type OpeningRules,
  type OpenSpace,
  type SourceTweet,
} from '../core/open-space.ts';
import { postIdOf } from '../core/posts-of.ts';
import type { SourceChange } from '../core/request.ts';
import { givesComingStart, isNews, isNewVersion } from '../core/source-change.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { copiedRevision, readAfter } from '../core/restored.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { StoredReading, TweetDoc } from '../store/tweets.ts';
import type { OpenSpaceInput } from '../workflows/messages.ts';
import { commitOpenSpace, type Committer } from './commit-open-space.ts';
import type { Deps } from './deps.ts';
import { planOfStored, storedEdit } from './read-tweet.ts';

/** What is known of a new open space before its room is claimed. */
export type Announcement = Omit<Opening, 'conferenceId' | 'timeZone' | 'conferenceEndsAt' | 'taken'>;

interface StartOptions {
  /** [`heard:<id>`] */
  readonly commitId?: string;
  /** Where somebody holds the room then, nothing is stored; else it begins as a conflict. */
  readonly refuseTaken?: boolean;
  /** Finds the coming open space of the same host that one which is not scheduled may be a change of: its id. */
  readonly findAbout?: () => Promise<string | undefined>;
}

/** What starting one needs. */
export type Starter = Committer & Pick<Deps, 'openSpaces'>;

type Started =
  | { readonly kind: 'started'; readonly space: OpenSpace }
  /** It was there before, by another commit. */
  | { readonly kind: 'known'; readonly space: OpenSpace }
  /** Only where a conflict was not wanted: nothing was stored. */
  | { readonly kind: 'taken'; readonly by: Conflict };

/** What of the config an open space keeps for its life; a trusted host's needs no approval beyond the lead. */
export function openingRules(config: Config, hostId: string | undefined): OpeningRules {
  const { reminderMinutes, approvalLeadMinutes, trustUsers } = config;
  const autoSend = config.autoSend || (hostId !== undefined && trustUsers.includes(hostId));
  return { reminderMinutes, autoSend, approvalLeadMinutes };
}

/**
 * Commits the first state, which claims the room, and starts the workflow, which commits every later one. Each step is
 * repeatable: a crash in between is finished when the tweet is taken up again, and a duplicate finds everything there.
 * The first commit is made here and not by the workflow, because an activity for it would double what a tweet costs.
 */
export async function startOpenSpace(
  deps: Starter,
  announcement: Announcement,
  config: Config,
  options: StartOptions = {},
): Promise<Started> {
  const { id: conferenceId, timeZone } = config.conference;
  const { commitId = `heard:${announcement.id}`, refuseTaken = false } = options;
  const rules = openingRules(config, announcement.source?.host.id);
  const opening = { ...announcement, conferenceId, timeZone, conferenceEndsAt: conferenceEnd(config.conference) };
  let taken: Conflict | undefined;
  for (;;) {
    const opened = newOpenSpace(withoutUndefined({ ...opening, taken }), deps.clock(), rules);
    const about = opened.standing.status === 'scheduled' ? undefined : await options.findAbout?.();
    const space = withoutUndefined({ ...opened, about });
    const committed = await commitOpenSpace(deps, { space, commitId, takesRoom: true }, config);
    if (committed.kind === 'taken') {
      if (refuseTaken) return committed;
      taken = committed.by;
      continue;
    }
    const stored = ('stored' in committed ? committed.stored : undefined) ?? space;
    // Started from the stored first state; one that has moved on is running, or has ended, already.
    if (stored.revision === 0) await deps.openSpaces.start({ space: stored, rules });
    return { kind: committed.kind === 'behind' ? 'known' : 'started', space: stored };
  }
}

/**
 * Starts the workflow of a stored open space once more. An edit that came while none was there to hear it is told now.
 *
 * @param start begins the run, and may ask it something in the same step: past the start it ends at once
 */
export async function runAgain<T>(
  deps: Starter,
  known: OpenSpace,
  config: Config,
  start: (input: OpenSpaceInput) => Promise<T>,
): Promise<T> {
  const space = await laterOf(deps, known);
  const started = await start({ space, rules: openingRules(config, space.source?.host.id), again: true });
  if (space.source !== undefined) await tellStoredEdit(deps, space, await deps.store.tweets.find(postIdOf(space)));
  return started;
}

/** Tells a workflow that runs of the edit that is stored, where its open space rests on an earlier version. */
export async function tellStoredEdit(
  { openSpaces, store }: Starter,
  { conferenceId, id, source }: OpenSpace,
  tweet: TweetDoc | null,
): Promise<void> {
  if (source === undefined || tweet?.reading === undefined || !isNewVersion(source, tweet.tweetId)) return;
  const reading = readAfter(await store.restores.latest(), tweet.postedAt.getTime(), tweet.reading);
  await openSpaces.sourceChanged(conferenceId, id, storedEdit({ ...tweet, postId: source.postId }, reading));
}

/**
 * Tells an open space what its host did. One whose workflow ended with its last reminder runs again for it, until its
 * start (`docs/decisions/0012`): what people were told may be wrong by now. So does one whose start has passed, where
 * the host gives it another.
 *
 * @returns false where it is over
 */
export async function tellSourceChange(
  deps: Starter,
  space: OpenSpace,
  change: SourceChange,
  config: Config,
): Promise<boolean> {
  const { id, conferenceId } = space;
  if (await deps.openSpaces.sourceChanged(conferenceId, id, change)) return true;
  const now = deps.clock();
  const canRun = decidableUntil(space) > now ? space.standing.status === 'scheduled' : givesComingStart(change, now);
  if (!canRun || isOff(space) || !isNews(space, change)) return false;
  return runAgain(deps, space, config, (again) => deps.openSpaces.sourceChanged(conferenceId, id, change, again));
}

/** What its last workflow ended with, where the store has less: what was posted must not look as if it were not. */
async function laterOf(deps: Starter, space: OpenSpace): Promise<OpenSpace> {
  const found = await deps.openSpaces.findWorkflow(space.conferenceId, space.id);
  const view = found.kind === 'completed' ? await deps.store.openSpaces.find(space.id) : null;
  if (found.kind !== 'completed' || view === null) return space;
  await bringUp(deps, view, found.space);
  return (await deps.store.openSpaces.find(space.id))?.space ?? space;
}

/** Stores the state that a workflow ended with, where the store has less: after a restore from an older copy, say. */
export async function bringUp(deps: Committer, view: OpenSpaceView, ended: OpenSpace): Promise<void> {
  if (ended.revision <= (copiedRevision(view) ?? view.revision)) return;
  const space = { ...ended, revision: Math.max(ended.revision, view.revision + 1) };
  await commitOpenSpace(deps, { space, commitId: `fromTemporal:${space.id}:${space.revision}`, takesRoom: false });
}

/** The tweet that an open space comes from; with what it was read as where the bot has read it: an edit is compared. */
export function sourceOf(
  { tweetId, url, author }: Pick<TweetDoc, 'tweetId' | 'url'> & { readonly author: SourceTweet['host'] },
  reading: StoredReading | undefined,
): SourceTweet {
  const host = { id: author.id, username: author.username };
  const readAs = reading && planOfStored(reading);
  return withoutUndefined({ tweetId, url, host, readAs, title: reading?.title });
}
