import type { Reason } from '../../../core/reading/reading.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';

/** A tweet as it was received, the words that gave room and time marked, and what the bot made of it. */
export function TweetText({ tweet }: { tweet: TweetDoc }): Markup {
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
      {reasons.length === 0 ? null : (
        <ul class="reasons" aria-label={words.tweet.read}>
          {reasons.map((reason) => (
            <li>
              <span class={`about a-${reason.about}`}>{words.tweet.about[reason.about]}:</span> {detailOf(reason)}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

/** A reason may begin with what it is about, as in `room B114`; that stands before it already. */
function detailOf({ about, words: sentence }: Reason): string {
  return sentence.startsWith(`${about} `) ? sentence.slice(about.length + 1) : sentence;
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
