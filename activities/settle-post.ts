import type { OpenSpace } from '../core/open-space.ts';
import { withSendResult, type SendResult } from '../core/outcomes.ts';
import { prices } from '../core/prices.ts';
import { reminderId } from '../core/reminder.ts';
import { hasLink } from '../core/texts.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Intent } from '../store/intents.ts';
import { commitOpenSpace } from './commit-open-space.ts';
import type { Deps } from './deps.ts';
import { noteTaken, type DueReminder } from './posting-rules.ts';

export type Sent = SendResult & { kind: 'sent' };

/**
 * X has the post: stores this first, then the cost.
 *
 * @param at when X answered, epoch milliseconds [when the attempt began, if X did not answer]
 */
export async function settle(
  deps: Deps,
  { id, space }: DueReminder,
  { text, told, attempt, startedAt, phase }: Omit<Intent, 'phase'> & Partial<Pick<Intent, 'phase'>>,
  { id: tweetId, at: answeredAt, note }: { id: string; at?: number; note?: string | undefined },
): Promise<Sent> {
  const at = answeredAt ?? startedAt.getTime();
  // If the record of the post was lost, a whole one is written.
  const record = phase === undefined ? { text, attempt, startedAt } : {};
  const sent = withoutUndefined({ tweetId, sentAt: new Date(at), note });
  await deps.store.reminders.settleIntent(id, { ...record, ...sent });
  const dollars = hasLink(text) ? prices.postWithLink : prices.post;
  await Promise.all([
    deps.store.budgets.spend(space.conferenceId, dollars, { posts: 1, postId: tweetId }),
    // If it was found after several attempts, nobody knows which one made it. Posts at the same time share one read of
    // the store.
    ...(answeredAt === undefined && attempt > 1 ? [] : [noteTaken(deps, startedAt)]),
  ]);
  return withoutUndefined({ kind: 'sent', at, tweetId, note, told });
}

export function sentAlready({ tweetId, note, told, sentAt, startedAt }: Intent): Sent {
  return withoutUndefined({ kind: 'sent', at: (sentAt ?? startedAt).getTime(), tweetId, note, told });
}

/** Stores the outcome in the open space, so the workflow needs no commit. If this fails, the workflow stores it. */
export async function recordSent(deps: Deps, space: OpenSpace, key: string, result: Sent): Promise<Sent> {
  const next = withSendResult(space, key, result);
  const commitId = `sent:${reminderId(space.id, key)}`;
  const committed = await commitOpenSpace(deps, { space: next, commitId, mustBeFree: false }).catch(() => undefined);
  return committed?.kind === 'committed' ? { ...result, recordedAs: next.revision } : result;
}
