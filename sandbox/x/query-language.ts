/** A tweet in the form that rules match. */
export interface Matchable {
  /** As written. */
  readonly text: string;
  /** Lower case, without #. */
  readonly hashtags: ReadonlySet<string>;
  /** Lower case. */
  readonly mentions: ReadonlySet<string>;
  /** Lower case. */
  readonly author: string;
  readonly isRetweet: boolean;
  readonly isReply: boolean;
  readonly hasLinks: boolean;
}

export type Matcher = (tweet: Matchable) => boolean;

/** X's error for a rule that it does not understand, in its `detail`. */
export class QueryError extends Error {}

const TOKEN = /-?"[^"]*"|-?\(|\)|-?[^\s()]+/gu;

/**
 * The part of X's rule language that listening needs: keywords, "phrases", #hashtags (exact), @mentions, `from:`,
 * `is:retweet`, `is:reply`, `has:links`, OR, parentheses, and `-` before a single term. A space is AND, and binds more
 * tightly than OR. Throws {@link QueryError} for everything else, including negated groups, and for queries of only
 * `is:`, `has:` and negations.
 */
export function parseQuery(query: string): Matcher {
  const parser = new Parser(query.match(TOKEN) ?? []);
  const matcher = parser.either();
  if (parser.peek() !== undefined) throw new QueryError(`unexpected ${parser.peek()}`);
  if (!parser.standsAlone) {
    throw new QueryError('Rules must contain at least one positive, standalone operator');
  }
  return matcher;
}

class Parser {
  /** Whether any term could be a rule alone. */
  standsAlone = false;
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
  }

  peek(): string | undefined {
    return this.tokens[this.at];
  }

  either(): Matcher {
    const branches = [this.both()];
    while (this.peek() === 'OR') {
      this.at++;
      branches.push(this.both());
    }
    return (tweet) => branches.some((branch) => branch(tweet));
  }

  private both(): Matcher {
    const terms: Matcher[] = [];
    for (let token = this.peek(); token !== undefined && token !== 'OR' && token !== ')'; token = this.peek()) {
      terms.push(this.term());
    }
    if (terms.length === 0) throw new QueryError(`no term before ${this.peek() ?? 'the end'}`);
    return (tweet) => terms.every((term) => term(tweet));
  }

  private term(): Matcher {
    const token = this.peek() ?? '';
    this.at++;
    if (token === '-(') throw new QueryError('groups cannot be negated');
    if (token === '(') {
      const inner = this.either();
      if (this.peek() !== ')') throw new QueryError('missing )');
      this.at++;
      return inner;
    }
    if (token.startsWith('-')) {
      const negated = operator(token.slice(1));
      return (tweet) => !negated.matches(tweet);
    }
    const { matches, standalone } = operator(token);
    this.standsAlone ||= standalone;
    return matches;
  }
}

function operator(token: string): { matches: Matcher; standalone: boolean } {
  const lower = token.toLowerCase();
  if (lower === 'is:retweet') return { matches: (tweet) => tweet.isRetweet, standalone: false };
  if (lower === 'is:reply') return { matches: (tweet) => tweet.isReply, standalone: false };
  if (lower === 'has:links') return { matches: (tweet) => tweet.hasLinks, standalone: false };
  const from = /^from:@?(\w+)$/u.exec(lower)?.[1];
  if (from !== undefined) return { matches: (tweet) => tweet.author === from, standalone: true };
  if (/^[a-z_]+:\S/u.test(lower)) throw new QueryError(`the operator ${token} is not known here`);
  if (lower.startsWith('#')) return { matches: (tweet) => tweet.hashtags.has(lower.slice(1)), standalone: true };
  if (lower.startsWith('@')) return { matches: (tweet) => tweet.mentions.has(lower.slice(1)), standalone: true };
  const wanted = wordsOf(lower);
  if (wanted.length === 0) throw new QueryError(`nothing to look for in ${token}`);
  return { matches: (tweet) => containsRun(wordsOf(tweet.text.toLowerCase()), wanted), standalone: true };
}

/** X splits at punctuation, including `#`: a keyword also finds the hashtag. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
}

function containsRun(words: readonly string[], wanted: readonly string[]): boolean {
  return words.some((_, start) => wanted.every((word, offset) => words[start + offset] === word));
}
