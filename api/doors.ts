import type { Client } from '@temporalio/client';
import { claimRoom } from '../activities/claim-room.ts';
import { openingRules, openOpenSpace, type Opener } from '../activities/start-open-space.ts';
import type { Actor } from '../core/actor.ts';
import type { Config } from '../core/config.ts';
import type { OpenSpace, SourceTweet } from '../core/open-space.ts';
import type { Verb } from '../core/request.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { Store } from '../store/store.ts';
import { ask, type AskOutcome } from '../temporal/ask-open-space.ts';
import { listedRoom } from '../core/listed-room.ts';

/** An open space that an organiser enters: from the board, from a tweet that was never heard, or from one in review. */
export interface Entry {
  readonly tweetUrl?: string;
  readonly room?: string;
  readonly place?: string;
  /** Epoch milliseconds. */
  readonly startAt: number;
  readonly title?: string;
  readonly note?: string;
}

export type EntryOutcome =
  | { readonly kind: 'entered'; readonly id: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** What organisers can do, the same through Slack, the API and the pages. Who may is checked by each door before. */
export type Doors = ReturnType<typeof createDoors>;

export interface DoorsOptions extends Opener {
  readonly store: Store;
  readonly client: Client;
}

export function createDoors(options: DoorsOptions) {
  const { store, client, clock } = options;

  /** Asks the open space's workflow; without a revision, about what stands now. */
  async function askOpenSpace(request: {
    openSpaceId: string;
    verb: Verb;
    by: Actor;
    revision?: number;
  }): Promise<AskOutcome> {
    const [config, view] = await Promise.all([store.configs.current(), store.openSpaces.find(request.openSpaceId)]);
    if (view === null) return { kind: 'gone' };
    const verb = withListedRoom(request.verb, config);
    if (typeof verb === 'string') return { kind: 'refused', reason: verb };
    const revision = request.revision ?? view.revision;
    const asked = { ...request, verb, conferenceId: config.conference.id, revision };
    const answer = await ask(client, asked);
    if (answer.kind !== 'gone' || !canBeTakenUpAgain(view.space, verb, clock())) return answer;
    // Its workflow ended with its last reminder; until the start it can still move or be cancelled.
    const { space } = view;
    const { settleSeconds } = options;
    await options.openSpaces.start({
      space,
      rules: openingRules(config, space.source?.host.id),
      settleSeconds,
      untilStart: true,
    });
    return ask(client, asked);
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
    const id = source?.id ?? `manual-${await store.counters.next('manual')}`;
    const known = await store.openSpaces.find(id);
    if (known !== null) return stageKnown(known, entry, by);
    return open(config, id, source?.tweet, entry, by);
  }

  /** Schedules what a stored tweet announces, whatever it was read as. */
  async function stageTweet(tweetId: string, entry: Omit<Entry, 'tweetUrl'>, by: Actor): Promise<EntryOutcome> {
    const config = await store.configs.current();
    const problem = entryProblem(entry, config, clock());
    if (problem !== undefined) return { kind: 'refused', reason: problem };
    const known = await store.openSpaces.find(tweetId);
    if (known !== null) return stageKnown(known, entry, by);
    const tweet = await store.tweets.find(tweetId);
    if (tweet === null) return { kind: 'refused', reason: 'This tweet was never heard: enter it by its address.' };
    const { id, username } = tweet.author;
    return open(config, tweetId, { tweetId: tweet.tweetId, url: tweet.url, host: { id, username } }, entry, by);
  }

  async function stageKnown(known: OpenSpaceView, entry: Entry, by: Actor): Promise<EntryOutcome> {
    const { tweetUrl: _, ...where } = entry;
    const answer = await askOpenSpace({ openSpaceId: known._id, verb: { verb: 'stage', ...where }, by });
    if (answer.kind === 'refused') return answer;
    if (answer.kind === 'gone') return { kind: 'refused', reason: 'It has ended: nothing can be decided any more.' };
    return { kind: 'entered', id: known._id };
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
    };
    // Asked before it is opened: an organiser is there to pick another room, so no conflict needs to be kept.
    const claim = { openSpaceId: id, conferenceId: config.conference.id, startAt: entry.startAt };
    const taken = room === undefined ? null : await claimRoom(options, { ...claim, room });
    if (taken !== null) {
      return { kind: 'refused', reason: `${taken.room} is taken then, by open space ${taken.openSpaceId}.` };
    }
    await openOpenSpace(options, announcement, config);
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
    const host =
      heard === null ? { id: `@${username}`, username } : { id: heard.author.id, username: heard.author.username };
    return {
      id: heard?._id ?? tweetId,
      tweet: { tweetId, url: `https://x.com/${host.username}/status/${tweetId}`, host },
    };
  }

  /** Saves a new version of the config, if it was made from the newest; `basedOn` is that version's number. */
  async function saveConfig(config: Config, basedOn: number, by: Actor) {
    const saved = await store.configs.save(config, basedOn, by, new Date(clock()));
    await store.audit.add({
      _id: `config:${saved._id}`,
      at: saved.at,
      by,
      verb: 'config',
      words: `config version ${saved._id}`,
    });
    return saved;
  }

  /** Ignoring and trusting are lines in the config like everything that rules, so its history shows who did it. */
  async function list(key: 'ignoreUsers' | 'trustUsers', userId: string, listed: boolean, by: Actor): Promise<void> {
    for (;;) {
      const newest = await store.configs.newest();
      if (newest === null || newest.config[key].includes(userId) === listed) return;
      const others = newest.config[key].filter((id) => id !== userId);
      try {
        await saveConfig({ ...newest.config, [key]: listed ? [...others, userId] : others }, newest._id, by);
        return;
      } catch (error) {
        // Somebody saved in between: theirs stands, and this one line is added to it.
        if (!(error instanceof Error && error.name === 'ConfigChanged')) throw error;
      }
    }
  }
  const setIgnored = (userId: string, ignored: boolean, by: Actor) => list('ignoreUsers', userId, ignored, by);
  const setTrusted = (userId: string, trusted: boolean, by: Actor) => list('trustUsers', userId, trusted, by);

  return { ask: askOpenSpace, enterByHand, stageTweet, saveConfig, setIgnored, setTrusted };
}

/** After its last reminder an open space is done but for these; they matter to whoever looks at the schedule. */
function canBeTakenUpAgain(space: OpenSpace, verb: Verb, now: number): boolean {
  if (verb.verb !== 'cancel' && verb.verb !== 'change') return false;
  return space.standing.status === 'scheduled' && space.startAt !== undefined && space.startAt > now;
}

function entryProblem(entry: Entry, config: Config, now: number): string | undefined {
  if ((entry.room === undefined) === (entry.place === undefined)) return 'Give a room or a place, one of the two.';
  if (entry.room !== undefined && listedRoom(entry.room, config.conference.rooms) === undefined) {
    return unlisted(entry.room);
  }
  return entry.startAt <= now ? 'That start has passed: nothing is posted after the start.' : undefined;
}

function withListedRoom(verb: Verb, config: Config): Verb | string {
  if (!('room' in verb) || verb.room === undefined) return verb;
  const room = listedRoom(verb.room, config.conference.rooms);
  return room === undefined ? unlisted(verb.room) : { ...verb, room };
}

const unlisted = (room: string): string =>
  `${room} is not on the list of rooms. Pick a listed one, or give it as a place, which the conflict check leaves alone.`;
