/** What X has of the bot, against what the bot says of it. */
import { freezeAheadMs } from '../../activities/send-reminder.ts';
import { factsOf, type Facts } from '../../core/decision.ts';
import type { AuditEntry } from '../../store/audit.ts';
import type { OpenSpaceView } from '../../store/open-spaces.ts';
import type { ReminderView } from '../../store/reminders.ts';
import { count, type Records } from './records.ts';
import { conferenceId, type RunBot } from './run-bot.ts';

const all = 10_000;
/** An attempt that began before something changed may post so long after it. Milliseconds. */
const attemptMs = 12_000;

export interface Ledger {
  readonly problems: string[];
  readonly posts: number;
  readonly lateness: readonly Lateness[];
  /** Reminders by how they stand. */
  readonly ends: Readonly<Record<string, number>>;
}

export interface Lateness {
  /** Milliseconds after the reminder could go out. */
  readonly late: number;
  /** Whether a process died or stood still shortly before, or meanwhile. */
  readonly isDisturbed: boolean;
}

/** What died longer ago has come back. Milliseconds. */
const calmFor = 20_000;

interface Post {
  readonly id: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export async function judgeLedger(
  { store, timeline }: RunBot,
  records: Records,
  views: readonly OpenSpaceView[],
  audit: readonly AuditEntry[],
): Promise<Ledger> {
  const [told, rows] = await Promise.all([timeline(), store.reminders.list(conferenceId, {}, all)]);
  const posts = told.map(({ id, text, arrivedAt }): Post => ({ id, text, at: Date.parse(arrivedAt) }));
  const ends: Record<string, number> = {};
  for (const { space } of views) {
    for (const { state } of space.reminders) {
      count(ends, state.status === 'missed' && state.wasApproved === true ? 'missed, approved' : state.status);
    }
  }
  const problems: string[] = [];
  const lateness: Lateness[] = [];
  for (const post of posts) {
    const row = rows.find(({ intent }) => intent?.tweetId === post.id);
    if (row === undefined) {
      problems.push(...orphan(post, posts, rows));
      continue;
    }
    const view = views.find(({ _id }) => _id === row.openSpaceId);
    if (view === undefined) {
      problems.push(`${row._id} was posted, and its open space is not stored`);
      continue;
    }
    const history = new History(view, audit);
    problems.push(...judgePost(post, row, history, records));
    const due = dueAt(row, history.decidedAt(post.at), post.at, records);
    lateness.push({
      late: post.at - due,
      isDisturbed: records.disturbedAt.some((at) => at > due - calmFor && at < post.at),
    });
  }
  for (const row of rows) {
    if (row.status === 'sent' && !posts.some(({ id }) => id === row.tweetId)) {
      problems.push(`${row._id} counts as sent, and X does not have ${row.tweetId}`);
    }
  }
  return { problems, posts: posts.length, lateness, ends };
}

/** A request that began before the start may come to X a moment after it. Milliseconds. */
const onItsWayMs = 1_000;

/** When a reminder could go out: at its time, once it was decided, and not while all was paused. */
function dueAt({ sendAt }: ReminderView, decidedAt: number, postedAt: number, { paused }: Records): number {
  const resumed = paused.filter(({ from, to = 0 }) => from < postedAt && to < postedAt).map(({ to = 0 }) => to);
  return Math.max(sendAt?.getTime() ?? 0, decidedAt, ...resumed);
}

/** A post that no reminder counts as its own: allowed only where people were told that nobody knows. */
function orphan(post: Post, posts: readonly Post[], rows: readonly ReminderView[]): string[] {
  const row = rows.find(({ intent }) => intent?.text === post.text);
  if (row === undefined) return [`X has "${post.text}", and no reminder says so`];
  const same = posts.filter(({ text }) => text === post.text);
  if (same.length > 1) return [`${row._id} was posted ${same.length} times: "${post.text}"`];
  return row.status === 'unconfirmed' ? [] : [`${row._id} is ${row.status}, and X has "${post.text}"`];
}

/** A first attempt freezes its text up to a second before it posts: what changes from then on comes too late. */
function judgePost(post: Post, row: ReminderView, history: History, records: Records): string[] {
  const problems = judgePostAt(post.at, post, row, history, records);
  if (row.intent?.attempt !== 1 || problems.length === 0) return problems;
  const frozenAt = Math.min(post.at, row.intent.startedAt.getTime()) - freezeAheadMs;
  return judgePostAt(frozenAt, post, row, history, records).length === 0 ? [] : problems;
}

/** @param moment what stood then counts; epoch milliseconds */
function judgePostAt(moment: number, post: Post, row: ReminderView, history: History, records: Records): string[] {
  const { _id, intent } = row;
  const facts = history.at(moment);
  const approval = history.approvalAt(row.key, moment);
  const problems: string[] = [];
  const wrong = (what: string): void => void problems.push(`${_id} was posted ${what}: "${post.text}"`);
  if (approval !== 'approved') wrong(`while ${approval}`);
  const approved = history.approvedFor(row.key, moment);
  for (const fact of ['room', 'startAt']) {
    if (approved[fact] !== facts[fact]) wrong(`with ${fact} ${facts[fact]}, approved for ${approved[fact]}`);
  }
  const isCalledOff = row.key.startsWith('correction') && facts['standing'] === 'cancelled';
  if (facts['standing'] !== 'scheduled' && !isCalledOff) wrong(`while ${facts['standing']}`);
  const named = [` in ${facts['room']}: `, ` in ${facts['room']} at `];
  if (!isCalledOff && !named.some((words) => post.text.includes(words)))
    wrong(`although its room was ${facts['room']}`);
  if (typeof facts['startAt'] === 'number' && post.at >= facts['startAt'] + onItsWayMs) wrong('after its start');
  if (records.paused.some(({ from, to = Infinity }) => post.at > from + attemptMs && post.at < to))
    wrong('while all was paused');
  const deletedAt = records.posts.find(({ first }) => first === row.openSpaceId)?.deletedAt;
  // A post of which nobody knew whether X has it goes out again without another look at its source.
  const isFirst = intent?.attempt === 1;
  // An organiser who approves it after that wants it all the same.
  const isKnown = deletedAt === undefined || post.at <= deletedAt + attemptMs || history.decidedAt(post.at) > deletedAt;
  if (isFirst && !isKnown) wrong('although its tweet was deleted');
  return problems;
}

/** What stood when, by the audit. */
class History {
  readonly #view: OpenSpaceView;
  /** Newest first. */
  readonly #decisions;

  constructor(view: OpenSpaceView, audit: readonly AuditEntry[]) {
    this.#view = view;
    this.#decisions = audit
      .filter(({ openSpaceId }) => openSpaceId === view._id)
      .flatMap(({ decision }) => decision ?? [])
      .toSorted((one, other) => other.revision - one.revision);
  }

  /** The facts at a moment: what stands now, without what was decided since. */
  at(moment: number): Facts {
    const facts: Record<string, string | number | boolean> = { ...factsOf(this.#view.space) };
    for (const { at, from, to } of this.#decisions) {
      if (at <= moment) break;
      for (const key of Object.keys(to)) delete facts[key];
      Object.assign(facts, from);
    }
    return facts;
  }

  /** What people had said of a reminder by then; entering an open space by hand approves it. */
  approvalAt(key: string, moment: number): string {
    const last = this.#decisions.find(({ at, to }) => at <= moment && to[`reminder:${key}`] !== undefined);
    const first = this.#view._id.startsWith('manual-') ? 'approved' : 'needs_action';
    return String(last?.to[`reminder:${key}`] ?? first);
  }

  /** What stood when an organiser approved a reminder last, or moved it; entering an open space approves it, too. */
  approvedFor(key: string, moment: number): Facts {
    const facts = ['room', 'startAt', `reminder:${key}`];
    const approving = this.#decisions.find(
      ({ at, by, to }) =>
        at <= moment && by.door !== 'x' && by.door !== 'bot' && facts.some((fact) => to[fact] !== undefined),
    );
    return this.at(approving?.at ?? this.#view.space.openedAt);
  }

  /** When it was last decided about before a moment, or else heard of. */
  decidedAt(moment: number): number {
    return this.#decisions.find(({ at }) => at <= moment)?.at ?? this.#view.space.openedAt;
  }
}
