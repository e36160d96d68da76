/**
 * The bot without Temporal, MongoDB and X, for the model test: the real rules, commits, posting and reconciling over a
 * store in memory, where every access can crash, stand still, or come late.
 */
import type { Deps } from '../../activities/deps.ts';
import { commitOpenSpace } from '../../activities/commit-open-space.ts';
import { reconcile } from '../../activities/reconcile.ts';
import { runAgain, startOpenSpace, startUnlessTaken, tellSourceChange } from '../../activities/start-open-space.ts';
import type { Config } from '../../core/config.ts';
import type { Message, RequestAnswer } from '../../core/handle-message.ts';
import { listedRoom, presentName } from '../../core/listed-room.ts';
import { decidableUntil, needsItsWorkflow, type OpenSpace } from '../../core/open-space.ts';
import type { Plan } from '../../core/plan.ts';
import type { SourceChange, Verb } from '../../core/request.ts';
import { restoreCommitId, restored, type Restore } from '../../core/restored.ts';
import { isNews } from '../../core/source-change.ts';
import { ConfigRefused, createConfigService } from '../../temporal/config-service.ts';
import { checkPost, type Approved } from './check-post.ts';
import { simulatedDeps } from './simulated-deps.ts';
import { copyOf, emptyStore, type Stored } from './simulated-store.ts';
import { SimulatedTemporal } from './simulated-temporal.ts';
import { SimulatedX } from './simulated-x.ts';
import type { Fault } from './steps.ts';
import { began, minute, worldConfig } from './world-config.ts';

export { minute };

/** The longest time for which a step may stand still. Milliseconds. */
const longestStillMs = 5 * minute;
const none: Fault = { kind: 'none' };
const ana = { id: 'ana', name: 'ana', door: 'slack' } as const;

export class World {
  stored: Stored;
  now = began;
  /** Since when nothing may go out to X, epoch milliseconds. */
  quietSince: number | undefined;
  /** When a list of rooms was saved last, epoch milliseconds. */
  roomsSavedAt = 0;
  restore: Restore | null = null;
  /** What the database was replaced by last. */
  restoredFrom: Stored;
  /** The workflows were lost with the database that was last replaced by a copy. */
  isAllRestored = false;
  readonly x = new SimulatedX(
    () => this.now,
    (text, seen) => checkPost(this, text, seen),
    (ms) => void (this.now += ms),
  );
  readonly temporal = new SimulatedTemporal(this);
  readonly problems: string[] = [];
  /** By the version: what each is read as, and when it came; epoch milliseconds. */
  readonly versions = new Map<string, { readonly plan: Plan; readonly at: number }>();
  #soundDeps: Deps | undefined;
  /** By the reminder: the place and start for which an organiser, or the config, approved it last. */
  readonly approvedFor = new Map<string, Approved>();
  /** Reminders in whose place another one of their session went out, which was due with them. */
  readonly replaced = new Set<string>();
  /** Reminders that an organiser denied, and open spaces that one called off. */
  readonly denied = new Set<string>();
  /** What stands still, the oldest first, and since when, epoch milliseconds. */
  #standing: { readonly goOn: () => void; readonly since: number }[] = [];

  constructor(autoSend = false) {
    this.stored = emptyStore({ ...worldConfig, autoSend });
    this.restoredFrom = this.stored;
  }

  /** What the desk remembers between the rounds of its repair. */
  readonly memory = new Map<string, string>();

  readonly config = (): Config => this.stored.config;

  /** As it is saved at once, whatever it leaves behind. */
  changeConfig(change: Partial<Config>): void {
    this.stored.config = { ...this.stored.config, ...change };
    this.#noteQuiet();
  }

  #noteQuiet(): void {
    const { paused, output } = this.config();
    this.quietSince = paused || output === 'slack_only' ? (this.quietSince ?? this.now) : undefined;
  }

  /** Saves a list of rooms, as the page does: it may be refused because of open spaces that are to come. */
  async saveRooms(rooms: Config['conference']['rooms']): Promise<void> {
    const { saveConfig } = createConfigService({ store: this.deps(none).store, clock: () => this.now });
    const config = this.config();
    try {
      await saveConfig({ ...config, conference: { ...config.conference, rooms } }, 0, ana);
      this.roomsSavedAt = this.now;
      this.#roomLists.push(rooms);
    } catch (error) {
      if (!(error instanceof ConfigRefused)) throw error;
    }
  }

  readonly #roomLists: Config['conference']['rooms'][] = [];

  /** The names that a booked room has had: a text that is posted again was made under an earlier list. */
  namesOf(room: string): string[] {
    return [...new Set([room, ...this.#roomLists.map((list) => presentName(room, list))])];
  }

  /** What activities need, over a store that fails as told. */
  deps(fault: Fault): Deps {
    if (fault.kind !== 'none') return this.#depsWith(fault);
    this.#soundDeps ??= this.#depsWith(fault);
    return this.#soundDeps;
  }

  #depsWith(fault: Fault): Deps {
    return simulatedDeps(this, fault, (goOn) => this.#standing.push({ goOn, since: this.now }));
  }

  /** @param once nobody tries it again where it crashes */
  async announce(id: string, wanted: Required<Plan>, fault: Fault, once: boolean): Promise<void> {
    const plan = this.readAs(wanted);
    const source = { tweetId: this.nextTweetId(id), url: 'u', host: { id: 'h', username: 'host' }, readAs: plan };
    this.post(id, source.tweetId, plan);
    const announcement = { id, source, plan, approvedBy: 'config' } as const;
    const findAbout = async () => this.#otherOfTheHost(id);
    const start = (deps: Deps) => startOpenSpace(deps, announcement, this.config(), findAbout);
    if (once && fault.kind === 'crash') void start(this.deps(fault)).catch(() => undefined);
    else await this.attempt(fault, start);
    this.#finishTweet(id);
    await this.quiesce();
  }

  /** An organiser enters it by hand; where the API dies, nobody sends it again. */
  async enter(id: string, named: string, startAt: number, fault: Fault): Promise<void> {
    const room = listedRoom(named, this.config().conference.rooms);
    if (room === undefined || startAt <= this.now || this.stored.views.has(id)) return;
    const plan = { verdict: 'schedule', room, startAt } as const;
    const announcement = { id, plan, approvedBy: ana, enteredBy: ana };
    const entering = startUnlessTaken(this.deps(fault), announcement, this.config(), `entered:${id}`);
    await entering.catch(() => undefined);
    await this.quiesce();
  }

  /** What a post about this room and start reads as: only a listed room counts, under its present name. */
  readAs(plan: Plan): Plan {
    if (plan.verdict !== 'schedule' || plan.room === undefined) return plan;
    const { room: named, ...others } = plan;
    const room = listedRoom(named, this.config().conference.rooms);
    return room === undefined ? { ...others, verdict: 'review', isSure: false } : { ...plan, room };
  }

  /** The next session that a post may be about: all are of one host. */
  #otherOfTheHost(id: string): string | undefined {
    const isComing = ({ standing, startAt = 0 }: OpenSpace) => standing.status === 'scheduled' && startAt > this.now;
    return [...this.stored.views.values()].find(({ _id, space }) => _id !== id && isComing(space))?._id;
  }

  /** The id of a new version of this post: X's ids grow with time. Its last digit is the post. */
  nextTweetId = (id: string): string => `${100 + this.versions.size}${id}`;

  /** X has this version now. */
  publish(id: string, tweetId: string, plan: Plan): void {
    this.x.sources.set(id, { tweetId, plan, at: this.now });
    this.versions.set(tweetId, { plan, at: this.now });
  }

  /** The host posts it, or edits it, and the bot hears that. */
  post(id: string, tweetId: string, plan: Plan): void {
    this.publish(id, tweetId, plan);
    const reading = { ...plan, sure: plan.isSure === true, intent: 'announce', rooms: [], starts: [] } as const;
    const postedAt = new Date(this.now);
    const author = { id: 'h', username: 'host', name: 'Host' };
    this.stored.tweets.set(id, { _id: id, tweetId, url: 'u', author, state: 'received', postedAt, reading });
  }

  /** X does not have it any more. */
  hide(id: string): void {
    this.x.sources.set(id, 'deleted');
    if (!this.x.deletedAt.has(id)) this.x.deletedAt.set(id, this.now);
  }

  /** The host deletes it, and the bot hears that. */
  deletePost(id: string): void {
    this.hide(id);
    const tweet = this.stored.tweets.get(id);
    if (tweet !== undefined) this.stored.tweets.set(id, { ...tweet, deletedAt: new Date(this.now) });
  }

  /** The listener has told what came. */
  #finishTweet(id: string): void {
    const tweet = this.stored.tweets.get(id);
    if (tweet !== undefined) this.stored.tweets.set(id, { ...tweet, state: 'handled' });
  }

  /**
   * What the host did, told as the listener and the look-ups tell it: one that had ended runs again for it, and the
   * session that an organiser moved by this post hears of it, too.
   */
  async tellSourceChange(id: string, change: SourceChange, fault: Fault): Promise<void> {
    const deps = this.deps(none);
    const space = this.stored.views.get(id)?.space;
    if (!this.temporal.put(id, { kind: 'sourceChange', change }, fault) && space !== undefined) {
      await tellSourceChange(deps, space, change, this.config());
    }
    for (const { space: other } of this.stored.views.values()) {
      const its = { ...change, postId: id };
      const isAsked = change.kind === 'deleted' || other.id === space?.about;
      if (other.id !== id && isAsked && isNews(other, its)) await tellSourceChange(deps, other, its, this.config());
    }
    this.#finishTweet(id);
    await this.quiesce();
  }

  /** Asks its workflow, which runs again for some verbs, as the service has it. */
  async ask(id: string, message: Message & { kind: 'request' }, fault: Fault): Promise<RequestAnswer | undefined> {
    const answer = this.temporal.ask(id, message, fault);
    const space = this.stored.views.get(id)?.space;
    if (answer !== undefined || space === undefined || !this.#canRunAgain(space, message.request)) return answer;
    return runAgain(this.deps(none), space, this.config(), async ({ space: known, rules }) => {
      this.temporal.start(known, rules, true);
      return this.temporal.ask(id, message, fault);
    });
  }

  #canRunAgain(space: OpenSpace, { verb }: Verb): boolean {
    if (verb === 'confirmSent') return true;
    if (decidableUntil(space) <= this.now) return false;
    if (space.standing.status === 'scheduled' && ['cancel', 'change', 'retry'].includes(verb)) return true;
    const { ended, stopped } = this.temporal;
    return stopped.has(space.id) ? !needsItsWorkflow(space) : !ended.has(space.id);
  }

  /** The database as it was; `temporalToo`: the workflows are lost with it. */
  async restoreStore(copy: Stored, copiedAt: number, temporalToo: boolean): Promise<void> {
    this.stored = copyOf(copy);
    this.restoredFrom = copyOf(copy);
    this.restore = { copiedAt, restoredAt: this.now };
    this.isAllRestored = temporalToo;
    if (temporalToo) this.temporal.lose();
    this.#noteQuiet();
    for (const { space } of copy.views.values()) {
      const next = restored(space, this.restore);
      if (next !== space)
        await commitOpenSpace(this.deps({ kind: 'none' }), {
          space: next,
          commitId: restoreCommitId(next),
          mustBeFree: false,
        });
    }
  }

  async reconcile(fault: Fault): Promise<void> {
    await this.attempt(fault, (deps) => reconcile(deps, this.config(), this.memory));
    await this.quiesce();
  }

  /**
   * Lets time pass. Nothing stands still for longer than five minutes: Temporal gives up such an attempt, and after
   * ten minutes its claim counts as abandoned.
   */
  async wait(minutes: number): Promise<void> {
    const until = this.now + minutes * minute;
    if (this.#standing.some(({ since }) => until - since > longestStillMs)) await this.resume();
    this.now = until;
  }

  /** Everything that stands still goes on, until all mailboxes are empty. */
  async resume(): Promise<void> {
    for (let turn = 0; turn < 1_000 && (turn === 0 || this.#standing.length > 0 || this.temporal.isBusy); turn++) {
      for (const { goOn } of this.#standing.splice(0)) goOn();
      await this.quiesce();
    }
    if (this.temporal.isBusy) this.problems.push('a message is never done with');
  }

  /** Lets everything run that is not standing still. */
  async quiesce(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** An activity that Temporal repeats until it succeeds. */
  async attempt<T>(fault: Fault, work: (deps: Deps) => Promise<T>): Promise<T> {
    const first = work(this.deps(fault));
    if (fault.kind !== 'crash' && fault.kind !== 'late') return first.catch(() => work(this.deps({ kind: 'none' })));
    const inTime = await Promise.race([first.then((result) => ({ result })), this.quiesce()]).catch(() => undefined);
    return inTime === undefined ? work(this.deps({ kind: 'none' })) : inTime.result;
  }
}
