import type { Conference } from '../../../core/conference.ts';
import { localDate, localDayAndTime, localTime, localTimeWithZone } from '../../../core/local-time.ts';
import { longDay } from '../long-day.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { eventLinks } from './calendar-links.ts';
import { formerWords } from './entries.tsx';
import { assumedDuration, type PublicOpenSpace } from './public-open-space.ts';

interface EventProps {
  readonly one: PublicOpenSpace;
  readonly conference: Conference;
  /** The public address of the pages, without a slash at the end. */
  readonly publicUrl: string;
}

/** The public page of one open space, with the tweet that announced it. */
export function EventPage({ one, conference, publicUrl }: EventProps): Markup {
  const { timeZone } = conference;
  return (
    <>
      <header class="masthead">
        <p class="conference">
          <a href="/">
            {conference.name} · {words.schedule.title}
          </a>
        </p>
      </header>
      <main class="event" id="live" data-poll="30">
        {one.isCancelled ? <p class="word">{words.schedule.cancelled}</p> : null}
        {one.former === undefined ? null : <p class="word">{formerWords(one, timeZone)}</p>}
        <h1>{one.title}</h1>
        <dl class={one.isCancelled ? 'cancelled' : undefined}>
          <dt>{words.event.starts}</dt>
          <dd>
            <time datetime={new Date(one.startAt).toISOString()}>
              {longDay(localDate(one.startAt, timeZone))}, {localTimeWithZone(one.startAt, timeZone)}
            </time>
          </dd>
          <dt>{words.event.ends}</dt>
          <dd>{words.event.about(localTime(one.startAt + assumedDuration, timeZone))}</dd>
          <dt>{words.event.where}</dt>
          <dd>
            <a class="room" href={`/?room=${encodeURIComponent(one.where)}`}>
              {one.where}
            </a>
          </dd>
        </dl>
        {one.isCancelled ? null : (
          <nav class="add" aria-label={words.event.add}>
            <span>{words.event.add}:</span>
            <ul>
              {eventLinks(one, timeZone, publicUrl).map(({ name, href }) => (
                <li>
                  <a href={href}>{name}</a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {one.tweet === undefined ? null : (
          <figure>
            {one.tweet.text === '' ? null : <blockquote>{one.tweet.text}</blockquote>}
            <figcaption>
              @{one.tweet.username}, <a href={one.tweet.url}>{words.event.tweet}</a>
            </figcaption>
          </figure>
        )}
      </main>
    </>
  );
}

/** The preview of the page when its link is shared. */
export function eventShare({ one, conference, publicUrl }: EventProps) {
  const facts = [localDayAndTime(one.startAt, conference.timeZone), one.where];
  const state = one.isCancelled ? words.schedule.cancelled : undefined;
  const moved = one.former === undefined ? undefined : formerWords(one, conference.timeZone);
  const host = one.tweet === undefined ? undefined : `@${one.tweet.username}`;
  return {
    title: one.isCancelled ? words.event.cancelledTitle(one.title) : one.title,
    description: [state, ...facts, host, moved].filter((part) => part !== undefined).join(' · '),
    url: `${publicUrl}/open-spaces/${one.id}`,
    site: words.event.site(conference.name),
    publicUrl,
  };
}
