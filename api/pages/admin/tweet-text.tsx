import type { Reason } from '../../../core/reading/reading.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { readFromWords, reviewWords, sureWords } from '../../../core/words.ts';

/**
 * A tweet as it was received, with marks on the words from which room and time were read, and the reading below it.
 *
 * @param lines the lines below it, from `readingLines`
 */
export function TweetText({ tweet, lines }: { tweet: TweetDoc; lines: readonly ReadingLine[] }): Markup {
  const reasons = tweet.reading?.reasons ?? [];
  return (
    <figure class="tweet">
      {tweet.deletedAt === undefined ? (
        <blockquote>{marked(tweet.text, tweet.state === 'handled' ? reasons : [])}</blockquote>
      ) : (
        <p class="empty">{words.tweet.deleted}</p>
      )}
      <figcaption>
        {tweet.author.name} @{tweet.author.username}, <a href={tweet.url}>{words.event.tweet}</a>
      </figcaption>
      {lines.length === 0 ? null : (
        <ul class="reasons" aria-label={words.tweet.read}>
          {lines.map(({ name, said }) => (
            <li>
              {name === undefined ? null : <b>{name}:</b>} {said}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

interface ReadingLine {
  readonly name?: string;
  readonly said: string;
}

const lineOf = (name: string, said: string): ReadingLine[] => (said === '' ? [] : [{ name, said }]);

/**
 * The lines below a tweet. `all`: each room and time that was read. `card`: why a person is needed and from which words
 * the bot read it, as on the card in Slack. `short`: only the lines that need attention.
 */
export function readingLines({ reading, text }: TweetDoc, much: 'all' | 'card' | 'short'): ReadingLine[] {
  if (reading === undefined) return [];
  const { verdict, reasons = [], sure } = reading;
  const why = verdict === 'review' ? lineOf(words.tweet.why, reviewWords(reading)) : [];
  const readFrom = readFromWords(text, reading);
  const reliance = lineOf(words.tweet.reading, sureWords(reading));
  switch (much) {
    case 'all': {
      const named = reasons.flatMap(({ about, words: sentence }) =>
        about === 'room' || about === 'time' ? lineOf(words.tweet.about[about], sentence.replace(/^room /u, '')) : [],
      );
      return [...named, ...why, ...reliance];
    }
    case 'card':
      return [...why, ...(readFrom === '' ? [] : [{ said: readFrom }])];
    case 'short':
      return [...why, ...(sure === false ? reliance : [])];
  }
}

/** The text in pieces. If two reasons mark the same words, only the first one counts. */
function marked(text: string, reasons: readonly Reason[]): (string | Markup)[] {
  const pieces: (string | Markup)[] = [];
  let at = 0;
  const spanned = reasons
    .flatMap(({ about, span }) => (span === undefined ? [] : [{ about, ...span }]))
    .toSorted((a, b) => a.from - b.from);
  for (const { about, from, to } of spanned) {
    if (from < at || to > text.length) continue;
    pieces.push(text.slice(at, from), <mark class={`a-${about}`}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return [...pieces, text.slice(at)];
}
