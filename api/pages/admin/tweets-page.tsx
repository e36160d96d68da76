import { z } from 'zod';
import { longest } from '../../../core/verb-problem.ts';
import type { Config } from '../../../core/config.ts';
import { localDayAndTime } from '../../../core/local-time.ts';
import { keptWords } from '../../../core/words.ts';
import type { Status } from '../../../core/status.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import { createShownTweets } from '../../../temporal/shown-views.ts';
import type { ApiContext } from '../../context.ts';
import type { Markup } from '../markup.ts';
import { calendarDay, formOf, parsePairs } from '../query.ts';
import { backSchema, backWith, hereOf } from './back.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { words } from '../words.ts';
import { afterField, blankable, Choice, DayChoice, Filters } from './list-frame.tsx';
import { firstPage, pageSize, placeText, readPlace, SearchBox } from './list-frame.tsx';
import { daySpan } from './open-spaces-page.tsx';
import { StatusWord } from './status-word.tsx';
import { readingLines, TweetText } from './tweet-text.tsx';
import { Pickers, readPickers } from './where-when.tsx';

const verdicts = [
  ['schedule', words.tweets.schedule],
  ['review', words.tweets.review],
  ['ignore', words.tweets.nothing],
] as const;

const querySchema = z.object({
  q: z.string().max(100).optional(),
  verdict: blankable(z.enum(['schedule', 'review', 'ignore'])),
  day: blankable(calendarDay),
  author: z
    .string()
    .regex(/^\d{0,19}$/u)
    .optional(),
  after: afterField(/^\d+_\d{1,19}$/u),
});

/** All received tweets, with their readings. */
export async function tweetsPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const { store, openSpaces } = context;
  const config = await store.configs.current();
  const { conference } = config;
  const tweets = await createShownTweets(store).list(
    conference.id,
    {
      ...(query.q ? { q: query.q } : {}),
      ...(query.verdict ? { verdict: query.verdict } : {}),
      ...(query.author ? { authorId: query.author } : {}),
      ...(query.day ? daySpan(query.day, conference.timeZone) : {}),
    },
    pageSize + 1,
    readPlace(query.after),
  );
  const { shown, more } = firstPage(c, tweets, ({ postedAt, _id }) => placeText(postedAt, _id));
  const views = await openSpaces.findMany(shown.flatMap(({ openSpaceId }) => openSpaceId ?? []));
  const statuses = new Map(views.map(({ _id, status }) => [_id, status]));
  return adminPage(c, context, {
    title: words.tweets.title,
    place: '/admin/tweets',
    children: (
      <>
        <Filters action="/admin/tweets">
          <SearchBox value={query.q} label={words.tweets.search} />
          <Choice
            name="verdict"
            label={words.tweets.readAs}
            all={words.tweets.anything}
            value={query.verdict}
            options={verdicts}
          />
          <DayChoice conference={conference} day={query.day} />
          {query.author ? <input type="hidden" name="author" value={query.author} /> : null}
        </Filters>
        {shown.length === 0 ? <p class="empty">{words.none}</p> : null}
        <div class="queue">
          {shown.map((tweet) => (
            <TweetCard
              tweet={tweet}
              status={tweet.openSpaceId === undefined ? undefined : statuses.get(tweet.openSpaceId)}
              config={config}
              back={hereOf(c)}
            />
          ))}
        </div>
        {more}
      </>
    ),
  });
}

interface TweetCardProps {
  readonly tweet: TweetDoc;
  /** The status of the open space that was made from it. */
  readonly status: Status | undefined;
  readonly config: Config;
  /** The page to come back to. */
  readonly back: string;
}

function TweetCard({ tweet, status, config, back }: TweetCardProps): Markup {
  const { reading, _id: id } = tweet;
  const verdict = verdicts.find(([value]) => value === reading?.verdict)?.[1];
  return (
    <article class="card" data-key={id} aria-labelledby={`tweet-${id}`}>
      <header>
        <h2 id={`tweet-${id}`}>
          <a href={`/admin/tweets?author=${tweet.author.id}`}>@{tweet.author.username}</a>
        </h2>
        {status === undefined ? (
          <span class="status">{tweet.ignoredBecause ?? verdict ?? words.tweets.beingRead}</span>
        ) : (
          <StatusWord status={status} />
        )}
      </header>
      <p class="deadline">{localDayAndTime(tweet.postedAt.getTime(), config.conference.timeZone)}</p>
      <TweetText tweet={tweet} lines={readingLines(tweet, 'all')} />
      {tweet.openSpaceId === undefined ? (
        <details>
          <summary>{words.tweets.stage}</summary>
          <form method="post" action={`/admin/tweets/${id}/stage`} class="verbs">
            <input type="hidden" name="back" value={back} />
            <Pickers config={config} picked={{ room: reading?.room, startAt: reading?.startAt }} scope={id} withPlace />
            <label>
              {words.enter.shortTitle}
              <input name="title" maxlength={longest.title} />
            </label>
            <div class="buttons">
              <button class="approve">{words.tweets.scheduleIt}</button>
            </div>
          </form>
        </details>
      ) : (
        <p>
          <a href={`/admin/open-spaces/${tweet.openSpaceId}`}>{words.tweets.openSpace}</a>
        </p>
      )}
    </article>
  );
}

const short = z.string().max(80).optional();

const stageSchema = z.object({
  room: short,
  place: short,
  date: short,
  time: short,
  title: z.string().trim().max(longest.title).optional(),
  note: z.string().trim().max(longest.note).optional(),
  back: backSchema.default('/admin/tweets'),
});

/** Makes an open space from a stored tweet, even if the bot read it otherwise. */
export async function stageTweetRoute(c: AdminContext, context: ApiContext): Promise<Response> {
  const form = parsePairs(stageSchema, await formOf(c));
  const { conference } = await context.store.configs.current();
  const where = readPickers(form, conference.timeZone, {});
  const refused = (reason: string) => backWith(c, context, form.back, { kind: 'refused', words: reason });
  if (typeof where === 'string') return refused(where);
  if (where.startAt === undefined) return refused(words.enter.noStart);
  const entry = {
    ...where,
    startAt: where.startAt,
    ...(form.title ? { title: form.title } : {}),
    ...(form.note ? { note: form.note } : {}),
  };
  const outcome = await context.openSpaces.stageTweet(c.req.param('id') ?? '', entry, c.get('organiser'));
  if (outcome.kind === 'refused') return refused(outcome.reason);
  const said = outcome.isKept === true ? keptWords : words.tweets.staged;
  return backWith(c, context, form.back, { kind: 'done', words: said, openSpaceId: outcome.id });
}
