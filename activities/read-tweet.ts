import type { Config } from '../core/config.ts';
import { planOf, type Plan } from '../core/plan.ts';
import type { Reading } from '../core/reading/reading.ts';
import { titleOf } from '../core/reading/title.ts';
import type { Edit } from '../core/request.ts';
import { readAfter } from '../core/restored.ts';
import { editOf } from '../core/source-change.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { StoredReading } from '../store/tweets.ts';
import type { Deps } from './deps.ts';

interface Post {
  readonly tweetId: string;
  readonly text: string;
  readonly postedAt: Date;
  readonly author: { readonly id: string };
}

/** Reads a post by the rules of a config. The config approves no post of an ignored user. */
export async function readTweet(
  deps: Pick<Deps, 'store' | 'read' | 'log'>,
  post: Post,
  config: Config,
): Promise<StoredReading> {
  const restore = await deps.store.restores.latest();
  const read = readAfter(restore, post.postedAt.getTime(), readOrReview(deps, post, config));
  const reading = config.ignoreUsers.includes(post.author.id) ? { ...read, sure: false } : read;
  const { intent, reasons, confidence, sure } = reading;
  const title = titleOf(post.text, reading, config.keywords);
  const rooms = reading.rooms.map(({ name }) => name);
  const starts = reading.starts.map(({ at }) => at);
  return withoutUndefined({ ...planOf(reading), title, rooms, starts, intent, reasons, confidence, sure });
}

/** If the reader throws, a person reads the post: an error must stop neither listening nor a reminder. */
function readOrReview({ read, log }: Pick<Deps, 'read' | 'log'>, post: Post, config: Config): Reading {
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

/** The plan of a stored reading. */
export const planOfStored = ({ verdict, room, startAt, sure }: StoredReading): Plan =>
  withoutUndefined({ verdict, room, startAt, isSure: sure || undefined });
