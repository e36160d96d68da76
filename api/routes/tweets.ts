import { z } from '@hono/zod-openapi';
import { verdicts } from '../../core/reading/reading.ts';
import type { TweetDoc } from '../../store/tweets.ts';
import { actorOf } from '../auth/tokens.ts';
import { withoutUndefined } from '../../core/without-undefined.ts';
import { createShownTweets } from '../../temporal/shown-views.ts';
import type { ApiContext } from '../context.ts';
import { orNotFound } from '../problem.ts';
import { answer, body, changeProblems, leadsTo, oneProblems, readProblems } from './answers.ts';
import { answerEntered, enteredAnswer } from './decide-on.ts';
import { idempotencyHeader, idParam, instantAnswer, instantOf, isoIn, searchField } from './fields.ts';
import { scopedRoute, type Api, type Guards } from './guards.ts';
import { answerPage, pageOf, pageQuery, noQuery } from './pagination.ts';
import { checkWhereAndWhen, entryFields, refuseRoomAndPlace, roomOrPlace } from './where-and-when.ts';

const tags = ['Tweets'];

const shape = z.strictObject({
  id: z.string().openapi({ description: 'The id of its first version.' }),
  tweetId: z.string().openapi({ description: 'The id of its newest version.' }),
  url: z.string(),
  text: z.string().openapi({ description: 'Empty if the host deleted it.' }),
  postedAt: instantAnswer,
  receivedAt: instantAnswer,
  author: z.strictObject({ id: z.string(), username: z.string(), name: z.string() }),
  isRetweet: z.boolean(),
  verdict: z.enum(verdicts).nullable().openapi({ description: 'Null while it is being read.' }),
  reasons: z.array(z.string()).openapi({ description: 'What was read from which words, or what was missing.' }),
  room: z.string().optional(),
  startsAt: instantAnswer.optional(),
  openSpaceId: z.string().optional(),
  ignoredBecause: z.string().optional().openapi({ description: 'Why nothing was done about it.' }),
  deletedAt: instantAnswer.optional(),
});

const tweetShape = shape.openapi('Tweet', {
  example: {
    id: '865679812345678901',
    tweetId: '865679812345678901',
    url: 'https://x.com/host/status/865679812345678901',
    text: 'Acro yoga @ 5pm in B114 #pyconopenspaces',
    postedAt: '2017-05-19T10:14:02-07:00',
    receivedAt: '2017-05-19T10:14:03-07:00',
    author: { id: '1234', username: 'host', name: 'A Host' },
    isRetweet: false,
    verdict: 'schedule',
    reasons: ['room B114', '17:00 on the day it was written'],
    room: 'B114',
    startsAt: '2017-05-19T17:00:00-07:00',
    openSpaceId: '865679812345678901',
  },
});

const params = idParam(/^[0-9]{1,19}$/u, { description: 'The id of any version.', example: '865679812345678901' });

const listRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/tweets',
    operationId: 'listTweets',
    tags,
    summary: 'All tweets that the bot heard, newest first, with their readings',
    description: 'Includes tweets about which the bot did nothing, with the reasons. Scope: read.',
    request: { query: z.strictObject({ verdict: z.enum(verdicts).optional(), q: searchField, ...pageQuery }) },
    responses: {
      200: { ...answer('A page of them.', pageOf(tweetShape)), ...leadsTo('/items/0/id', 'getTweet', 'stageTweet') },
      ...readProblems,
    },
  });

const oneRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/tweets/{id}',
    operationId: 'getTweet',
    tags,
    summary: 'One tweet',
    description: 'The id is that of its first version or its newest. Scope: read.',
    request: { query: noQuery, params },
    responses: { 200: answer('It, as it was heard last.', tweetShape), ...oneProblems },
  });

const stageRoute = (guards: Guards) =>
  scopedRoute(guards, 'decide', {
    method: 'post',
    path: '/tweets/{id}/stage',
    operationId: 'stageTweet',
    tags,
    summary: 'Schedule the session of a tweet by hand, whatever the bot read',
    description: 'Scope: decide.',
    request: {
      query: noQuery,
      params,
      headers: idempotencyHeader,
      body: body(z.strictObject(entryFields).superRefine(refuseRoomAndPlace).openapi('Staging', roomOrPlace), {
        room: 'B114',
        startsAt: '2017-05-19T17:00:00-07:00',
      }),
    },
    responses: { ...enteredAnswer, ...changeProblems },
  });

export function addTweetRoutes(api: Api, context: ApiContext, guards: Guards): void {
  const { store } = context;
  const tweets = createShownTweets(store);

  const find = async (id: string): Promise<TweetDoc> => {
    const unheard = `The bot has not heard tweet ${id}. Enter it by its address: POST /api/v1/open-spaces.`;
    return orNotFound(await tweets.findVersion(id), unheard);
  };

  api.openapi(listRoute(guards), async (c) => {
    const { verdict, q, ...page } = c.req.valid('query');
    const { conference } = await store.configs.current();
    const answered = await answerPage(c, page, {
      find: (limit, after) => tweets.list(conference.id, withoutUndefined({ verdict, q }), limit, after),
      timeOf: ({ postedAt }) => postedAt,
      toAnswer: (tweet) => toAnswer(tweet, conference.timeZone),
    });
    return c.json(answered, 200);
  });

  api.openapi(oneRoute(guards), async (c) => {
    const tweet = await find(c.req.valid('param').id);
    const { conference } = await store.configs.current();
    return c.json(toAnswer(tweet, conference.timeZone), 200);
  });

  api.openapi(stageRoute(guards), async (c) => {
    const { startsAt, ...entry } = c.req.valid('json');
    const tweet = await find(c.req.valid('param').id);
    const config = await store.configs.current();
    checkWhereAndWhen({ room: entry.room, startsAt }, config);
    const wish = { ...withoutUndefined(entry), startAt: instantOf(startsAt) };
    const outcome = await context.openSpaces.stageTweet(tweet._id, wish, actorOf(c.get('caller')), c.get('seed'));
    return answerEntered(c, context, outcome);
  });
}

function toAnswer(tweet: TweetDoc, timeZone: string): z.infer<typeof shape> {
  const { reading } = tweet;
  const iso = (at: Date | number) => isoIn(timeZone, at.valueOf());
  const { id, username, name } = tweet.author;
  return {
    id: tweet._id,
    tweetId: tweet.tweetId,
    url: tweet.url,
    text: tweet.text,
    postedAt: iso(tweet.postedAt),
    receivedAt: iso(tweet.receivedAt),
    author: { id, username, name },
    isRetweet: tweet.isRetweet,
    verdict: reading?.verdict ?? null,
    reasons: (reading?.reasons ?? []).map((reason) => reason.words),
    ...(reading?.room === undefined ? {} : { room: reading.room }),
    ...(reading?.startAt === undefined ? {} : { startsAt: iso(reading.startAt) }),
    ...(tweet.openSpaceId === undefined ? {} : { openSpaceId: tweet.openSpaceId }),
    ...(tweet.ignoredBecause === undefined ? {} : { ignoredBecause: tweet.ignoredBecause }),
    ...(tweet.deletedAt === undefined ? {} : { deletedAt: iso(tweet.deletedAt) }),
  };
}
