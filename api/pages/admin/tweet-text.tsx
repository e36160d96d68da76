import type { Reason } from '../../../core/reading/reading.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { sureWords } from '../../../core/words.ts';

/**
 * A tweet as it was received, the words that gave room and time marked, and what the bot made of it.
 *
 * @param shown which reasons stand below it: all, or why a person is needed. The marked words say the rest
 */
export function TweetText({ tweet, shown }: { tweet: TweetDoc; shown: 'all' | 'why' | 'none' }): Markup {
  const reasons = tweet.reading?.reasons ?? [];
  const listed = shown === 'none' ? [] : detailsOf(reasons).filter(({ about }) => shown === 'all' || isWhy(about));
  // What is sure needs no word where every line counts.
  const sure = shown === 'all' || tweet.reading?.sure === false ? sureWords(tweet.reading) : '';
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
      {listed.length === 0 && sure === '' ? null : (
        <ul class="reasons" aria-label={words.tweet.read}>
          {listed.map(({ about, detail }) => (
            <li>
              <span class={`about a-${about}`}>{words.tweet.about[about]}:</span> {detail}
            </li>
          ))}
          {sure === '' ? null : (
            <li>
              <span class="about">{words.tweet.reading}:</span> {sure}
            </li>
          )}
        </ul>
      )}
    </figure>
  );
}

const isWhy = (about: Reason['about']): boolean => about === 'intent' || about === 'verdict';

/** Each reason once; what it is about stands before it already, and that it is a review beside the tweet. */
function detailsOf(reasons: readonly Reason[]): { about: Reason['about']; detail: string }[] {
  const details = reasons.map(({ about, words: sentence }) => ({
    about,
    detail: sentence.startsWith(`${about} `) ? sentence.slice(about.length + 1) : sentence.replace(/^review: /u, ''),
  }));
  return details.filter(({ detail }, index) => details.findIndex((one) => one.detail === detail) === index);
}

/** The text in pieces; where two reasons point at the same words, the first one marks them. */
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
