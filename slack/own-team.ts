import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { inTime } from '../core/in-time.ts';
import type { Log } from '../core/log.ts';
import { rememberFor } from '../core/remember-for.ts';
import { refusePress } from './refuse-press.ts';
import { replies } from './words.ts';

/**
 * A press waits no longer than this for Slack to say which workspace is ours: its answer is due after 3 s.
 * Milliseconds.
 */
const patience = 1_500;

/** The workspace that the bot's token belongs to, asked for once. A failure is not remembered. */
export function createOwnTeam(client: Pick<WebClient, 'auth'>): () => Promise<string> {
  const ask = async (): Promise<string> => {
    const { team_id: id } = await client.auth.test();
    if (id === undefined) throw new Error('Slack does not say which workspace the bot belongs to');
    return id;
  };
  return rememberFor(Infinity, ask, Date.now);
}

const teamOf = z
  .object({ id: z.string() })
  .transform(({ id }) => id)
  .optional()
  .catch(undefined);

/** Every payload names its workspace in one of these places; who presses in a shared channel has one of their own. */
const teamsSchema = z
  .object({
    team: teamOf,
    team_id: z.string().optional().catch(undefined),
    user: z.object({ team_id: z.string().optional() }).optional().catch(undefined),
  })
  .catch({});

/**
 * Lets through only what comes from the bot's own workspace and from a member of it: user ids are unique within one
 * workspace only, so a stranger elsewhere could have an organiser's id. Everything else is refused and logged.
 */
export function ownTeamOnly(teamId: () => Promise<string>, log: Log) {
  return async (args: AnyMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    const { team, team_id, user } = teamsSchema.parse(args.body);
    const named = [team, team_id, user?.team_id].filter((id) => id !== undefined);
    const own = await inTime(
      patience,
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
