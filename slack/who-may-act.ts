import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { inTime } from '../core/in-time.ts';
import type { Log } from '../core/log.ts';
import { rememberFor } from '../core/remember-for.ts';
import { refusePress } from './refuse-press.ts';
import { isRefusedWith, type SlackClient } from './slack-answers.ts';
import { replies } from './words.ts';

/** How long a press waits for Slack to say who acts, because its answer is due after 3 s. Milliseconds. */
const answerWithinMs = 1_500;
/** How long an answer of Slack is cached. Milliseconds. */
const cachedForMs = 60_000;

/** The workspace of the bot's token. */
export interface OwnWorkspace {
  readonly id: string;
  /** Its address in Slack. */
  readonly url: string | undefined;
}

/** The workspace of the bot's token. Slack is asked once; a failure is not remembered, because presses need the id. */
export function createOwnWorkspace(client: Pick<WebClient, 'auth'>): () => Promise<OwnWorkspace> {
  const ask = async (): Promise<OwnWorkspace> => {
    const { team_id: id, url } = await client.auth.test();
    if (id === undefined) throw new Error('Slack does not say which workspace the bot belongs to');
    return { id, url };
  };
  return rememberFor(Infinity, ask, Date.now);
}

const teamOf = z
  .object({ id: z.string() })
  .transform(({ id }) => id)
  .optional()
  .catch(undefined);

/**
 * Every payload names its workspace in one of these places. In a shared channel, a person's workspace may be another
 * than the bot's.
 */
const teamsSchema = z
  .object({
    team: teamOf,
    team_id: z.string().optional().catch(undefined),
    user: z.object({ team_id: z.string().optional() }).optional().catch(undefined),
  })
  .catch({});

/**
 * Accepts only payloads from the bot's own workspace and from its people. User ids are unique within one workspace
 * only, so a stranger elsewhere could have an organiser's id. Everything else is refused and logged.
 */
export function ownTeamOnly(teamId: () => Promise<string>, log: Log) {
  return async (args: AnyMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const { team, team_id, user } = teamsSchema.parse(args.body);
    const named = [team, team_id, user?.team_id].filter((id) => id !== undefined);
    const own = await inTime(
      answerWithinMs,
      teamId().catch(() => undefined),
    );
    if (own !== undefined && named.length > 0 && named.every((id) => id === own)) {
      await args.next();
      return;
    }
    const why = own === undefined ? 'Slack did not say which workspace is ours' : 'it came from another workspace';
    log.warn(`slack: a request was refused: ${why}`, { teams: named });
    await refusePress(args, own === undefined ? replies.unknownTeam : replies.otherTeam);
  };
}

/** A person's role in the bot's workspace. Guests see single channels; only full members may decide. */
export type Membership = 'member' | 'guest' | 'deactivated';

interface Known {
  readonly membership: Membership;
  /** The display name. */
  readonly name: string | undefined;
}
/** The assumption about a person whom Slack has never described. */
const none: Known = { membership: 'member', name: undefined };

/**
 * Asks Slack about people in the workspace, at most once a minute for each person. If Slack does not answer, its last
 * answer counts. A person without any answer counts as a member: an outage of Slack must not lock organisers out in the
 * middle of a conference.
 *
 * @param stopwatch milliseconds of a clock that never goes back
 */
export function createUsers(client: Pick<SlackClient, 'users'>, stopwatch: () => number) {
  const known = new Map<string, Known & { readonly at: number }>();

  async function ask(id: string): Promise<Known | undefined> {
    try {
      const { user } = await client.users.info({ user: id });
      const name = user?.profile?.display_name || user?.real_name || undefined;
      if (user?.deleted === true) return { membership: 'deactivated', name };
      const isGuest = user?.is_restricted === true || user?.is_ultra_restricted === true;
      return { membership: isGuest ? 'guest' : 'member', name };
    } catch (error) {
      const isNobody = isRefusedWith(error, 'user_not_found', 'users_not_found');
      return isNobody ? { membership: 'deactivated', name: undefined } : undefined;
    }
  }

  async function find(user: string): Promise<Known> {
    const now = stopwatch();
    const last = known.get(user);
    if (last !== undefined && now - last.at < cachedForMs) return last;
    const answer = await inTime(answerWithinMs, ask(user));
    // Meanwhile, Slack may have answered another press.
    const { membership, name } = answer ?? known.get(user) ?? last ?? none;
    if (known.size >= 1_000) known.clear();
    known.set(user, { membership, name, at: now });
    return { membership, name };
  }

  return {
    membershipOf: async (user: string): Promise<Membership> => (await find(user)).membership,

    findName: async (user: string): Promise<string | undefined> => (await find(user)).name,

    /** Undefined if Slack was not asked about this person yet, or did not answer. */
    nameOf: (user: string): string | undefined => known.get(user)?.name,
  };
}

/** The person who presses, submits or writes a command. Events have none of these fields. */
const senderSchema = z
  .union([
    z.object({ user: z.object({ id: z.string() }) }).transform(({ user }) => user.id),
    z.object({ user_id: z.string() }).transform(({ user_id }) => user_id),
  ])
  .optional()
  .catch(undefined);

/** Refuses guests and deactivated people, even if the config lists them. They get a reply, and nothing changes. */
export function membersOnly(membershipOf: (user: string) => Promise<Membership>, log: Log) {
  return async (args: AnyMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const user = senderSchema.parse(args.body);
    const membership = user === undefined ? 'member' : await membershipOf(user);
    if (membership === 'member') {
      await args.next();
      return;
    }
    log.warn(`slack: a request was refused: the sender is ${membership}`, { user });
    await refusePress(args, membership === 'guest' ? replies.guest : replies.deactivated);
  };
}
