import twitter from 'twitter-text';
import { html } from 'hono/html';
import { writtenText } from './represent.ts';
import type { StoredTweet, World } from './world.ts';

const MOST_SHOWN = 100;

const clockTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** Everybody's tweets, newest first, with the possible actions. */
export function everybodyColumn(world: World) {
  const tweets = world
    .newestFirst()
    .filter((tweet) => tweet.authorId !== world.bot.id)
    .slice(0, MOST_SHOWN);
  if (tweets.length === 0)
    return html`<p class="empty">Nobody has tweeted yet. Take an example above, or write your own.</p>`;
  return html`${tweets.map((tweet) => othersTweet(tweet, world))}`;
}

/** The bot's posts, newest first, with the second of arrival. Deleted posts are marked. */
export function botColumn(world: World) {
  const posts = world.botPosts().toReversed().slice(0, MOST_SHOWN);
  if (posts.length === 0)
    return html`<p class="empty">
      The bot has posted nothing yet. Its reminders appear here, each with the second at which it arrived.
    </p>`;
  return html`${posts.map((post) => botPost(post, world))}`;
}

function othersTweet(tweet: StoredTweet, world: World) {
  const author = world.userById(tweet.authorId);
  const original = tweet.retweetOf === undefined ? undefined : world.liveTweet(tweet.retweetOf);
  const shown = original ?? tweet;
  const shownAuthor = world.userById(shown.authorId);
  const edits = world.historyOf(tweet).length - 1;
  return html`<article data-id="${tweet.id}" data-username="${author?.username ?? ''}" data-text="${tweet.text}">
    ${original === undefined ? '' : html`<p class="note">↻ @${author?.username ?? ''} retweeted</p>`}
    ${avatar(shownAuthor?.username ?? '')}
    <div class="what">
      <p class="who">
        <b>${shownAuthor?.name ?? ''}</b>
        <span>@${shownAuthor?.username ?? ''}</span>
        ${time(tweet.createdAt)}${edits > 0 ? html` <span class="edited">edited</span>` : ''}
      </p>
      <p class="text">${marked(shown.text)}</p>
      <p class="acts">
        ${original === undefined ? html`<button type="button" class="link" data-act="edit">Edit</button>` : ''}<button
          type="button"
          class="link"
          data-act="retweet"
        >
          Retweet</button
        ><button type="button" class="link" data-act="delete">Delete</button><code>${tweet.id}</code>
      </p>
    </div>
  </article>`;
}

function botPost(post: StoredTweet, world: World) {
  const text = writtenText(post, world);
  const linked = world.liveTweet(/\/status\/(\d+)/u.exec(text)?.[1] ?? '');
  return html`<article class="${world.isDeleted(post) ? 'deleted' : ''}">
    ${avatar(world.bot.username)}
    <div class="what">
      <p class="who">
        <b>${world.bot.name}</b>
        <span>arrived</span>
        ${time(post.arrivedAt)}${world.isDeleted(post) ? html` <span class="edited">deleted</span>` : ''}
      </p>
      <p class="text">${marked(text)}</p>
      ${
        linked === undefined
          ? ''
          : html`<blockquote>
              <p class="who"><span>@${world.userById(linked.authorId)?.username ?? ''}</span></p>
              <p class="text">${marked(linked.text)}</p>
            </blockquote>`
      }
    </div>
  </article>`;
}

function avatar(username: string) {
  const tint = Array.from(username).reduce((sum, char) => sum + (char.codePointAt(0) ?? 0), 0) % 6;
  return html`<span class="face tint-${tint}" aria-hidden="true">${username.slice(0, 1).toUpperCase()}</span>`;
}

function time(instant: number) {
  return html`<time datetime="${new Date(instant).toISOString()}">${clockTime.format(instant)}</time>`;
}

/**
 * Hashtags, handles and links are coloured but have no address, because the sandbox makes no request to other sites.
 */
function marked(text: string) {
  const marks = twitter.extractEntitiesWithIndices(text).toSorted((a, b) => a.indices[0] - b.indices[0]);
  const pieces = marks.map(
    ({ indices: [from, to] }, at) =>
      html`${text.slice(marks[at - 1]?.indices[1] ?? 0, from)}<i>${text.slice(from, to)}</i>`,
  );
  return html`${pieces}${text.slice(marks.at(-1)?.indices[1] ?? 0)}`;
}
