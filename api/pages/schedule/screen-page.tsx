import type { Markup } from '../markup.ts';
import { localDate, localDay, localTime, zoneName } from '../../../core/local-time.ts';
import { words } from '../words.ts';
import { Entries, NowAndNext } from './entries.tsx';
import { comingNext, selected, type ScheduleView } from './selection.ts';

/** The page for a screen in the hallway: readable from five metres, without links, renewed by itself. */
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
        <h1>{where === undefined ? words.schedule.title : words.screen.titleIn(where)}</h1>
        <p class="clock">
          <time datetime={new Date(now).toISOString()}>{localTime(now, conference.timeZone)}</time>{' '}
          <span>
            {localDay(now, conference.timeZone)}, {zoneName(now, conference.timeZone)}
          </span>
        </p>
      </header>
      <NowAndNext list={shown} now={now} timeZone={conference.timeZone} />
      <section class="later" aria-labelledby="later">
        <h2 id="later">{words.screen.later}</h2>
        {later.length === 0 ? (
          <p class="empty">{words.screen.nothingLater}</p>
        ) : (
          <Entries list={later.slice(0, 24)} now={now} timeZone={conference.timeZone} />
        )}
      </section>
    </main>
  );
}
