import { openOpenSpace as openPure, schedulesItself, type Opening } from '../core/plan.ts';
import type { Config } from '../core/config.ts';
import { conferenceEnd } from '../core/conference-days.ts';
import type { OpeningRules, OpenSpace } from '../core/open-space.ts';
import { claimRoom } from './claim-room.ts';
import type { Deps, OpenSpaceStarter } from './deps.ts';
import { recordOpenSpace } from './record-open-space.ts';

/** What is known of a new open space before its room is claimed. */
export type Announcement = Omit<Opening, 'conferenceId' | 'timeZone' | 'conferenceEndsAt' | 'taken'>;

/** What opening needs: the API opens open spaces by hand without the rest. */
export type Opener = Pick<Deps, 'store' | 'clock' | 'settleSeconds'> & {
  readonly openSpaces: Pick<OpenSpaceStarter, 'start'>;
};

/** What of the config an open space keeps for its life; a trusted host's needs no approval beyond the lead. */
export function openingRules(config: Config, hostId: string | undefined): OpeningRules {
  const { reminderMinutes, approvalLeadMinutes, trustUsers } = config;
  const autoSend = config.autoSend || (hostId !== undefined && trustUsers.includes(hostId));
  return { reminderMinutes, autoSend, approvalLeadMinutes };
}

/**
 * Claims the room, stores the first view and starts the workflow, which writes every later view. In this order, each step
 * repeatable: a crash in between is finished by whoever takes the tweet up again, and a duplicate finds everything there.
 * The first view is written here and not by the workflow, because an activity for it would double what a tweet costs.
 */
export async function openOpenSpace(deps: Opener, announcement: Announcement, config: Config): Promise<OpenSpace> {
  const { conference } = config;
  const existing = await deps.store.openSpaces.find(announcement.id);
  const now = deps.clock();
  const rules = openingRules(config, announcement.source?.host.id);
  let space = existing?.space;
  if (space === undefined) {
    const { plan } = announcement;
    const taken = schedulesItself(plan, now)
      ? await claimRoom(deps, { openSpaceId: announcement.id, conferenceId: conference.id, ...plan })
      : null;
    space = openPure(
      {
        ...announcement,
        conferenceId: conference.id,
        timeZone: conference.timeZone,
        conferenceEndsAt: conferenceEnd(conference),
        ...(taken === null ? {} : { taken }),
      },
      now,
      rules,
    );
    await recordOpenSpace(deps, space);
  }
  // Started from the stored first view; one that has moved on is running, or has ended, already.
  if (space.revision === 0) await deps.openSpaces.start({ space, rules, settleSeconds: deps.settleSeconds });
  return space;
}
