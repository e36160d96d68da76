import type { Config } from '../core/config.ts';
import type { ReceivedTweet, TweetDoc } from '../store/tweets.ts';
import type { Deps } from './deps.ts';
import type { UnreadableTweet } from '../x/incoming.ts';

/** How many posts a message names, at most, with their links. */
const named = 3;

/** Stores an unreadable post, so that organisers find it. A post without an id is only logged. */
export async function keepUnreadable(deps: Deps, tweet: UnreadableTweet, conferenceId: string): Promise<void> {
  const { id, why, text, authorId = '0', postedAt } = tweet;
  deps.log.warn('X sent a post that cannot be read', { tweetId: id ?? 'none', why });
  if (id === undefined) return;
  const now = new Date(deps.clock());
  await deps.store.tweets.keepUnreadable({
    _id: id,
    conferenceId,
    tweetId: id,
    text,
    url: `https://twitter.com/i/status/${id}`,
    postedAt: new Date(postedAt ?? now),
    receivedAt: now,
    author: { id: authorId, username: 'unknown', name: '' },
    isRetweet: false,
    ignoredBecause: `unreadable: ${why}`,
    unreadable: { why },
  });
}

/** A tweet on which the bot itself fails is kept for people. @throws all other errors, because a server may be down */
export async function orKeepForPeople(deps: Deps, tweet: ReceivedTweet, handle: () => Promise<void>): Promise<void> {
  try {
    await handle();
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    deps.log.error('the bot failed on a post', { tweetId: tweet.tweetId, error: String(error) });
    const why = 'the bot failed on it, see worker.log';
    if (!(await receiveTweet(deps, tweet))) return;
    await deps.store.tweets.finish(tweet, { ignoredBecause: `unreadable: ${why}`, unreadable: { why } });
  }
}

/** Stores a tweet as received; see the store's `receive`. @returns whether it must be handled */
export const receiveTweet = ({ store, x }: Deps, tweet: ReceivedTweet): Promise<boolean> =>
  store.tweets.receive(tweet, async () => (await x.lookUp(tweet.tweetId)).kind === 'present');

/** The names of errors that only code throws. A plain `Error` may come from a slow server. */
const codeErrors = /^(?:Type|Range|Reference|Syntax|Value|Zod|BSON)/u;
/** MongoDB's `DocumentValidationFailure` and Temporal's `INVALID_ARGUMENT`: they refuse what the bot made of a post. */
const refusals: readonly unknown[] = [121, 3];
/** What Temporal says about a search attribute that it does not know yet. This is not the fault of a post. */
const notSetUp = /has no mapping defined for search attribute|search attribute \S+ is not defined/u;

function isOwnFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const causes = [error, error.cause] as (Partial<Record<'code' | 'message', unknown>> | undefined)[];
  if (causes.some((one) => notSetUp.test(String(one?.message)))) return false;
  return codeErrors.test(error.name) || causes.some((one) => refusals.includes(one?.code));
}

/**
 * Tells organisers of unreadable posts that they do not know of yet, in one message. The next check tries again if
 * Slack does not take it. The outbox is not used: while Slack is down, X may send hundreds of such posts, and each
 * would be a message there.
 */
export async function tellUnreadable({ store, cards, clock }: Deps, config: Config): Promise<void> {
  const untold = await store.tweets.listUntold();
  const [first] = untold;
  if (first === undefined) return;
  // A worker may have died between telling and noting, so the message is looked for first. It stays the same at each
  // try: later posts come in another one, because an edited message notifies nobody.
  const begun = first.unreadable?.toldIn;
  const named = untold.filter(({ unreadable }) => unreadable?.toldIn === begun);
  const ids = named.map(({ _id }) => _id);
  if (begun === undefined) await store.tweets.putInMessage(ids, first._id);
  const note = () => store.tweets.markTold(ids, new Date(clock()));
  await cards.tell(`unreadable:${begun ?? first._id}`, wordsFor(named), config, note, first.receivedAt);
}

function wordsFor(tweets: readonly TweetDoc[]): string {
  const links = tweets.slice(0, named).map(({ url, unreadable }) => `${url} (${unreadable?.why ?? 'unreadable'})`);
  const more = tweets.length > named ? ` and ${tweets.length - named} more` : '';
  const what = tweets.length === 1 ? 'a post' : `${tweets.length} posts`;
  const found = `X sent ${what} that the bot cannot read: ${links.join(', ')}${more}.`;
  return `${found} Look at X, and enter open spaces by hand.`;
}
