import type { Markup } from '../markup.ts';
import { localDate, localDayAndTime, localTime, zoneName } from '../../../core/local-time.ts';
import { longDay } from '../long-day.ts';
import { assumedDuration, type PublicOpenSpace } from './public-open-space.ts';
import type { Programme } from './programme.ts';

export interface ScheduleView {
  readonly programme: Programme;
  /** Epoch milliseconds, cut to the minute. */
  readonly now: number;
  /** Only what is there. */
  readonly where?: string;
}

/** Everybody's page: what is on now, what comes next, and all days. */
export function SchedulePage(view: ScheduleView): Markup {
  const { programme, now, where } = view;
  const { conference } = programme;
  const shown = selected(view);
  return (
    <>
      <Masthead {...view} />
      <main id="live" data-poll="20">
        <NowAndNext openSpaces={shown} now={now} timeZone={conference.timeZone} />
        {shown.length === 0 ? (
          <p class="empty">
            {where === undefined ? 'No open spaces yet.' : `No open spaces in ${where} yet.`} They appear here as soon
            as organisers have approved them.
          </p>
        ) : null}
        {byDay(shown, conference.timeZone).map(([day, list]) => (
          <section class="day" aria-labelledby={`day-${day}`}>
            <h2 id={`day-${day}`}>{longDay(day)}</h2>
            <Entries list={list} now={now} timeZone={conference.timeZone} />
          </section>
        ))}
      </main>
      <footer class="foot">
        <p>
          An hour is assumed for each open space. Calendar: <a href="/schedule.ics">schedule.ics</a>, data:{' '}
          <a href="/schedule.json">schedule.json</a>. <a href="/admin">Organisers</a>
        </p>
      </footer>
    </>
  );
}

function Masthead({ programme, now, where }: ScheduleView): Markup {
  const { conference, openSpaces } = programme;
  return (
    <header class="masthead">
      <p class="conference">{conference.name}</p>
      <h1>Open spaces</h1>
      <p class="zone">
        All times are {zoneName(now, conference.timeZone)} ({conference.timeZone}). It is{' '}
        {localDayAndTime(now, conference.timeZone)}.
      </p>
      <nav aria-label="Schedule">
        <form method="get" action="/" data-submit-on-change>
          <label for="room">Room</label>
          <select id="room" name="room">
            <option value="">All rooms</option>
            {wheresOf(programme).map((name) => (
              <option value={name} selected={name === where}>
                {name}
              </option>
            ))}
          </select>
          <button type="submit">Show</button>
        </form>
        <ul>
          <li>
            <a href="/?screen">Hallway screen</a>
          </li>
          <li>
            <a href="/?print">Board to print</a>
          </li>
          <li>
            <a href="/schedule.ics">Calendar</a>
          </li>
        </ul>
        <p class="count">{openSpaces.length === 1 ? '1 open space' : `${openSpaces.length} open spaces`}</p>
      </nav>
    </header>
  );
}

/** What is on, and what begins next. */
export function NowAndNext(props: {
  readonly openSpaces: readonly PublicOpenSpace[];
  readonly now: number;
  readonly timeZone: string;
}): Markup {
  const { openSpaces, now, timeZone } = props;
  const on = openSpaces.filter((one) => !one.isCancelled && isOn(one, now));
  const next = comingNext(openSpaces, now);
  const first = next[0]?.startAt ?? now;
  const day =
    next[0] === undefined || localDate(first, timeZone) === localDate(now, timeZone)
      ? ''
      : `, ${longDay(localDate(first, timeZone))}`;
  return (
    <div class="now-next">
      <section class={on.length === 0 ? 'idle' : 'now'} aria-labelledby="now">
        <h2 id="now">Now</h2>
        {on.length === 0 ? (
          <p class="empty">Nothing at the moment.</p>
        ) : (
          <Entries list={on} now={now} timeZone={timeZone} />
        )}
      </section>
      <section class="next" aria-labelledby="next">
        <h2 id="next">Next{day}</h2>
        {next.length === 0 ? (
          <p class="empty">Nothing more is announced.</p>
        ) : (
          <Entries list={next} now={now} timeZone={timeZone} />
        )}
      </section>
    </div>
  );
}

/** What begins within the hour, or else at the next start there is. */
export function comingNext(openSpaces: readonly PublicOpenSpace[], now: number): PublicOpenSpace[] {
  const coming = openSpaces.filter((one) => !one.isCancelled && one.startAt > now);
  const until = Math.max(coming[0]?.startAt ?? 0, now + assumedDuration);
  return coming.filter((one) => one.startAt <= until);
}

export function Entries(props: {
  readonly list: readonly PublicOpenSpace[];
  readonly now: number;
  readonly timeZone: string;
}): Markup {
  const { list, now, timeZone } = props;
  return (
    <ol class="entries">
      {list.map((one) => (
        <li class={stateOf(one, now)}>
          <time datetime={new Date(one.startAt).toISOString()}>{localTime(one.startAt, timeZone)}</time>
          <a href={`/open-spaces/${one.id}`}>{one.title}</a>
          {one.isCancelled ? <strong class="word">Cancelled</strong> : null}
          {one.tweet === undefined ? null : <span class="host">@{one.tweet.username}</span>}
          <span class="room">{one.where}</span>
        </li>
      ))}
    </ol>
  );
}

function stateOf(one: PublicOpenSpace, now: number): string | undefined {
  if (one.isCancelled) return 'cancelled';
  if (one.startAt + assumedDuration <= now) return 'past';
  return isOn(one, now) ? 'on' : undefined;
}

const isOn = ({ startAt }: PublicOpenSpace, now: number): boolean => startAt <= now && now < startAt + assumedDuration;

export function selected({ programme, where }: ScheduleView): readonly PublicOpenSpace[] {
  return where === undefined ? programme.openSpaces : programme.openSpaces.filter((one) => one.where === where);
}

/** The listed rooms in their order, then the free-text places that are in use. */
export function wheresOf({ conference, openSpaces }: Programme): string[] {
  return [...new Set([...conference.rooms.map((room) => room.name), ...openSpaces.map((one) => one.where)])];
}

export function byDay(list: readonly PublicOpenSpace[], timeZone: string): [day: string, list: PublicOpenSpace[]][] {
  const days = new Map<string, PublicOpenSpace[]>();
  for (const one of list) {
    const day = localDate(one.startAt, timeZone);
    const entries = days.get(day);
    if (entries === undefined) days.set(day, [one]);
    else entries.push(one);
  }
  return [...days];
}
