import type { Markup } from '../markup.ts';
import { localDate, localDay, localTime, zoneName } from '../../../core/local-time.ts';
import { comingNext, Entries, NowAndNext, selected, type ScheduleView } from './schedule-page.tsx';

/** For a screen in the hallway: read from five metres, nothing to click, renewed by itself. */
export function ScreenPage(view: ScheduleView): Markup {
  const { programme, now, where } = view;
  const { conference } = programme;
  const shown = selected(view);
  const today = localDate(now, conference.timeZone);
  const next = new Set(comingNext(shown, now));
  const later = shown.filter(
    (one) => one.startAt > now && !next.has(one) && localDate(one.startAt, conference.timeZone) === today,
  );
  return (
    <main id="live" data-poll="15">
      <header class="masthead">
        <p class="conference">{conference.name}</p>
        <h1>Open spaces{where === undefined ? '' : ` in ${where}`}</h1>
        <p class="clock">
          <time datetime={new Date(now).toISOString()}>{localTime(now, conference.timeZone)}</time>{' '}
          <span>
            {localDay(now, conference.timeZone)}, {zoneName(now, conference.timeZone)}
          </span>
        </p>
      </header>
      <NowAndNext openSpaces={shown} now={now} timeZone={conference.timeZone} />
      <section class="later" aria-labelledby="later">
        <h2 id="later">Later today</h2>
        {later.length === 0 ? (
          <p class="empty">Nothing more today.</p>
        ) : (
          <Entries list={later.slice(0, 24)} now={now} timeZone={conference.timeZone} />
        )}
      </section>
    </main>
  );
}
