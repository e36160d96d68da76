import { localDayAndTime } from '../../../core/local-time.ts';
import { longDay } from '../long-day.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { subscribeLinks } from './calendar-links.ts';
import { Entries, NowAndNext } from './entries.tsx';
import { byDay, placesWithCounts, selected, takesPlace, type ScheduleView } from './selection.ts';

/** The public start page: the present sessions, the next ones, and all days. */
export function SchedulePage(view: ScheduleView): Markup {
  const { programme, now } = view;
  const { timeZone } = programme.conference;
  const shown = selected(view);
  return (
    <>
      <Masthead {...view} />
      <main id="live" data-poll="20">
        {shown.length === 0 ? <Nothing {...view} /> : <NowAndNext list={shown} now={now} timeZone={timeZone} />}
        {byDay(shown, timeZone).map(([day, list]) => (
          <section class="day" aria-labelledby={`day-${day}`}>
            <h2 id={`day-${day}`}>{longDay(day)}</h2>
            <Entries list={list} now={now} timeZone={timeZone} />
          </section>
        ))}
      </main>
      <footer class="foot">
        <p>
          {words.schedule.hourAssumed} <a href="/?screen">{words.schedule.screen}</a> ·{' '}
          <a href="/?print">{words.schedule.print}</a> · <a href="/schedule.ics">schedule.ics</a> ·{' '}
          <a href="/schedule.json">schedule.json</a> · <a href="/admin">{words.schedule.organisers}</a>
        </p>
      </footer>
    </>
  );
}

function Nothing({ where, q }: ScheduleView): Markup {
  return (
    <p class="empty">
      {q === undefined && where === undefined ? words.schedule.none : words.schedule.noneFound(q, where)}{' '}
      {q === undefined && where === undefined ? null : <a href="/">{words.schedule.showAll}</a>}
    </p>
  );
}

function Masthead(view: ScheduleView): Markup {
  const { programme, now, where, q, publicUrl } = view;
  const { conference, openSpaces } = programme;
  const shown = selected(view);
  const cancelled = shown.length - shown.filter(takesPlace).length;
  return (
    <header class="masthead">
      <p class="conference">{conference.name}</p>
      <h1>{words.schedule.title}</h1>
      <p class="zone">
        {words.zone(conference)} {words.schedule.itIs(localDayAndTime(now, conference.timeZone))}
      </p>
      <nav aria-label={words.schedule.nav}>
        <form method="get" action="/" role="search" data-submit-on-change>
          <label>
            <span class="sr">{words.schedule.room}</span>
            <select name="room">
              <option value="">{words.schedule.allRooms}</option>
              {placesWithCounts(view).map(([name, count]) => (
                <option value={name} selected={name === where}>
                  {name} ({count})
                </option>
              ))}
            </select>
          </label>
          <label class="search">
            <span class="sr">{words.schedule.search}</span>
            <input type="search" name="q" value={q ?? ''} maxlength={100} placeholder={words.schedule.search} />
          </label>
          <button type="submit">{words.show}</button>
        </form>
        <ul>
          {subscribeLinks(publicUrl, conference.name).map(({ name, href }) => (
            <li>
              <a href={href}>{name}</a>
            </li>
          ))}
        </ul>
        <p class="count">
          {words.schedule.count({
            shown: shown.length - cancelled,
            all: openSpaces.filter(takesPlace).length,
            cancelled,
            isFiltered: where !== undefined || q !== undefined,
          })}
        </p>
      </nav>
    </header>
  );
}
