import type { Client } from '@temporalio/client';
import type { Deps } from '../activities/deps.ts';
import { overviewOf } from '../activities/desk-news.ts';
import { undecidedStatuses } from '../core/undecided.ts';
import { runAgain, sourceOf, startOpenSpace, type Starter } from '../activities/start-open-space.ts';
import type { Actor } from '../core/actor.ts';
import { conferenceEnd } from '../core/conference.ts';
import type { Config } from '../core/config.ts';
import { decidableUntil, isDenied, needsItsWorkflow, type OpenSpace, type SourceTweet } from '../core/open-space.ts';
import { farProblem } from '../core/plan.ts';
import type { Verb } from '../core/request.ts';
import type { OpenSpaceFilter, OpenSpaceView } from '../store/open-spaces.ts';
import { fingerprint } from '../core/fingerprint.ts';
import type { Conflict } from '../core/conflict.ts';
import { listedRoom, presentName } from '../core/listed-room.ts';
import { verbProblem, withMeantReminder } from '../core/verb-problem.ts';
import { statusOf } from '../core/status.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { createChangeKnown } from './change-known.ts';
import { createConfigService } from './config-service.ts';
import { askOpenSpace, type Ask, type AskOutcome } from './ask-open-space.ts';
import type { OpenSpaceInput } from '../workflows/messages.ts';
import { createShift } from './shift.ts';
import { createShownViews } from './shown-views.ts';
import { serverProblem } from './server-problem.ts';
import { postAddress } from '../core/post-address.ts';
import { isVisible } from '../core/visible.ts';
import { nameOf, refusalWords, sentenceOf, takenWords } from '../core/words.ts';

/** A tweet's address, with its author's handle, if it has one, and its id. */
export const tweetAddress = new RegExp(`^https://${postAddress}(?:[?/#][!-~]*)?$`, 'u');

/**
 * An open space that an organiser enters: from the board, from a tweet that the bot did not receive, or from one in
 * review.
 */
export interface Entry {
  readonly tweetUrl?: string;
  readonly room?: string;
  readonly place?: string;
  /** Epoch milliseconds. */
  readonly startAt: number;
  readonly title?: string;
  readonly note?: string;
  /** Approved by default. With `needs_action`, it waits for an approval. */
  readonly approval?: 'approved' | 'needs_action';
}

export type EntryOutcome =
  /** `isKept`: its workflow was asked but no worker answers, so it will be entered or refused later. */
  | { readonly kind: 'entered'; readonly id: string; readonly isKept?: true }
  | ({ readonly kind: 'refused' } & EntryProblem);

/** The problem of an entry, and the wrong field if it is only one. */
interface EntryProblem {
  readonly reason: string;
  readonly at?: 'title' | 'place' | 'note' | 'room' | 'time' | 'tweetUrl';
  /** The open space that holds the room, if that is the reason. */
  readonly taken?: Conflict;
}

/**
 * The actions and queries for organisers, the same for Slack, the API and the pages. These check before who may use
 * them.
 */
export type OpenSpaceService = ReturnType<typeof createOpenSpaceService>;

/** The open space of an entry. */
interface EnteredFor {
  readonly id: string;
  readonly source?: SourceTweet;
  /** The reason why it cannot be made, if it does not exist yet. */
  readonly problem?: string;
}

/** With these refusals, the post has a session already, and the entry may be another session of the same post. */
const cannotBeStaged: readonly string[] = [refusalWords.changeInstead, refusalWords.isOver];

/** A host with more than this is a spammer. */
const mostOfOneHost = 90;
/** More than ever waits, or starts within a day, so all are counted and the most urgent are known. */
const mostListed = 500;

export function createOpenSpaceService(options: Starter & Pick<Deps, 'log'> & { readonly client: Client }) {
  const { store, client, clock, log } = options;
  const shown = createShownViews(store);
  /** Stored means entered: if Temporal is down, the desk starts the workflow later. */
  const storedAlready: Starter = {
    ...options,
    openSpaces: {
      ...options.openSpaces,
      start: (input) =>
        options.openSpaces.start(input).catch((error: unknown) => {
          if (serverProblem(error) === undefined) throw error;
        }),
    },
  };

  /** Asks the open space's workflow. */
  async function ask(asked: Ask): Promise<AskOutcome> {
    const [config, view] = await Promise.all([store.configs.current(), store.openSpaces.find(asked.openSpaceId)]);
    if (view === null) return { kind: 'gone' };
    const { space } = view;
    const { requestId } = asked;
    const decision = requestId && space.decisions.find(({ id }) => id.startsWith(`${requestId}:r`));
    if (decision) return { kind: 'decided', result: { decision, status: statusOf(space) } };
    const verb = withMeantReminder(withListedRoom(asked.verb, config), space, asked.by);
    if (typeof verb === 'string') return { kind: 'refused', reason: verb };
    const reason = verbProblem(verb, space, config);
    if (reason !== undefined) return { kind: 'refused', reason };
    const checked = { revision: view.revision, ...asked, verb };
    const answer = await askOpenSpace(client, space.conferenceId, checked);
    if (answer.kind !== 'gone' || !(await canRunAgain(space, verb))) return naming(answer);
    const askAgain = (input: OpenSpaceInput) => askOpenSpace(client, space.conferenceId, checked, input);
    return naming(await runAgain(options, space, config, askAgain));
  }

  /** Whether an open space without a workflow may start one again for this request. */
  async function canRunAgain(space: OpenSpace, { verb }: Verb): Promise<boolean> {
    // Whether X has the post is worth storing even after the start.
    if (verb === 'confirmSent') return true;
    if (decidableUntil(space) <= clock()) return false;
    // The workflow ended with the last reminder. Until the start, the session can still be moved or cancelled.
    if (space.standing.status === 'scheduled' && ['cancel', 'change', 'retry'].includes(verb)) return true;
    // A workflow may be missing: the view is stored before its start, and Temporal's data may be lost. A cancellation
    // by an operator can be taken back, once the reconciler has stored it.
    const { kind } = await options.openSpaces.findWorkflow(space.conferenceId, space.id);
    return kind === 'none' || (kind === 'stopped' && !needsItsWorkflow(space));
  }

  /** For a refusal because of the room, adds the session that holds it. */
  async function naming(answer: AskOutcome): Promise<AskOutcome> {
    if (answer.kind !== 'refused' || answer.taken === undefined) return answer;
    return { ...answer, ...(await refusalOfTaken(answer.taken)) };
  }

  async function refusalOfTaken(stored: Conflict): Promise<{ readonly reason: string; readonly taken: Conflict }> {
    const [{ conference }, holder] = await Promise.all([
      store.configs.current(),
      store.openSpaces.find(stored.openSpaceId),
    ]);
    const taken = { ...stored, room: presentName(stored.room, conference.rooms) };
    return { reason: takenWords(taken, holder === null ? undefined : nameOf(holder.space)), taken };
  }

  /**
   * Enters an open space by hand. Refuses a room that is taken, and a tweet that has an open space already.
   *
   * @param key the id of the form or the request: the same entry with the same key is made once, however often it is
   * sent
   */
  async function enterByHand(entry: Entry, by: Actor, key: string): Promise<EntryOutcome> {
    // Not a counter: after a restore of an older copy, it could give a number out again.
    const id = `manual-${fingerprint(JSON.stringify([key, entry]))}`;
    return enter(entry, by, entry.tweetUrl === undefined ? { id } : await findByAddress(entry.tweetUrl), key);
  }

  /** Schedules the session of a stored tweet, even if the bot read it otherwise. @param key see `enterByHand` */
  async function stageTweet(
    tweetId: string,
    entry: Omit<Entry, 'tweetUrl'>,
    by: Actor,
    key?: string,
  ): Promise<EntryOutcome> {
    const tweet = await store.tweets.find(tweetId);
    if (tweet !== null) return enter(entry, by, { id: tweetId, source: sourceOf(tweet, tweet.reading) }, key);
    return enter(entry, by, { id: tweetId, problem: 'The bot never heard this tweet. Enter it by its address.' });
  }

  async function enter(
    given: Omit<Entry, 'tweetUrl'>,
    by: Actor,
    { id, source, problem }: EnteredFor,
    key?: string,
  ): Promise<EntryOutcome> {
    const config = await store.configs.current();
    const entry = withListedRoom(given, config);
    const wrong = entryProblem(entry, config, clock());
    if (wrong !== undefined) return { kind: 'refused', ...wrong };
    const commitId = `entered:${id}:${fingerprint(JSON.stringify([key, entry, by]))}`;
    const known = await store.openSpaces.find(id);
    const stage = () => stageKnown(id, entry, by, key && commitId);
    // A repeated entry does this too, because the process of the first try may have died before. Doing it twice changes
    // nothing.
    const noteEntered = async (): Promise<EntryOutcome> => {
      const at = new Date(clock());
      await store.audit.add({ _id: `${id}:entered`, at, by, verb: 'enter', words: 'entered by hand', openSpaceId: id });
      if (source !== undefined) await store.tweets.link(id, id);
      return { kind: 'entered', id };
    };
    if (known !== null) {
      // An id without a source is made from the entry itself, so an existing one is the same entry.
      const isOwn = source === undefined && problem === undefined;
      const isRepeated = isOwn || (key !== undefined && known.commitId === commitId);
      return isRepeated ? noteEntered() : stage();
    }
    if (problem !== undefined) return { kind: 'refused', reason: problem, at: 'tweetUrl' };
    const { startAt, title, note, place, approval } = entry;
    const room = entry.room === undefined ? undefined : listedRoom(entry.room, config.conference.rooms);
    const plan = withoutUndefined({ verdict: 'schedule', startAt, room });
    const approvedBy = approval === 'needs_action' ? 'nobody' : by;
    const announcement = withoutUndefined({ id, source, title, note, place, plan, approvedBy });
    // The organiser can pick another room now, so no conflict is stored.
    const started = await startOpenSpace(storedAlready, announcement, config, { commitId, refuseTaken: true });
    if (started.kind === 'taken') return { kind: 'refused', ...(await refusalOfTaken(started.by)), at: 'room' };
    // Somebody else opened it between our query and our commit. Theirs stays, and this entry becomes a change of it.
    return started.kind === 'known' ? stage() : noteEntered();
  }

  async function stageKnown(id: string, entry: Entry, by: Actor, requestId?: string): Promise<EntryOutcome> {
    const { tweetUrl: _, ...where } = entry;
    const answer = await ask(withoutUndefined({ openSpaceId: id, verb: { verb: 'stage', ...where }, by, requestId }));
    if (answer.kind === 'gone' || (answer.kind === 'refused' && cannotBeStaged.includes(answer.reason))) {
      const session = (await shown.find(id))?.space;
      if (session === undefined) return { kind: 'refused', reason: refusalWords.noSuch, at: 'tweetUrl' };
      const canChange = session.standing.status === 'scheduled' && decidableUntil(session) > clock();
      return { kind: 'refused', reason: refusalWords.otherOfPost(sentenceOf(session), canChange), at: 'tweetUrl' };
    }
    if (answer.kind === 'refused') return answer.taken === undefined ? answer : { ...answer, at: 'room' };
    return { kind: 'entered', id, ...(answer.kind === 'kept' ? { isKept: true } : {}) };
  }

  async function findByAddress(url: string): Promise<EnteredFor> {
    const [, handle = 'i', tweetId] = tweetAddress.exec(url) ?? [];
    if (tweetId === undefined) {
      return { id: url, problem: 'The tweet’s address should look like https://x.com/name/status/123.' };
    }
    const heard = await store.tweets.findVersion(tweetId);
    const author = heard?.author ?? { id: `@${handle}`, username: handle };
    const address = `https://x.com/${author.username}/status/${tweetId}`;
    return { id: heard?._id ?? tweetId, source: sourceOf({ tweetId, url: address, author }, heard?.reading) };
  }

  async function list(filter: OpenSpaceFilter, most: number): Promise<OpenSpaceView[]> {
    const { conference } = await store.configs.current();
    return shown.list(conference.id, filter, most);
  }

  return {
    ask,
    changeKnown: createChangeKnown(store, clock, ask),
    ...createConfigService(options),
    ...createShift(store, { ask, log }),
    /** Stores who looks after it; its card shows that. */
    take: (id: string, by: Actor) => store.openSpaces.take(id, { id: by.id, name: by.name }),
    /** The open spaces that need a decision now. */
    listUndecided: () => list({ undecided: true }, mostListed),
    /** The open spaces of this host that can be denied before anything is posted. */
    listWaitingOf: (hostId: string) => list({ status: undecidedStatuses, hostId }, mostOfOneHost),
    /** Sessions that start at or after `from` and before `to`, epoch milliseconds. */
    async listUpcoming(from: number, to: number): Promise<OpenSpaceView[]> {
      const views = await list({ status: ['scheduled'], from: new Date(from), to: new Date(to) }, mostListed);
      return views.filter(({ space }) => !isDenied(space));
    },
    async overview() {
      return overviewOf(store, await store.configs.current());
    },
    enterByHand,
    stageTweet,
    config: () => store.configs.current(),
    find: shown.find,
    findMany: shown.findMany,
    list: shown.list,
  };
}

function entryProblem(entry: Entry, config: Config, now: number): EntryProblem | undefined {
  const unseen = (['title', 'place', 'note'] as const).find((field) => !isVisible(entry[field] ?? field));
  if (unseen !== undefined) return { reason: refusalWords.invisible(unseen), at: unseen };
  if ((entry.room === undefined) === (entry.place === undefined)) return { reason: 'Give either a room or a place.' };
  if (entry.room !== undefined && listedRoom(entry.room, config.conference.rooms) === undefined) {
    return { reason: refusalWords.unlisted(entry.room), at: 'room' };
  }
  const isOver = entry.startAt <= now ? 'That start has passed: nothing is posted after the start.' : undefined;
  const reason = isOver ?? farProblem(entry.startAt, conferenceEnd(config.conference));
  return reason === undefined ? undefined : { reason, at: 'time' };
}

/**
 * The request with the room's listed name, so that the checked name is the stored name. A place that names a listed
 * room becomes that room: otherwise somebody else could get it. With both a room and a place, nothing is changed.
 */
function withListedRoom<T extends object>(asked: T & { room?: string; place?: string }, { conference }: Config): T {
  const { room, place, ...rest } = asked;
  const listed = listedRoom(room ?? place ?? '', conference.rooms);
  const isBoth = room !== undefined && place !== undefined;
  return listed === undefined || isBoth ? asked : ({ ...rest, room: listed } as unknown as T);
}
