import type { Config } from '../core/config.ts';
import { endedByOperator } from '../core/next-step.ts';
import { decidableUntil, holdsRoom, type OpenSpace } from '../core/open-space.ts';
import type { Deps } from './deps.ts';
import { openingRules } from './start-open-space.ts';
import { recordOpenSpace } from './record-open-space.ts';

/** A workflow is listed some seconds after it was started; a younger view proves nothing. Milliseconds. */
const settledAfter = 30_000;
/** X's money is warned of at this share of the cap. */
const warnAt = 0.8;

/**
 * Compares what the store lists with what Temporal runs. An open space that can still be decided on, and that no workflow
 * stands for (a restored or emptied Temporal), is started again from its view; the intent records keep a sent reminder
 * from going out again. One whose workflow an operator terminated counts as cancelled by them. Both are told to organisers.
 */
export async function reconcile(deps: Deps, config: Config): Promise<void> {
  const conferenceId = config.conference.id;
  const now = deps.clock();
  const live = await deps.store.openSpaces.listLive(conferenceId, new Date(now - settledAfter));
  const lasting = live.filter(({ space }) => decidableUntil(space) > now);
  if (lasting.length === 0) return;
  const running = await deps.openSpaces.listRunning(conferenceId);
  const unlisted = lasting.filter(({ _id }) => !running.has(_id));
  const started: string[] = [];
  const ended: string[] = [];
  for (const { space } of unlisted) {
    // The list lags, so each one is asked for before anything is done about it.
    const found = await deps.openSpaces.findWorkflow(conferenceId, space.id);
    if (found === 'none') {
      await deps.openSpaces.start({
        space,
        rules: openingRules(config, space.source?.host.id),
        settleSeconds: deps.settleSeconds,
      });
      started.push(space.id);
    } else if (found === 'ended' && isOpen(space)) {
      await recordOpenSpace(deps, endedByOperator(space));
      ended.push(space.id);
    }
  }
  await tellMany(deps, config, started, 'had no workflow in Temporal and went on from the store');
  await tellMany(deps, config, ended, 'had a workflow that was ended in Temporal, and counted as cancelled');
}

/** Denied, dismissed and cancelled ones are decided: whether their workflow still waits changes nothing that people see. */
function isOpen(space: OpenSpace): boolean {
  const { status } = space.standing;
  return status === 'needs_review' || status === 'conflict' || holdsRoom(space) || space.place !== undefined;
}

async function tellMany(deps: Deps, config: Config, ids: readonly string[], what: string): Promise<void> {
  if (ids.length === 0) return;
  deps.log(`open spaces ${what}`, { openSpaceIds: ids });
  const many = ids.length === 1 ? 'One open space' : `${ids.length} open spaces`;
  await deps.cards.tell(`${many} ${what}: ${ids.slice(0, 20).join(', ')}`, config);
}

/** Organisers hear once, per cap, that most of it is spent. */
export async function warnOfSpending(deps: Deps, config: Config): Promise<void> {
  const { spendingCap, conference } = config;
  if (spendingCap === null) return;
  const { spent, warnedAtCap } = await deps.store.budgets.find(conference.id);
  if (spent < warnAt * spendingCap || warnedAtCap === spendingCap) return;
  const share = Math.floor((100 * spent) / Math.max(spendingCap, 0.01));
  const text = `About $${spent.toFixed(2)} is spent at X, ${share}% of the cap of $${spendingCap}. At 100% nothing is posted until somebody raises the cap.`;
  const told = await deps.cards.tell(text, config);
  if (told.kind === 'drawn') await deps.store.budgets.noteWarning(conference.id, spendingCap);
}
