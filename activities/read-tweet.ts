import type { Config } from '../core/config.ts';
import { planOf, type Plan } from '../core/plan.ts';
import type { Reading, Span } from '../core/reading/reading.ts';
import { titleOf } from '../core/reading/title.ts';
import type { Edit } from '../core/request.ts';
import { readAfter } from '../core/restored.ts';
import { editOf, isNewVersion } from '../core/source-change.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { StoredReading, TweetDoc } from '../store/tweets.ts';
import type { Deps } from './deps.ts';

type Post = Pick<TweetDoc, '_id' | 'tweetId' | 'text' | 'postedAt'> & { readonly author: { readonly id: string } };
type Reader = Pick<Deps, 'store' | 'read' | 'log'>;

/** The config approves no post of an ignored user. An edit that keeps “in 20 minutes” does not move the session. */
export async function readTweet(deps: Reader, post: Post, config: Config): Promise<StoredReading> {
  const restore = await deps.store.restores.latest();
  const said = await saidBefore(deps, post, config);
  const read = readAfter(restore, post.postedAt.getTime(), said?.reading ?? readOrReview(deps, post, config));
  const reading = config.ignoreUsers.includes(post.author.id) ? { ...read, sure: false } : read;
  const { intent, reasons, confidence, sure } = reading;
  const title = titleOf(post.text, reading, config.keywords);
  const rooms = reading.rooms.map(({ name }) => name);
  const starts = reading.starts.map(({ at }) => at);
  const stored = { ...planOf(reading), title, rooms, starts, intent, reasons, confidence, sure };
  return withoutUndefined({ ...stored, saidAt: said?.at });
}

/**
 * An edit's reading by the time at which an earlier version was posted, if both say the same about the time; undefined
 * otherwise.
 */
async function saidBefore(deps: Reader, post: Post, config: Config) {
  if (post.tweetId === post._id) return undefined;
  const known = await deps.store.tweets.find(post._id);
  if (known === null || isNewVersion(post, known.tweetId)) return undefined;
  const at = known.reading?.saidAt ?? known.postedAt.getTime();
  const read = (version: Post) => readOrReview(deps, { ...version, postedAt: new Date(at) }, config);
  const reading = read(post);
  const isSame = timeWords(known.text, read(known)) === timeWords(post.text, reading);
  return isSame ? { at, reading } : undefined;
}

function timeWords(text: string, { starts }: Reading): string {
  const words = (span: Span | undefined) => span && text.slice(span.from, span.to).toLowerCase();
  return JSON.stringify(starts.map(({ time, day, zone }) => [words(time), words(day), words(zone)]));
}

/** If the reader throws, a person reads the post: an error must stop neither listening nor a reminder. */
function readOrReview({ read, log }: Reader, post: Post, config: Config): Reading {
  try {
    return read({ text: post.text, postedAt: post.postedAt.getTime() }, config);
  } catch (error) {
    log.error('a tweet could not be read', { tweetId: post.tweetId, error: String(error) });
    const reason = { about: 'verdict', words: 'the bot could not read it' } as const;
    const nothing = { confidence: 0, sure: false, evidence: [], starts: [], rooms: [] } as const;
    return { verdict: 'review', intent: 'other', ...nothing, reasons: [reason] };
  }
}

/** A stored version of a tweet as an edit for its open space. */
export const storedEdit = (tweet: Parameters<typeof editOf>[0], reading: StoredReading): Edit =>
  editOf(tweet, planOfStored(reading), reading.title);

export const planOfStored = ({ verdict, room, startAt, sure }: StoredReading): Plan =>
  withoutUndefined({ verdict, room, startAt, isSure: sure || undefined });
