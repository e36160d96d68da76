import { tellsTheSame, postableUntil, tells } from '../../core/correction.ts';
import { canGoOut, findReminder, whereOf, type OpenSpace } from '../../core/open-space.ts';
import { plansDiffer } from '../../core/plan.ts';
import { repeats } from '../../core/source-change.ts';
import { reminderId, type Reminder } from '../../core/reminder.ts';
import { localTimeWithZone } from '../../core/local-time.ts';
import { postOfVersion, type Post, type Seen } from './simulated-x.ts';
import type { World } from './world.ts';

export interface Approved {
  readonly where: string | undefined;
  /** Epoch milliseconds. */
  readonly startAt: number | undefined;
  /** No person did. */
  readonly isByConfig: boolean;
}

/**
 * What a person approves, or moves once it is approved, is approved for the room and start of that moment; an undoing
 * approves nothing, and gives back what was approved. Without a person the config approves, where it sends by itself,
 * what the newest version surely says, once it is scheduled.
 *
 * @param space as it is stored now, in the place of `before`
 */
export function noteApprovals(world: World, space: OpenSpace, before: OpenSpace | undefined): void {
  const { id, startAt, revision, decisions, reminders } = space;
  const where = whereOf(space);
  const last = decisions.at(-1);
  const isOpened = before === undefined && revision === 0;
  if (!isOpened && last?.revision !== revision) return;
  if (isOpened && space.enteredBy !== undefined) {
    for (const { key } of reminders) world.approvedFor.set(reminderId(id, key), { where, startAt, isByConfig: false });
    return;
  }
  const isByPerson = last?.by.door === 'slack';
  const isMoved = ['room', 'place', 'startAt'].some((fact) => last?.to[fact] !== undefined);
  const isFollowed = isByPerson && last.to['tweet'] !== undefined;
  for (const reminder of reminders) {
    const { key, state, corrects } = reminder;
    const name = reminderId(id, key);
    const known = world.approvedFor.get(name);
    const isByConfig = !('by' in state);
    const was = before && findReminder(before, key);
    // Decided on anew, or at another time, it stands for itself.
    if (was?.state.status !== state.status || was.sendAt !== reminder.sendAt) world.replaced.delete(name);
    // A denial can be taken back.
    if (isByPerson && (isMoved || isFollowed) && known !== undefined && state.status === 'denied')
      world.approvedFor.set(name, { where, startAt, isByConfig: known.isByConfig && !isFollowed });
    if (state.status === 'approved' && corrects === undefined && isUndecidedStanding(space))
      world.problems.push(`${name} is approved in ${space.standing.status}`);
    if (!isApproved(space, reminder)) continue;
    const isSame = was?.corrects === corrects && was?.state.status !== 'needs_action';
    if (isByPerson && last.verb === 'undo' && isSame && world.restore === null) {
      // Who takes a denial back answers for it, also if the config has stopped to approve by itself meanwhile.
      if (known?.isByConfig === true && !isByConfig && !isSurelyRead(world, space))
        world.problems.push(`${name} was given back and is not surely read`);
      // Where the undoing changed no approval, what a person had looked at before stays so.
      const isApproverNew = was === undefined || was.state.status === 'denied' || 'by' in was.state !== 'by' in state;
      if (known !== undefined && isApproverNew) world.approvedFor.set(name, { ...known, isByConfig });
      continue;
    }
    // A correction of a move that becomes one of a cancellation is another one under the same key.
    const wasApproved =
      was?.corrects === corrects && before !== undefined && was !== undefined && isApproved(before, was);
    // After its start has passed, an edit with a coming one has the config approve anew.
    const isAnew = isByConfig && isMoved && !isByPerson && (before?.startAt ?? Infinity) <= world.now;
    const isNew = !wasApproved || isAnew;
    // What an undoing gives back had been approved before, and so had what is on its way.
    const isFirst = isNew && state.status === 'approved' && !(isByPerson && last.verb === 'undo');
    const isByNobody =
      world.restore === null ? isByPerson || !approvesItself(world, space) : isDecidedAndLost(world, space);
    if (isFirst && isByConfig && isByNobody) world.problems.push(`nobody has approved ${name}`);
    // Who moves it by a later post has read that one, and what was so approved stays so.
    const isLooked = isByPerson && (isFollowed || (!isNew && known?.isByConfig === false));
    if (isByPerson ? isNew || isMoved || isLooked : isByConfig && (isNew || corrects !== undefined))
      world.approvedFor.set(name, { where, startAt, isByConfig: isByConfig && !isLooked });
  }
}

/** Whether a person may have decided on the newest version, and neither the copy nor Temporal knows of it. */
const isDecidedAndLost = ({ restore, isAllRestored, versions }: World, { source }: OpenSpace): boolean =>
  isAllRestored && (versions.get(source?.tweetId ?? '')?.at ?? 0) < (restore?.restoredAt ?? 0);

/** What an organiser denies or calls off goes out only after they, or another one, have taken that back. */
export function noteDenials({ denied }: World, { id, revision, decisions, reminders }: OpenSpace): void {
  // If a correction of a move becomes one of a cancellation, it keeps its key, but the denial of the first one is over.
  for (const { key, corrects } of reminders) {
    const ofKey = `${reminderId(id, key)} `;
    for (const one of denied) if (one.startsWith(ofKey) && one !== `${ofKey}${corrects ?? ''}`) denied.delete(one);
  }
  const last = decisions.at(-1);
  if (last?.revision !== revision || last.by.door !== 'slack') return;
  const { standing } = last.to;
  if (standing === 'dismissed' || standing === 'cancelled') denied.add(id);
  else if (standing !== undefined) denied.delete(id);
  for (const { key, corrects = '' } of reminders) {
    const is = last.to[`reminder:${key}`];
    if (is === 'denied') denied.add(`${reminderId(id, key)} ${corrects}`);
    else if (is !== undefined) denied.delete(`${reminderId(id, key)} ${corrects}`);
  }
}

const isUndecidedStanding = ({ standing: { status } }: OpenSpace): boolean =>
  status === 'needs_review' || status === 'conflict';

/** Whether it may go out, or is on its way. */
const isApproved = (space: OpenSpace, reminder: Reminder): boolean =>
  canGoOut(space, reminder) && ['approved', 'sending'].includes(reminder.state.status);

/** Whether the config sends by itself what the newest version that it knows says. */
const approvesItself = (world: World, space: OpenSpace): boolean =>
  world.config().autoSend && isSurelyRead(world, space);

const isSurelyRead = ({ versions }: World, { source }: OpenSpace): boolean =>
  versions.get(source?.tweetId ?? '')?.plan.isSure === true;

/** An attempt that had looked at the config before may still post. Milliseconds. */
const longestAttemptMs = 10_000;

/**
 * At the last look before X takes a post, its reminder is approved, its room and start are these, and nothing is over.
 * What is wrong goes to the world's problems.
 *
 * @returns whose post it is
 */
export function checkPost(world: World, text: string, seen: Seen): string {
  const { stored, problems, now, x, approvedFor, denied, quietSince } = world;
  const [owner = ''] = [...stored.rows].find(([, { intent }]) => intent?.text === text) ?? [];
  const [id = '', key = ''] = owner.split('-');
  const space = seen.get(id);
  if (space === undefined || !stored.views.has(id)) {
    problems.push(`posted without a record: ${text}`);
    return owner;
  }
  const reminder = space.reminders.find((one) => one.key === key);
  const status = reminder?.state.status ?? '';
  if (!['approved', 'sending'].includes(status)) problems.push(`posted while ${status}: ${text}`);
  if (reminder !== undefined && !canGoOut(space, reminder) && status !== 'sending')
    problems.push(`posted while ${space.standing.status}`);
  if (now - (quietSince ?? now) > longestAttemptMs) problems.push(`posted while nothing may go out: ${text}`);
  if (now >= (postableUntil(space) ?? Infinity)) problems.push('posted after the start');
  if (status === 'approved' && reminder !== undefined) problems.push(...wrongCorrection(space, reminder));
  const [, linked = ''] = /\/status\/(\d+)/u.exec(text) ?? [];
  // Once a text is frozen, what comes later does not stop it. The next attempt must know of it.
  const { attempt = 1, startedAt = new Date(0) } = stored.rows.get(owner)?.intent ?? {};
  const isRepeat = attempt > 1 && (world.versions.get(space.source?.tweetId ?? '')?.at ?? 0) < startedAt.getTime();
  const isByConfig = approvedFor.get(owner)?.isByConfig === true;
  if ((status === 'approved' || isRepeat) && isByConfig && !isSurelyRead(world, space))
    problems.push(`posted and not surely read: ${text}`);
  if (linked !== '' && status === 'approved' && linked !== space.source?.tweetId)
    problems.push(`posted with another post than ${space.source?.tweetId}: ${text}`);
  if (isOutrun(world, linked, space)) problems.push(`posted after its host had posted something else: ${text}`);
  if (now - (x.deletedAt.get(postOfVersion(linked)) ?? now) > longestAttemptMs)
    problems.push(`posted with a post that is gone: ${text}`);
  // Tried again only as it was approved, and as it still is; what was called off is named as people know it.
  if (reminder !== undefined && reminder.corrects !== 'cancelled') {
    const approved = approvedFor.get(owner);
    if (!says(world, text, reminder, approved)) problems.push(`posted for what was not approved: ${text}`);
    if (!says(world, text, reminder, { where: whereOf(space), startAt: space.startAt }))
      problems.push(`posted for another room or start: ${text}`);
  } else if (
    status === 'approved' &&
    !world.namesOf(space.told?.where ?? '').some((name) => text.includes(`${name} `))
  ) {
    problems.push(`called off as another one: ${text}`);
  }
  if (reminder !== undefined && isDenied(denied, owner, reminder)) problems.push(`posted although denied: ${text}`);
  // Where an older copy has lost the record of a post, a person who has it tried again answers for what the bot cannot
  // find: a post with another text, or from before the reminder was due. Nor does the copy know of "Send now": as
  // docs/operations.md says, such a reminder waits for an approval again.
  const { retried, firstDueAt = 0, sendAt = 0 } = reminder ?? {};
  const isFound = (post: Post) => post.text === text && post.at >= firstDueAt;
  const isLost = (post: Post) =>
    retried === undefined
      ? post.at <= (world.restore?.restoredAt ?? 0) && post.at < sendAt
      : world.restore !== null && !isFound(post);
  if (x.ledger.some((post) => post.owner === owner && !isLost(post))) problems.push(`posted twice: ${owner}`);
  if (world.replaced.has(owner)) problems.push(`${owner} was due with another one, and both are posted`);
  for (const other of space.reminders) {
    const isDue = other.state.status === 'approved' && (other.sendAt ?? Infinity) <= now;
    if (isDue && other.key !== key && other.corrects === undefined) world.replaced.add(reminderId(id, other.key));
  }
  return owner;
}

/** Whether X has had a version with another room or start for longer than an attempt takes. */
function isOutrun({ x, versions, now }: World, tweetId: string, space: OpenSpace): boolean {
  const newest = x.sources.get(postOfVersion(tweetId));
  const known = versions.get(tweetId)?.plan;
  if (newest === undefined || newest === 'deleted' || known === undefined) return false;
  return plansDiffer(newest.plan, known) && !repeats(space, newest.plan) && now - newest.at > longestAttemptMs;
}

/** Whether an organiser denied it, or called the open space off, and no person has approved it since. */
function isDenied(denied: ReadonlySet<string>, owner: string, { state, corrects }: Reminder): boolean {
  const [id = ''] = owner.split('-');
  return !('by' in state) && (denied.has([owner, corrects].join(' ')) || (denied.has(id) && corrects !== 'cancelled'));
}

/** Whether the text is about this room and start: the world's reminder texts begin with them, corrections name them. */
function says(
  world: World,
  text: string,
  { corrects }: Reminder,
  about: Omit<Approved, 'isByConfig'> | undefined,
): boolean {
  if (about?.where === undefined || about.startAt === undefined) return false;
  const time = localTimeWithZone(about.startAt, 'UTC');
  return world.namesOf(about.where).some((name) => {
    if (corrects === undefined) return text.startsWith(`${name} ${time} `);
    return (text.includes(` in ${name} `) || text.includes(`, ${name} `)) && text.includes(time);
  });
}

/** A correction says something else than people were told, and says what holds. */
function wrongCorrection(space: OpenSpace, { corrects }: Reminder): string[] {
  const is = tells(space);
  if (corrects === undefined) return [];
  return [
    ...(space.told === undefined ? ['corrected what nobody was told'] : []),
    ...(space.told?.isOnlyInSlack === true ? ['corrected what only Slack was told'] : []),
    ...(tellsTheSame(space.told, is) ? ['corrected what holds'] : []),
    ...((corrects === 'cancelled') === (is?.isOff === true) ? [] : [`told as ${corrects} and is not`]),
  ];
}
