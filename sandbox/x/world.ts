import { z } from 'zod';
import { Journal } from './journal.ts';

const storedUser = z.object({ id: z.string(), username: z.string(), name: z.string() });

const storedTweet = z.object({
  id: z.string(),
  /** The first version's id. */
  firstId: z.string(),
  authorId: z.string(),
  /** As it was written, before X shortens links. */
  text: z.string(),
  /** Epoch milliseconds: the time of writing that X shows. Control routes may set an earlier one. */
  createdAt: z.number(),
  /** Epoch milliseconds: the real time of arrival. */
  arrivedAt: z.number(),
  retweetOf: z.string().optional(),
  quoteOf: z.string().optional(),
  replyTo: z.string().optional(),
  /** Fields that X leaves out by mistake. */
  without: z.array(z.string()).optional(),
});

const storedRule = z.object({ id: z.string(), value: z.string(), tag: z.string().optional() });

const event = z.union([
  z.object({ user: storedUser }),
  z.object({ tweet: storedTweet }),
  z.object({ deleted: z.string() }),
  z.object({ protect: z.string(), on: z.boolean() }),
  z.object({ rule: storedRule }),
  z.object({ ruleDeleted: z.string() }),
]);

type WorldEvent = z.infer<typeof event>;
export type StoredUser = z.infer<typeof storedUser>;
export type StoredTweet = z.infer<typeof storedTweet>;
export type StoredRule = z.infer<typeof storedRule>;

/**
 * The upper bits of an id, above 22 bits, are milliseconds since this instant: 19 digits today, in the order of time.
 */
const SNOWFLAKE_EPOCH = 1_288_834_974_657;

/** All data of the sandbox, replayed from the journal at start. */
export class World {
  private readonly botId: string;
  /** Grows with every change, so that pages can ask for changes. */
  version = 0;
  readonly rules = new Map<string, StoredRule>();
  private readonly users = new Map<string, StoredUser>();
  private readonly usersByHandle = new Map<string, StoredUser>();
  private readonly tweets = new Map<string, StoredTweet>();
  private readonly versions = new Map<string, string[]>();
  private readonly deleted = new Set<string>();
  private readonly protectedUsers = new Set<string>();
  private readonly listeners = new Set<(tweet: StoredTweet) => void>();
  private readonly journal: Journal<WorldEvent>;
  private readonly clock: () => number;
  private lastId = 0n;

  constructor(
    stateFile: string | undefined,
    bot: { readonly username: string; readonly name: string },
    clock: () => number,
  ) {
    this.clock = clock;
    this.journal = new Journal(stateFile);
    for (const past of this.journal.read((line) => event.parse(line))) this.apply(past);
    // The first user of a journal is the bot, which may have another handle by now.
    const [first = this.userOf(bot.username, bot.name)] = this.users.values();
    this.botId = (this.findUser(bot.username) ?? first).id;
  }

  get bot(): StoredUser {
    const bot = this.users.get(this.botId);
    if (bot === undefined) throw new Error('the bot has an account from the beginning');
    return bot;
  }

  /** The user with this handle; created if new. */
  userOf(username: string, name = nameFrom(username)): StoredUser {
    const known = this.findUser(username);
    if (known !== undefined) return known;
    const user = { id: this.nextId(), username, name };
    this.record({ user });
    return user;
  }

  /** Gives a user another handle. The id stays. */
  renameUser(user: StoredUser, username: string): void {
    this.record({ user: { ...user, username } });
  }

  findUser(username: string): StoredUser | undefined {
    return this.usersByHandle.get(username.toLowerCase());
  }

  userById(id: string): StoredUser | undefined {
    return this.users.get(id);
  }

  /** Adds a tweet, or with `editOf` a new version of one, and tells the listeners. */
  addTweet(draft: {
    readonly authorId: string;
    readonly text: string;
    readonly createdAt?: number | undefined;
    readonly editOf?: string | undefined;
    readonly retweetOf?: string | undefined;
    readonly quoteOf?: string | undefined;
    readonly replyTo?: string | undefined;
    readonly without?: readonly string[] | undefined;
  }): StoredTweet {
    const { authorId, createdAt, editOf, retweetOf, quoteOf, replyTo, without } = draft;
    const id = this.nextId();
    const arrivedAt = this.clock();
    const tweet: StoredTweet = {
      id,
      firstId: (editOf === undefined ? undefined : this.tweets.get(editOf)?.firstId) ?? id,
      authorId,
      text: draft.text,
      createdAt: createdAt ?? arrivedAt,
      arrivedAt,
      ...(retweetOf === undefined ? {} : { retweetOf }),
      ...(quoteOf === undefined ? {} : { quoteOf }),
      ...(replyTo === undefined ? {} : { replyTo }),
      ...(without === undefined ? {} : { without: [...without] }),
    };
    this.record({ tweet });
    for (const listener of this.listeners) listener(tweet);
    return tweet;
  }

  /** Deletes all versions. False if there is none to see. */
  deleteTweet(id: string): boolean {
    const tweet = this.liveTweet(id);
    if (tweet === undefined) return false;
    this.record({ deleted: tweet.firstId });
    return true;
  }

  /** One version, unless the tweet is deleted. */
  liveTweet(id: string): StoredTweet | undefined {
    const tweet = this.tweets.get(id);
    return tweet === undefined || this.isDeleted(tweet) ? undefined : tweet;
  }

  /** The ids of all versions, oldest first. */
  historyOf(tweet: StoredTweet): string[] {
    return this.versions.get(tweet.firstId) ?? [tweet.id];
  }

  /** The newest version of each tweet that people can see, newest first. */
  newestFirst(): StoredTweet[] {
    return [...this.tweets.values()]
      .filter((tweet) => !this.isDeleted(tweet) && this.historyOf(tweet).at(-1) === tweet.id)
      .toReversed();
  }

  /** All posts of the bot, also the deleted ones, oldest first. */
  botPosts(): StoredTweet[] {
    return [...this.tweets.values()].filter((tweet) => tweet.authorId === this.bot.id);
  }

  /** A retweet is deleted with its original. */
  isDeleted(tweet: StoredTweet): boolean {
    const original = tweet.retweetOf === undefined ? undefined : this.tweets.get(tweet.retweetOf);
    return this.deleted.has(tweet.firstId) || (original !== undefined && this.deleted.has(original.firstId));
  }

  protectUser(id: string, on: boolean): void {
    this.record({ protect: id, on });
  }

  isProtected(userId: string): boolean {
    return this.protectedUsers.has(userId);
  }

  addRule(value: string, tag: string | undefined): StoredRule {
    const rule = { id: this.nextId(), value, ...(tag === undefined ? {} : { tag }) };
    this.record({ rule });
    return rule;
  }

  deleteRule(id: string): boolean {
    if (!this.rules.has(id)) return false;
    this.record({ ruleDeleted: id });
    return true;
  }

  onTweet(listener: (tweet: StoredTweet) => void): void {
    this.listeners.add(listener);
  }

  private record(change: WorldEvent): void {
    this.journal.append(change);
    this.apply(change);
  }

  private apply(change: WorldEvent): void {
    this.version++;
    if ('user' in change) {
      const before = this.users.get(change.user.id);
      if (before !== undefined) this.usersByHandle.delete(before.username.toLowerCase());
      this.users.set(change.user.id, change.user);
      this.usersByHandle.set(change.user.username.toLowerCase(), change.user);
      this.noteId(change.user.id);
    } else if ('tweet' in change) {
      const { tweet } = change;
      this.tweets.set(tweet.id, tweet);
      this.versions.set(tweet.firstId, [...(this.versions.get(tweet.firstId) ?? []), tweet.id]);
      this.noteId(tweet.id);
    } else if ('deleted' in change) this.deleted.add(change.deleted);
    else if ('protect' in change && change.on) this.protectedUsers.add(change.protect);
    else if ('protect' in change) this.protectedUsers.delete(change.protect);
    else if ('rule' in change) {
      this.rules.set(change.rule.id, change.rule);
      this.noteId(change.rule.id);
    } else this.rules.delete(change.ruleDeleted);
  }

  private nextId(): string {
    const fromTime = BigInt(this.clock() - SNOWFLAKE_EPOCH) << 22n;
    this.lastId = fromTime > this.lastId ? fromTime : this.lastId + 1n;
    return this.lastId.toString();
  }

  private noteId(id: string): void {
    if (BigInt(id) > this.lastId) this.lastId = BigInt(id);
  }
}

/** The smallest id of an instant in epoch milliseconds. */
export function idAt(instant: number): bigint {
  return BigInt(Math.max(0, instant - SNOWFLAKE_EPOCH)) << 22n;
}

function nameFrom(username: string): string {
  return username.replaceAll('_', ' ').replaceAll(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
}
