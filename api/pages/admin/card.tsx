import type { RelatedFacts } from '../../../activities/card-facts.ts';
import type { Config } from '../../../core/config.ts';
import { localDayAndTime } from '../../../core/local-time.ts';
import { isOff, whereOf, type OpenSpace } from '../../../core/open-space.ts';
import { heardHost, hostActions } from '../../../core/possible-actions.ts';
import type { Reminder } from '../../../core/reminder.ts';
import { deadlineOf, isUndecided, undecidedCancellation, withoutLate } from '../../../core/undecided.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { Pick } from './bulk.tsx';
import { inWords } from './in-words.ts';
import { OpenSpaceForm, VerbButton, type OnOpenSpace } from './open-space-form.tsx';
import { StatusWord } from './status-word.tsx';
import { readingLines, TweetText } from './tweet-text.tsx';
import { PostIt, TroubleVerbs, Verbs } from './verbs.tsx';
import {
  capital,
  conflictWords,
  deadlineWords,
  headingOf,
  lastRefusal,
  outsideWords,
  reminderNameIn,
  reminderWords,
} from '../../../core/words.ts';

interface CardProps extends OnOpenSpace {
  readonly tweet: TweetDoc | undefined;
  readonly config: Config;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly related?: RelatedFacts | undefined;
  /**
   * `queue`: short, beside other undecided cards, with a checkbox to approve several at once. `own`: on the page of
   * this open space, whose heading is its name.
   */
  readonly on: 'queue' | 'own';
}

/** One open space and its possible decisions: the same facts and verbs as on its card in Slack. */
export function Card({ view, tweet, config, now, back, related, on }: CardProps): Markup {
  const { space } = view;
  const { freeRooms = [], about, rival } = related ?? {};
  const isInQueue = on === 'queue';
  const cancellation = undecidedCancellation(space);
  const isRead = isUndecided(space) && cancellation === undefined;
  const refusal = lastRefusal(space);
  const outside = isOff(space) ? undefined : outsideWords(space.startAt, config.conference);
  return (
    <article class="card" data-key={view._id} data-revision={view.revision} tabindex={0} aria-label={headingOf(space)}>
      {isInQueue ? (
        <header>
          <h2>
            <a href={`/admin/open-spaces/${view._id}`}>{headingOf(space)}</a>
          </h2>
          {view.status === 'needs_action' ? <Pick view={view} name={headingOf(space)} /> : null}
        </header>
      ) : null}
      <p class="when">
        <span class="room">{whereOf(space) ?? words.noRoom}</span>{' '}
        {space.startAt === undefined ? words.noStart : localDayAndTime(space.startAt, space.timeZone)}
      </p>
      {outside === undefined ? null : <p class="note">{outside}</p>}
      <p class="deadline">
        <StatusWord status={view.status} />{' '}
        {isUndecided(space) ? deadlineWords(space, now, inWords(deadlineOf(space, now) - now)) : null}
      </p>
      {space.standing.status === 'conflict' ? (
        <p class="clash">
          <a href={`/admin/open-spaces/${space.standing.with.openSpaceId}`}>
            {conflictWords(space.standing.with, space.timeZone, rival)}
          </a>
        </p>
      ) : null}
      {tweet === undefined ? null : (
        <TweetText tweet={tweet} lines={isRead ? readingLines(tweet, isInQueue ? 'short' : 'card') : []} />
      )}
      {space.note === undefined ? null : <p class="note">{space.note}</p>}
      {refusal === undefined ? null : <p class="note">{refusal}</p>}
      <ul class="reminders">
        {remindersToShow(space, now).map((reminder) => (
          <li
            class={
              reminder.state.status === 'failed' || reminder.state.status === 'unconfirmed' ? 'trouble' : undefined
            }
          >
            {words.card.reminder(capital(reminderNameIn(space, reminder.key)), reminderWords(reminder, space))}
          </li>
        ))}
      </ul>
      {freeRooms.length === 0 ? null : <Moves view={view} rooms={freeRooms} back={back} />}
      {cancellation === undefined ? null : <PostIt view={view} reminder={cancellation} config={config} back={back} />}
      {isInQueue ? null : <TroubleVerbs view={view} now={now} back={back} />}
      <Verbs
        view={view}
        config={config}
        now={now}
        back={back}
        about={about}
        isWhole={!isInQueue}
        hasMoves={freeRooms.length > 0}
      />
      <More view={view} now={now} back={back} />
    </article>
  );
}

/** For a single undecided reminder, and for those whose time has passed, the deadline is enough. */
function remindersToShow(space: OpenSpace, now: number): readonly Reminder[] {
  if (space.startAt === undefined) return [];
  return isUndecided(space) && space.reminders.length === 1 ? [] : withoutLate(space, now);
}

/** For a conflict: a button for each room that is free at that time. It moves the session there and approves it. */
function Moves({ view, rooms, back }: { view: OpenSpaceView; rooms: readonly string[]; back: string }): Markup {
  return (
    <OpenSpaceForm view={view} back={back} look="verbs moves">
      <input type="hidden" name="verb" value="move" />
      <div class="buttons">
        <span aria-hidden="true">{words.verbs.approveIn}</span>
        {rooms.map((room) => (
          <button name="room" value={room}>
            <span class="sr">{words.verbs.approveIn} </span>
            {room}
          </button>
        ))}
      </div>
    </OpenSpaceForm>
  );
}

/** Rarely needed actions, as in the menu of a card in Slack. */
function More({ view, now, back }: { view: OpenSpaceView; now: number; back: string }): Markup | null {
  const host = heardHost(view.space);
  if (host === undefined) return null;
  return (
    <details class="more-verbs">
      <summary>{words.verbs.more}</summary>
      <div class="buttons">
        {hostActions(view.space, now).includes('not_announcement') ? (
          <OpenSpaceForm view={view} back={back}>
            <VerbButton verb="not-announcement" words={words.verbs.notAnnouncement} />
          </OpenSpaceForm>
        ) : null}
        <form method="post" action={`/admin/users/${host.id}`}>
          <input type="hidden" name="back" value={back} />
          <button name="ignore" value="yes" class="deny">
            {words.verbs.ignoreHost(host.username)}
          </button>
        </form>
        <form method="post" action={`/admin/users/${host.id}`}>
          <input type="hidden" name="back" value={back} />
          <button name="trust" value="yes">
            {words.verbs.trustHost(host.username)}
          </button>
        </form>
      </div>
    </details>
  );
}
