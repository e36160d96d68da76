import { sourceOf, startUnlessTaken, type Starter } from '../activities/start-open-space.ts';
import type { Actor } from '../core/actor.ts';
import { conferenceEnd } from '../core/conference.ts';
import type { Config } from '../core/config.ts';
import type { Conflict } from '../core/conflict.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { listedRoom } from '../core/listed-room.ts';
import { withListedRoom } from '../core/meant-room.ts';
import { decidableUntil, type SourceTweet } from '../core/open-space.ts';
import { farProblem } from '../core/plan.ts';
import { postAddress } from '../core/post-address.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { unseenText } from '../core/verb-problem.ts';
import { refusalWords, sentenceOf } from '../core/words.ts';
import type { Ask, AskOutcome } from './ask-open-space.ts';
import { serverProblem } from './server-problem.ts';
import { createShownViews } from './shown-views.ts';

/** A tweet's address, with its author's handle, if it has one, and its id. */
export const tweetAddress = new RegExp(`^https://${postAddress}(?:[?/#][!-~]*)?$`, 'u');

/** What an organiser enters: from the board, from a tweet that the bot did not receive, or from one in review. */
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
  readonly taken?: Conflict;
}

interface EnteredFor {
  readonly id: string;
  readonly source?: SourceTweet;
  /** The reason why it cannot be made, if it does not exist yet. */
  readonly problem?: string;
}

/** With these refusals, the post has a session already, and the entry may be another session of the same post. */
const cannotBeStaged: readonly string[] = [refusalWords.changeInstead, refusalWords.isOver];

export function createEntering(options: Starter, ask: (asked: Ask) => Promise<AskOutcome>) {
  const { store, clock } = options;
  const shown = createShownViews(store);
  /** Stored means entered: if Temporal is down, the desk starts the workflow later. */
  const start: Starter['openSpaces']['start'] = (input) =>
    options.openSpaces.start(input).catch((error: unknown) => {
      if (serverProblem(error) === undefined) throw error;
    });
  const storedAlready = { ...options, openSpaces: { ...options.openSpaces, start } };

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
  async function stageTweet(tweetId: string, entry: Entry, by: Actor, key?: string): Promise<EntryOutcome> {
    const tweet = await store.tweets.find(tweetId);
    if (tweet !== null) return enter(entry, by, { id: tweetId, source: sourceOf(tweet, tweet.reading) }, key);
    return enter(entry, by, { id: tweetId, problem: 'The bot never heard this tweet. Enter it by its address.' });
  }

  async function enter(given: Entry, by: Actor, made: EnteredFor, key?: string): Promise<EntryOutcome> {
    const { id, source, problem } = made;
    const config = await store.configs.current();
    const entry = withListedRoom(given, config.conference.rooms);
    const wrong = entryProblem(entry, config, clock());
    if (wrong !== undefined) return { kind: 'refused', ...wrong };
    const enteredAs = `entered:${id}:${fingerprint(JSON.stringify([key, entry, by]))}`;
    const known = await store.openSpaces.find(id);
    const stage = () => stageKnown(id, entry, by, key && enteredAs);
    // A repeated entry does this too, because the process of the first try may have died before. Doing it twice changes
    // nothing.
    const noteEntered = async (): Promise<EntryOutcome> => {
      if (source !== undefined) await store.tweets.link(id, id);
      return { kind: 'entered', id };
    };
    if (known !== null) {
      // An id without a source is made from the entry itself, so an existing one is the same entry.
      const isOwn = source === undefined && problem === undefined;
      const isRepeated = isOwn || (key !== undefined && known.space.enteredAs === enteredAs);
      return isRepeated ? noteEntered() : stage();
    }
    if (problem !== undefined) return { kind: 'refused', reason: problem, at: 'tweetUrl' };
    const { startAt, title, note, room, place, approval } = entry;
    const plan = withoutUndefined({ verdict: 'schedule', startAt, room });
    const approvedBy = approval === 'needs_action' ? 'nobody' : by;
    const entered = { enteredBy: by, enteredAs };
    const announcement = withoutUndefined({ id, source, title, note, place, plan, approvedBy, ...entered });
    // The organiser can pick another room now, so no conflict is stored.
    const started = await startUnlessTaken(storedAlready, announcement, config, enteredAs);
    if (started.kind === 'taken') return { kind: 'refused', ...(await shown.refusalOfTaken(started.by)), at: 'room' };
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
    if (await store.reminders.isPost(tweetId)) return { id: tweetId, problem: refusalWords.ownPost };
    const heard = await store.tweets.findVersion(tweetId);
    const author = heard?.author ?? { id: `@${handle}`, username: handle };
    const address = `https://x.com/${author.username}/status/${tweetId}`;
    return { id: heard?._id ?? tweetId, source: sourceOf({ tweetId, url: address, author }, heard?.reading) };
  }

  return { enterByHand, stageTweet };
}

function entryProblem(entry: Entry, config: Config, now: number): EntryProblem | undefined {
  const unseen = unseenText(entry);
  if (unseen !== undefined) return unseen;
  if ((entry.room === undefined) === (entry.place === undefined)) return { reason: 'Give either a room or a place.' };
  if (entry.room !== undefined && listedRoom(entry.room, config.conference.rooms) === undefined) {
    return { reason: refusalWords.unlisted(entry.room), at: 'room' };
  }
  const isOver = entry.startAt <= now ? 'That start has passed: nothing is posted after the start.' : undefined;
  const reason = isOver ?? farProblem(entry.startAt, conferenceEnd(config.conference));
  return reason === undefined ? undefined : { reason, at: 'time' };
}
