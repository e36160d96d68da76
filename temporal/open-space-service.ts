import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { overviewOf, undecidedStatuses } from '../activities/desk-news.ts';
import type { OpenSpaceWorkflows } from '../activities/deps.ts';
import { openingRules, runAgain, startOpenSpace, type Starter } from '../activities/start-open-space.ts';
import type { Actor } from '../core/actor.ts';
import type { Config } from '../core/config.ts';
import { changedSince } from '../core/decide.ts';
import { decidableUntil, type OpenSpace, type SourceTweet } from '../core/open-space.ts';
import type { Verb } from '../core/request.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { listedRoom } from '../core/listed-room.ts';
import { reminderTextFor } from '../core/reminder-text.ts';
import { createConfigService } from './config-service.ts';
import { askOpenSpace, type AskOutcome } from './ask-open-space.ts';
import { createShift } from './shift.ts';
import { takenWords } from '../core/words.ts';

/** An open space that an organiser enters: from the board, from a tweet that was never heard, or from one in review. */
export interface Entry {
  readonly tweetUrl?: string;
  readonly room?: string;
  readonly place?: string;
  /** Epoch milliseconds. */
  readonly startAt: number;
  readonly title?: string;
  readonly note?: string;
  /** Entering approves, unless it is to wait for somebody [approved]. */
  readonly approval?: 'approved' | 'needs_action';
}

export type EntryOutcome =
  | { readonly kind: 'entered'; readonly id: string }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * What organisers can do and see, the same for Slack, the API and the pages. Who may is checked by each of them
 * before.
 */
export type OpenSpaceService = ReturnType<typeof createOpenSpaceService>;

export interface ServiceOptions extends Starter {
  readonly client: Client;
  readonly openSpaces: OpenSpaceWorkflows;
}

/** One who posts more than this is a spammer. */
const mostOfOneHost = 90;
/** All that waits on a bad day, so that the most urgent of them are known. */
const mostUndecided = 500;
/** More cannot be read on a phone, and Slack's Home takes 100 blocks. */
const mostOnHome = 40;

/** Who pressed what: the open space, and the revision before them. */
export type Press = Pick<Asked, 'openSpaceId' | 'by' | 'revision'>;

export interface Asked {
  readonly openSpaceId: string;
  readonly verb: Verb;
  readonly by: Actor;
  /** What the asker had before them; absent: what stands now. */
  readonly revision?: number;
  /** Where the caller has loaded them already. */
  readonly loaded?: { readonly config: Config; readonly view: OpenSpaceView };
}

export function createOpenSpaceService(options: ServiceOptions) {
  const { store, client, clock } = options;
  const configs = createConfigService(options);

  /** Asks the open space's workflow. */
  async function ask({ openSpaceId, verb, by, revision, loaded }: Asked): Promise<AskOutcome> {
    const config = loaded?.config ?? (await store.configs.current());
    const view = loaded?.view ?? (await store.openSpaces.find(openSpaceId));
    if (view === null) return { kind: 'gone' };
    const { space } = view;
    const checked = checkedVerb(verb, space, config);
    if (typeof checked === 'string') return { kind: 'refused', reason: checked };
    const asked = {
      openSpaceId,
      verb: checked,
      by,
      conferenceId: space.conferenceId,
      revision: revision ?? view.revision,
    };
    const answer = await askOpenSpace(client, asked);
    if (answer.kind !== 'gone') return answer;
    // The view is stored before its workflow is started, and Temporal's data may be lost: then its workflow never was.
    const { kind } = await options.openSpaces.findWorkflow(space.conferenceId, openSpaceId);
    const neverRan = kind === 'none' && decidableUntil(space) > clock();
    // Its workflow ended with its last reminder; until the start it can still move or be cancelled.
    if (!neverRan && !canRunAgain(space, checked, clock())) return answer;
    if (decidableUntil(space) > clock()) {
      await runAgain(options, space, config);
      return askOpenSpace(client, asked);
    }
    // Past the start a run ends at once, so it must begin with the request.
    const rules = openingRules(config, space.source?.host.id);
    return askOpenSpace(client, asked, { space, rules, prepareSeconds: options.prepareSeconds, again: true });
  }

  /**
   * Carries out what a post says about a known session of the same host: that one is moved to the post's room and
   * start, or cancelled, and the post's own open space is denied. Doing it again does what a crash left undone.
   */
  async function changeKnown(change: 'move' | 'cancel', { openSpaceId, by, revision }: Press): Promise<AskOutcome> {
    const view = await store.openSpaces.find(openSpaceId);
    const known = view?.space.about === undefined ? null : await store.openSpaces.find(view.space.about);
    if (view === null || known === null) return { kind: 'refused', reason: 'It is about no other session.' };
    // Refused here already: the known session must not change where the post's own denial will be refused.
    const changed = changedSince(view.space, revision);
    if (changed !== undefined) return { kind: 'refused', reason: changed };
    const verb = change === 'cancel' ? ({ verb: 'cancel' } as const) : moveTo(view.space, clock());
    if (verb === undefined) {
      return { kind: 'refused', reason: 'The post says neither a room nor a coming start. Move the session by hand.' };
    }
    if (!isDone(known.space, verb)) {
      const answer = await ask({ openSpaceId: known._id, verb, by });
      if (answer.kind !== 'decided') return answer;
    }
    const denial = { verb: 'decide', approval: 'denied' } as const;
    const answer = await ask({ openSpaceId, verb: denial, by, ...(revision === undefined ? {} : { revision }) });
    // Moving the other one may have changed what this post is in conflict with; nobody has decided on it.
    const now = answer.kind === 'refused' ? await store.openSpaces.find(openSpaceId) : null;
    if (now === null || now.space.decisions.length !== view.space.decisions.length) return answer;
    return ask({ openSpaceId, verb: denial, by });
  }

  /** Enters an open space by hand. A room that is taken is refused; a tweet that has one already, too. */
  async function enterByHand(entry: Entry, by: Actor): Promise<EntryOutcome> {
    const config = await store.configs.current();
    const problem = entryProblem(entry, config, clock());
    if (problem !== undefined) return { kind: 'refused', reason: problem };
    const source = entry.tweetUrl === undefined ? undefined : await sourceOf(entry.tweetUrl);
    if (entry.tweetUrl !== undefined && source === undefined) {
      return { kind: 'refused', reason: 'The tweet’s address should look like https://x.com/name/status/123.' };
    }
    // Random: a number that is counted could be given out again after an older copy of the database was restored.
    const id = source?.id ?? `manual-${randomBytes(6).toString('hex')}`;
    const known = await store.openSpaces.find(id);
    if (known !== null) return stageKnown(known.space, entry, by);
    return open(config, id, source?.tweet, entry, by);
  }

  /** Schedules what a stored tweet announces, whatever it was read as. */
  async function stageTweet(tweetId: string, entry: Omit<Entry, 'tweetUrl'>, by: Actor): Promise<EntryOutcome> {
    const config = await store.configs.current();
    const problem = entryProblem(entry, config, clock());
    if (problem !== undefined) return { kind: 'refused', reason: problem };
    const known = await store.openSpaces.find(tweetId);
    if (known !== null) return stageKnown(known.space, entry, by);
    const tweet = await store.tweets.find(tweetId);
    if (tweet === null) return { kind: 'refused', reason: 'This tweet was never heard: enter it by its address.' };
    const { id, username } = tweet.author;
    const title = tweet.reading?.title;
    const source = { tweetId: tweet.tweetId, url: tweet.url, host: { id, username } };
    return open(config, tweetId, title === undefined ? source : { ...source, title }, entry, by);
  }

  async function stageKnown({ id }: OpenSpace, entry: Entry, by: Actor): Promise<EntryOutcome> {
    const { tweetUrl: _, ...where } = entry;
    const answer = await ask({ openSpaceId: id, verb: { verb: 'stage', ...where }, by });
    if (answer.kind === 'refused') return answer;
    if (answer.kind === 'gone') return { kind: 'refused', reason: 'It has ended: nothing can be decided any more.' };
    return { kind: 'entered', id };
  }

  async function open(
    config: Config,
    id: string,
    source: SourceTweet | undefined,
    entry: Entry,
    by: Actor,
  ): Promise<EntryOutcome> {
    const room = entry.room === undefined ? undefined : listedRoom(entry.room, config.conference.rooms);
    const announcement = {
      id,
      ...(source === undefined ? {} : { source }),
      ...(entry.title === undefined ? {} : { title: entry.title }),
      ...(entry.note === undefined ? {} : { note: entry.note }),
      ...(entry.place === undefined ? {} : { place: entry.place }),
      plan: { verdict: 'schedule' as const, startAt: entry.startAt, ...(room === undefined ? {} : { room }) },
      ...(entry.approval === 'needs_action' ? {} : { approvedBy: by }),
    };
    // An organiser is there to pick another room, so no conflict needs to be kept.
    const commitId = `entered:${id}:${fingerprint(JSON.stringify([entry, by]))}`;
    const started = await startOpenSpace(options, announcement, config, { commitId, refuseTaken: true });
    if (started.kind === 'taken') return { kind: 'refused', reason: takenWords(started.by) };
    // Somebody opened it between our look and our commit: theirs stands, and this entry is about theirs.
    if (started.kind === 'known') return stageKnown(started.space, entry, by);
    const at = new Date(clock());
    await store.audit.add({ _id: `${id}:entered`, at, by, verb: 'enter', words: 'entered by hand', openSpaceId: id });
    if (source !== undefined) await store.tweets.link(id, id);
    return { kind: 'entered', id };
  }

  async function sourceOf(url: string): Promise<{ id: string; tweet: SourceTweet } | undefined> {
    const parts = /^https:\/\/(?:www\.|mobile\.)?(?:x|twitter)\.com\/(\w{1,15})\/status\/(\d{1,19})(?:[?/#].*)?$/u.exec(
      url,
    );
    const [, username, tweetId] = parts ?? [];
    if (username === undefined || tweetId === undefined) return undefined;
    const heard = await store.tweets.findVersion(tweetId);
    const title = heard?.reading?.title;
    const host =
      heard === null ? { id: `@${username}`, username } : { id: heard.author.id, username: heard.author.username };
    return {
      id: heard?._id ?? tweetId,
      tweet: {
        tweetId,
        url: `https://x.com/${host.username}/status/${tweetId}`,
        host,
        ...(title === undefined ? {} : { title }),
      },
    };
  }

  return {
    ask,
    changeKnown,
    ...configs,
    ...createShift({ store, ask }),
    /** False where it was so already. */
    setPaused: (paused: boolean, by: Actor) =>
      configs.changeConfig((config) => (config.paused === paused ? config : { ...config, paused }), by),
    /** Somebody looks after it: its card says so. */
    take: (id: string, by: Actor) => store.openSpaces.take(id, { id: by.id, name: by.name }),
    /** What of this host waits for a decision. */
    async listWaitingOf(hostId: string) {
      const { conference } = await store.configs.current();
      return store.openSpaces.list(conference.id, { status: undecidedStatuses, hostId }, mostOfOneHost);
    },
    /** What is scheduled between two moments, epoch milliseconds. */
    async listUpcoming(from: number, to: number) {
      const { conference } = await store.configs.current();
      const filter = { status: ['scheduled'] as const, from: new Date(from), to: new Date(to) };
      return store.openSpaces.list(conference.id, filter, mostOnHome);
    },
    async overview() {
      return overviewOf(store, await store.configs.current());
    },
    enterByHand,
    stageTweet,
    config: () => store.configs.current(),
    find: (id: string) => store.openSpaces.find(id),
    /** What needs a decision now. */
    async listUndecided() {
      const { conference } = await store.configs.current();
      return store.openSpaces.list(conference.id, { status: undecidedStatuses }, mostUndecided);
    },
  };
}

/** Where a post says that the session is now; undefined where it says nothing that is to come. */
function moveTo({ room, startAt = 0 }: OpenSpace, now: number): (Verb & { verb: 'change' }) | undefined {
  const to = { ...(room === undefined ? {} : { room }), ...(startAt <= now ? {} : { startAt }) };
  return Object.keys(to).length === 0 ? undefined : { verb: 'change', ...to };
}

function isDone({ standing, room, startAt }: OpenSpace, verb: Verb): boolean {
  if (verb.verb === 'cancel') return standing.status === 'cancelled';
  if (verb.verb !== 'change') return false;
  return (verb.room ?? room) === room && (verb.startAt ?? startAt) === startAt;
}

/** After its last reminder an open space is done but for these; they matter to people who look at the schedule. */
function canRunAgain(space: OpenSpace, verb: Verb, now: number): boolean {
  // Whether X has it is worth writing down after the start, too.
  if (verb.verb === 'confirmSent') return true;
  if (!['cancel', 'change', 'retry'].includes(verb.verb)) return false;
  return space.standing.status === 'scheduled' && space.startAt !== undefined && space.startAt > now;
}

function entryProblem(entry: Entry, config: Config, now: number): string | undefined {
  if ((entry.room === undefined) === (entry.place === undefined)) return 'Give a room or a place, one of the two.';
  if (entry.room !== undefined && listedRoom(entry.room, config.conference.rooms) === undefined) {
    return unlisted(entry.room);
  }
  return entry.startAt <= now ? 'That start has passed: nothing is posted after the start.' : undefined;
}

/**
 * The verb with rooms under their listed names, or what is wrong with it: what is checked here is what is used
 * later.
 */
function checkedVerb(verb: Verb, space: OpenSpace, config: Config): Verb | string {
  if ('text' in verb && verb.text !== undefined) {
    const problem = textProblem(verb.text, space);
    if (problem !== undefined) return problem;
  }
  if (!('room' in verb) || verb.room === undefined) return verb;
  const room = listedRoom(verb.room, config.conference.rooms);
  return room === undefined ? unlisted(verb.room) : { ...verb, room };
}

/** What X would not take, with this open space's words filled in and the longest number of minutes. */
export function textProblem(text: string, space: OpenSpace): string | undefined {
  try {
    reminderTextFor(space, text, 1440);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError)
      return 'The text is over 280 weighted characters once it is filled in: shorten it.';
    throw error;
  }
}

const unlisted = (room: string): string =>
  `${room} is not on the list of rooms. Pick a listed one, or give it as a place, which the conflict check leaves alone.`;
