import { localDate, localTime } from '../../../core/local-time.ts';
import { longDay, shortDay } from '../long-day.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { assumedDuration, type PublicOpenSpace } from './public-open-space.ts';
import { comingNext, isOn, takesPlace } from './selection.ts';

interface EntriesProps {
  readonly list: readonly PublicOpenSpace[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly timeZone: string;
}

/** The present sessions, and those that begin next. */
export function NowAndNext({ list, now, timeZone }: EntriesProps): Markup {
  const on = list.filter((one) => takesPlace(one) && isOn(one, now));
  const next = comingNext(list, now);
  const first = localDate(next[0]?.startAt ?? now, timeZone);
  const day = first === localDate(now, timeZone) ? '' : `, ${longDay(first)}`;
  return (
    <div class="now-next">
      <section class={on.length === 0 ? 'idle' : 'now'} aria-labelledby="now">
        <h2 id="now">{words.schedule.now}</h2>
        {on.length === 0 ? (
          <p class="empty">{words.schedule.nothingNow}</p>
        ) : (
          <Entries list={on} now={now} timeZone={timeZone} />
        )}
      </section>
      <section class="next" aria-labelledby="next">
        <h2 id="next">
          {words.schedule.next}
          {day}
        </h2>
        {next.length === 0 ? (
          <p class="empty">{words.schedule.nothingNext}</p>
        ) : (
          <Entries list={next} now={now} timeZone={timeZone} />
        )}
      </section>
    </div>
  );
}

export function Entries({ list, now, timeZone }: EntriesProps): Markup {
  return (
    <ol class="entries">
      {list.map((one) => (
        <li class={stateOf(one, now)}>
          <time datetime={new Date(one.startAt).toISOString()}>{localTime(one.startAt, timeZone)}</time>
          <a href={`/open-spaces/${one.id}`}>{one.title}</a>
          <span class="more">
            {one.isCancelled ? <strong class="word">{words.schedule.cancelled}</strong> : null}
            {one.former === undefined ? null : <strong class="word">{formerWords(one, timeZone)}</strong>}
            {one.tweet === undefined ? null : <span class="host">@{one.tweet.username}</span>}
          </span>
          <span class="room">{one.where}</span>
        </li>
      ))}
    </ol>
  );
}

/** `Moved, was 17:00 in B114`; with the day if it changed too. */
export function formerWords({ former, startAt }: PublicOpenSpace, timeZone: string): string {
  const at = former?.startAt;
  if (at === undefined) return words.schedule.moved(former?.where);
  const date = localDate(at, timeZone);
  const day = date === localDate(startAt, timeZone) ? '' : `${shortDay(date)} `;
  return words.schedule.moved(former?.where, `${day}${localTime(at, timeZone)}`);
}

function stateOf(one: PublicOpenSpace, now: number): string | undefined {
  if (one.isCancelled) return 'cancelled';
  if (one.startAt + assumedDuration <= now) return 'past';
  return isOn(one, now) ? 'on' : undefined;
}
