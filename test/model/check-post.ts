import { isSame, tells } from '../../core/correction.ts';
import { canGoOut, type OpenSpace } from '../../core/open-space.ts';
import type { Reminder } from '../../core/reminder.ts';
import type { World } from './world.ts';

/**
 * At the moment when X takes a post, its reminder is approved, its room and start are these, and nothing is over. What
 * is wrong goes to the world's problems.
 *
 * @returns whose post it is
 */
export function checkPost({ stored, problems, now, x }: World, text: string): string {
  const [owner = ''] = [...stored.rows].find(([, { intent }]) => intent?.text === text) ?? [];
  const [id = '', key = ''] = owner.split('-');
  const space = stored.views.get(id)?.space;
  if (space === undefined) {
    problems.push(`posted without a record: ${text}`);
    return owner;
  }
  const reminder = space.reminders.find((one) => one.key === key);
  const status = reminder?.state.status ?? '';
  if (!['approved', 'sending'].includes(status)) problems.push(`posted while ${status}: ${text}`);
  if (reminder !== undefined && !canGoOut(space, reminder) && status !== 'sending')
    problems.push(`posted while ${space.standing.status}`);
  if (space.startAt !== undefined && now >= space.startAt) problems.push('posted after the start');
  if (status === 'approved' && reminder !== undefined) problems.push(...wrongCorrection(space, reminder));
  // What was called off is named as people know it.
  const where = reminder?.corrects === 'cancelled' ? space.told?.where : space.room;
  if (status === 'approved' && !text.includes(`${where} `)) problems.push(`posted for another room: ${text}`);
  if (x.ledger.some((post) => post.owner === owner)) problems.push(`posted twice: ${owner}`);
  return owner;
}

/** A correction says something else than people were told, and says what holds. */
function wrongCorrection(space: OpenSpace, { corrects }: Reminder): string[] {
  const is = tells(space);
  if (corrects === undefined) return [];
  return [
    ...(space.told === undefined ? ['corrected what nobody was told'] : []),
    ...(isSame(space.told, is) ? ['corrected what holds'] : []),
    ...((corrects === 'cancelled') === (is?.isOff === true) ? [] : [`told as ${corrects} and is not`]),
  ];
}
