import type { Markup } from '../markup.ts';
import type { Conference } from '../../../core/conference.ts';
import { localDate, localTime, localTimeWithZone } from '../../../core/local-time.ts';
import { longDay } from '../long-day.ts';
import { assumedDuration, type PublicOpenSpace } from './public-open-space.ts';

/** One open space for everybody, with the tweet that announced it. */
export function EventPage({ one, conference }: { one: PublicOpenSpace; conference: Conference }): Markup {
  const { timeZone } = conference;
  return (
    <>
      <header class="masthead">
        <p class="conference">
          <a href="/">{conference.name} · Open spaces</a>
        </p>
      </header>
      <main class="event" id="live" data-poll="30">
        {one.isCancelled ? <p class="word">Cancelled</p> : null}
        <h1>{one.title}</h1>
        <dl>
          <dt>Starts</dt>
          <dd>
            <time datetime={new Date(one.startAt).toISOString()}>
              {longDay(localDate(one.startAt, timeZone))}, {localTimeWithZone(one.startAt, timeZone)}
            </time>
          </dd>
          <dt>Ends</dt>
          <dd>about {localTime(one.startAt + assumedDuration, timeZone)} (an hour is assumed)</dd>
          <dt>Where</dt>
          <dd>
            <a class="room" href={`/?room=${encodeURIComponent(one.where)}`}>
              {one.where}
            </a>
          </dd>
        </dl>
        {one.tweet === undefined ? null : (
          <figure>
            {one.tweet.text === '' ? null : <blockquote>{one.tweet.text}</blockquote>}
            <figcaption>
              @{one.tweet.username}, <a href={one.tweet.url}>the tweet on X</a>
            </figcaption>
          </figure>
        )}
      </main>
    </>
  );
}
