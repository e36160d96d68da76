import { localDayAndTime } from '../core/local-time.ts';
import { whereOf, type OpenSpace } from '../core/open-space.ts';
import { withPresentRooms } from '../core/present-room.ts';
import { prices } from '../core/prices.ts';
import { wasDueBefore } from '../core/restored.ts';
import { statusOf } from '../core/status.ts';
import { harmless } from '../core/texts.ts';
import type { Deps } from './deps.ts';
import { whyNotPosted } from './posting-rules.ts';
import type { IncomingTweet } from '../x/incoming.ts';

/**
 * Replies once to a host who mentioned the bot, if the config says so; X answers 403 to any other reply. The reply is
 * noted before the call and never retried, so there is at most one. There is none if a restore may have lost the note,
 * or if less than half of X's limit is left. The reply promises nothing: organisers have not decided yet.
 */
export async function acknowledge(deps: Deps, tweet: IncomingTweet): Promise<void> {
  if (tweet.mentionedUsernames.length === 0) return;
  if (!(await deps.store.configs.current()).acknowledge) return;
  const own = (await deps.x.ownAccount()).username.toLowerCase();
  if (!tweet.mentionedUsernames.some((name) => name.toLowerCase() === own)) return;
  const space = (await deps.store.openSpaces.find(tweet.firstId))?.space;
  if (space === undefined) return;
  const note = () => deps.store.tweets.markAcknowledged(tweet.firstId, new Date(deps.clock()));
  if (wasDueBefore(await deps.store.restores.latest(), Math.min(tweet.postedAt, space.openedAt))) {
    // Noted again, so that the next edit gets no reply either.
    await note();
    return;
  }
  // The newest: all this took a while, and somebody may have paused the bot since.
  const config = await deps.store.configs.current();
  if (!config.acknowledge || (await whyNotPosted(deps, config)) !== undefined || !(await begin(deps))) return;
  try {
    if (!(await note())) return;
    const outcome = await deps.x.reply(acknowledgement(withPresentRooms(space, config.conference.rooms)), tweet.id);
    const cost = prices.summonedReply;
    if (outcome.kind === 'posted') await deps.store.budgets.spend(space.conferenceId, cost, { posts: 1 });
    else deps.log.warn('a host could not be answered', { tweetId: tweet.id, outcome: outcome.kind });
  } finally {
    underWay -= 1;
  }
}

/** The replies that X has not answered yet. The limit that X named last does not include them. */
let underWay = 0;

/** Counts a reply as under way. @returns false if less than half of X's limit is left: that is for reminders */
async function begin({ store, clock }: Deps): Promise<boolean> {
  const left = (await store.health.findLimits())?.post;
  const isNear = left !== undefined && left.remaining - underWay < left.limit / 2 && left.resetAt.getTime() > clock();
  if (!isNear) underWay += 1;
  return !isNear;
}

function acknowledgement(space: OpenSpace): string {
  const where = whereOf(space);
  if (space.standing.status !== 'scheduled' || where === undefined || space.startAt === undefined) {
    return 'Heard you! An organiser will look at your open space.';
  }
  const when = localDayAndTime(space.startAt, space.timeZone);
  const next = statusOf(space) === 'needs_action' ? ' An organiser decides on the reminder.' : '';
  return `Heard you: ${harmless(where)}, ${when}.${next}`;
}
