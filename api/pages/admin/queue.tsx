import { z } from 'zod';
import { lookUpRelated } from '../../../activities/card-facts.ts';
import type { Config } from '../../../core/config.ts';
import { localDate } from '../../../core/local-time.ts';
import { isOff, whereOf, type OpenSpace } from '../../../core/open-space.ts';
import { postIdOf } from '../../../core/posts-of.ts';
import { isAhead } from '../../../core/possible-actions.ts';
import { currentReminder, type Status } from '../../../core/status.ts';
import { byDeadline, deadlineOf, undecidedStatuses } from '../../../core/undecided.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import { createShownTweets } from '../../../temporal/shown-views.ts';
import type { ApiContext } from '../../context.ts';
import type { Markup } from '../markup.ts';
import { parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { hereOf } from './back.ts';
import { Card } from './card.tsx';
import { goneCards } from './gone-cards.tsx';
import { BulkApprove } from './bulk.tsx';
import { adminPage, type AdminContext } from './frame.tsx';
import { Choice, Filters, RoomChoice } from './list-frame.tsx';
import { OpenSpaceTable } from './open-space-table.tsx';
import { TroubleVerbs } from './verbs.tsx';
import { statusWords } from '../../../core/words.ts';

const deadlines = ['hour', 'today', 'later'] as const;

const queueQuerySchema = z.object({
  room: z.string().max(80).optional(),
  kind: z.union([z.literal(''), z.enum(undecidedStatuses)]).optional(),
  deadline: z.union([z.literal(''), z.enum(deadlines)]).optional(),
});

type QueueQuery = z.output<typeof queueQuerySchema>;

/** The part of the queue that the filters select. @param now epoch milliseconds */
function filteredQueue(
  views: readonly OpenSpaceView[],
  { room, kind, deadline }: QueueQuery,
  now: number,
): OpenSpaceView[] {
  return views.filter(
    (view) =>
      (!room || whereOf(view.space) === room) &&
      (!kind || view.status === kind) &&
      (!deadline || spanOf(view, now) === deadline),
  );
}

function spanOf({ space }: OpenSpaceView, now: number): (typeof deadlines)[number] {
  const deadline = deadlineOf(space, now);
  if (deadline <= now + 3_600_000) return 'hour';
  return localDate(deadline, space.timeZone) === localDate(now, space.timeZone) ? 'today' : 'later';
}

/** Somebody must look at these, or try them again. */
const troubled: readonly Status[] = ['unconfirmed', 'failed'];
/** How many the page shows. The others follow when these are decided. */
const longestQueue = 60;

/**
 * The undecided open spaces, the most urgent first. While the page is open, its cards keep their places: see
 * `admin.js`.
 */
export async function queuePage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(queueQuerySchema, new URL(c.req.url).searchParams);
  const { store, openSpaces, clock } = context;
  const config = await store.configs.current();
  const now = clock();
  const from = new Date(now - 86_400_000);
  const [undecidedOnes, trouble, missed] = await Promise.all([
    openSpaces.list(config.conference.id, { undecided: true }, 1000),
    openSpaces.list(config.conference.id, { status: troubled, from }, 20),
    openSpaces.list(config.conference.id, { status: ['missed'], from }, 20),
  ]);
  const waiting = undecidedOnes.filter((view) => isDue(view, now));
  const sorted = byDeadline(waiting, now);
  const found = filteredQueue(sorted, query, now);
  const shown = found.slice(0, longestQueue);
  const [gone, tweets, related] = await Promise.all([
    goneCards(c, context, new Set(shown.map(({ _id }) => _id))),
    createShownTweets(store).findMany([...shown, ...trouble].map(({ space }) => postIdOf(space))),
    lookUpRelated(
      { ...store, openSpaces },
      shown.map(({ space }) => space),
      config,
    ),
  ]);
  const listed = (kind: 'trouble' | 'missed', views: readonly OpenSpaceView[]) =>
    views.length === 0 ? null : (
      <section aria-labelledby={kind}>
        <h2 id={kind}>{words.queue[kind]}</h2>
        <OpenSpaceTable
          views={views}
          more={(view) => ({
            why: whyOf(view.space),
            verbs: <TroubleVerbs view={view} now={now} back={hereOf(c)} />,
          })}
        />
      </section>
    );
  // The form sends an empty text for an unused filter.
  const isFiltered = [query.room, query.kind, query.deadline].some(Boolean);
  return adminPage(c, context, {
    title: isFiltered ? words.queue.titleFiltered(found.length, sorted.length) : words.queue.title(sorted.length),
    place: '/admin',
    children: (
      <>
        {config.output === 'live' ? null : <p class="hint">{words.queue.slackOnly}</p>}
        {listed('trouble', trouble)}
        {sorted.length === 0 && !isFiltered ? null : (
          <details class="filter" open={isFiltered}>
            <summary>{words.queue.filter}</summary>
            <QueueFilters query={query} views={sorted} config={config} />
          </details>
        )}
        {found.length === 0 ? (
          <p class="empty">{isFiltered ? words.none : words.queue.empty}</p>
        ) : (
          <p class="hint keys">
            <label>
              <input type="checkbox" id="keys" /> {words.queue.keys}
            </label>
          </p>
        )}
        <div
          class="queue"
          data-keyed
          data-holds
          data-new-words={words.queue.newOnes}
          data-left-words={words.queue.notListed}
          data-offline-words={words.queue.offline}
        >
          {shown.map((view) => (
            <Card
              view={view}
              tweet={tweets.get(postIdOf(view.space))}
              config={config}
              now={now}
              back={hereOf(c)}
              related={related.get(view._id)}
              on="queue"
            />
          ))}
        </div>
        {gone}
        {shown.some(({ status }) => status === 'needs_action') ? <BulkApprove back={hereOf(c)} /> : null}
        {found.length > shown.length ? <p class="hint">{words.queue.more(found.length - shown.length)}</p> : null}
        {listed('missed', missed)}
      </>
    ),
  });
}

/** The reason why its reminder was not posted, or why nobody knows whether it was. */
function whyOf(space: OpenSpace): string {
  const state = currentReminder(space)?.state;
  return state !== undefined && 'why' in state ? state.why : '';
}

/** Nothing is posted after the start. Only a review or a conflict can still get a new start. */
function isDue({ space }: OpenSpaceView, now: number): boolean {
  return isOff(space) ? now < deadlineOf(space, now) : space.standing.status !== 'scheduled' || isAhead(space, now);
}

function QueueFilters(props: { query: QueueQuery; views: readonly OpenSpaceView[]; config: Config }): Markup {
  const { query, views, config } = props;
  const listed = config.conference.rooms.map((room) => room.name);
  const used = new Set(views.flatMap(({ space }) => whereOf(space) ?? []));
  const rooms = [
    ...new Set([...listed.filter((room) => used.has(room)), ...used, ...(query.room ? [query.room] : [])]),
  ];
  return (
    <Filters action="/admin">
      <RoomChoice rooms={rooms} all={words.all} room={query.room} />
      <Choice
        name="kind"
        label={words.queue.kind}
        all={words.all}
        value={query.kind}
        options={undecidedStatuses.map((one) => [one, statusWords[one]])}
      />
      <Choice
        name="deadline"
        label={words.queue.deadline}
        all={words.any}
        value={query.deadline}
        options={deadlines.map((one) => [one, words.queue.deadlines[one]])}
      />
    </Filters>
  );
}
