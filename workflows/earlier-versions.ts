// Lets this version replay the histories of earlier ones. The workflow is easier to read without it.
import { deprecatePatch, patched } from '@temporalio/workflow';
import { isUntold, type Message } from '../core/handle-message.ts';
import { nextInPlaceBefore } from '../core/left-out.ts';
import type { OpeningRules, OpenSpace } from '../core/open-space.ts';
import type { Reminder } from '../core/reminder.ts';
import type { Rules } from '../core/situation.ts';

/** Earlier readings have no `isSure`, and `autoSend` alone approved them. They count as sure, to keep the approvals. */
export function withEarlierReading(space: OpenSpace, rules: OpeningRules): OpenSpace {
  const { source } = space;
  if (!rules.autoSend || source?.readAs === undefined || source.readAs.isSure !== undefined) return space;
  if (patched('sure-readings')) return space;
  return { ...space, source: { ...source, readAs: { ...source.readAs, isSure: true } } };
}

/**
 * The rules for this message. Earlier, undoing a cancellation, or asking for no approval, approved the correction. If
 * equal requests of several people were kept and refused, only the first person was told. Undo left the time of “Send
 * now”.
 */
export function rulesFor(message: Message, space: OpenSpace, rules: OpeningRules): Rules {
  if (message.kind !== 'request') return rules;
  const { request, kept } = message;
  if (kept && isUntold(space, request) && !patched('tell-each-refused')) return { ...rules, tellsFirstOnly: true };
  const { standing, told } = space;
  const isUndo = request.verb === 'undo';
  const wasSentNow =
    isUndo && standing.status === 'scheduled' && space.decisions.some(({ verb }) => verb === 'sendNow');
  if (wasSentNow && !patched('undo-restores-times')) return { ...rules, keepsSendNow: true };
  const isUncancelled = isUndo && standing.status === 'cancelled';
  const leavesOpen = request.verb === 'decide' && request.approval === 'needs_action' && told !== undefined;
  const isEarlier =
    (isUncancelled && !patched('undo-keeps-approvals')) || (leavesOpen && !patched('needs-action-approves-nothing'));
  if (isUncancelled) deprecatePatch('undo-keeps-wording');
  return isEarlier ? { ...rules, approvesCorrections: true } : rules;
}

/**
 * Whether to leave out a late reminder that the present rule leaves out for the next one. Earlier versions did so only
 * in the last five minutes before the next one, and the first versions never.
 */
export function leavesOut(space: OpenSpace, late: Reminder): boolean {
  if (patched('late-within-half-the-time')) return true;
  return nextInPlaceBefore(space, late, Date.now()) !== undefined && patched('late-before-next');
}
