/**
 * The bot without Temporal, MongoDB and X, for the model test: the real rules, commits, posting and reconciling over a
 * store in memory, where every access can crash, stand still, or come late.
 */
import type { Deps } from '../../activities/deps.ts';
import { commitChange, commitOpenSpace } from '../../activities/commit-open-space.ts';
import { reconcile } from '../../activities/reconcile.ts';
import { sendReminder } from '../../activities/send-reminder.ts';
import { openingRules, startOpenSpace, tellSourceChange } from '../../activities/start-open-space.ts';
import type { Config } from '../../core/config.ts';
import { nextStep } from '../../core/next-step.ts';
import type { OpenSpace, OpeningRules } from '../../core/open-space.ts';
import { nextAttemptAt, type SendResult } from '../../core/outcomes.ts';
import type { Plan } from '../../core/plan.ts';
import { restoreCommitId, restored, type Restore } from '../../core/restored.ts';
import { handleMessage, type CommitChange, type Message, type RequestAnswer } from '../../core/handle-message.ts';
import type { SourceChange } from '../../core/request.ts';
import { checkPost, type Approved } from './check-post.ts';
import { simulatedDeps } from './simulated-deps.ts';
import { SimulatedX } from './simulated-x.ts';
import type { Fault } from './steps.ts';
import { copyOf, emptyStore, type Stored } from './simulated-store.ts';
import { worldConfig } from './world-config.ts';

export const minute = 60_000;

interface Running {
  space: OpenSpace;
  readonly rules: OpeningRules;
  readonly run: string;
  readonly letters: { message: Message; answer: (answer: RequestAnswer) => void }[];
  readonly past: OpenSpace[];
  readonly notBefore: Map<string, number>;
  /** It had ended, and goes on until its start. */
  readonly again: boolean;
  commits: number;
  busy: boolean;
  posting: boolean;
  faults: Fault[];
}

export class World {
  stored: Stored = emptyStore();
  now = 1_700_000_000_000;
  paused = false;
  restore: Restore | null = null;
  /** What the database was replaced by last. */
  restoredFrom: Stored = emptyStore();
  /** The workflows were lost with the database that was last replaced by a copy. */
  isAllRestored = false;
  readonly x = new SimulatedX(
    () => this.now,
    (text) => checkPost(this, text),
  );
  readonly running = new Map<string, Running>();
  readonly ended = new Map<string, OpenSpace>();
  readonly problems: string[] = [];
  /** By the version: what each is read as, and when it came; epoch milliseconds. */
  readonly versions = new Map<string, { readonly plan: Plan; readonly at: number }>();
  readonly #configs: { readonly paused: Config; readonly going: Config };
  #soundDeps: Deps | undefined;
  /** By the reminder: the room and start for which an organiser, or the config, approved it last. */
  readonly approvedFor = new Map<string, Approved>();
  /** Reminders in whose place another one of their session went out, which was due with them. */
  readonly replaced = new Set<string>();
  /** Reminders that an organiser denied, and open spaces that one called off. */
  readonly denied = new Set<string>();
  #standing: (() => void)[] = [];
  #runs = 0;

  constructor(autoSend = false) {
    this.#configs = {
      paused: { ...worldConfig, autoSend, paused: true },
      going: { ...worldConfig, autoSend, paused: false },
    };
  }

  readonly config = (): Config => this.#configs[this.paused ? 'paused' : 'going'];

  /** What activities need, over a store that fails as told. */
  deps(fault: Fault): Deps {
    if (fault.kind !== 'none') return this.#depsWith(fault);
    this.#soundDeps ??= this.#depsWith(fault);
    return this.#soundDeps;
  }

  #depsWith(fault: Fault): Deps {
    return simulatedDeps(this, fault, (goOn) => this.#standing.push(goOn));
  }

  /** @param once nobody tries it again where it crashes */
  async announce(id: string, plan: Required<Plan>, fault: Fault, once: boolean): Promise<void> {
    const source = { tweetId: `${id}00`, url: 'u', host: { id: 'h', username: 'host' }, readAs: plan };
    this.post(id, source.tweetId, plan);
    const announcement = { id, source, plan, approvedBy: 'config' } as const;
    const start = (deps: Deps) => startOpenSpace(deps, announcement, this.config());
    if (once && fault.kind === 'crash') void start(this.deps(fault)).catch(() => undefined);
    else await this.#attempt(fault, start);
    this.#finishTweet(id);
    await this.quiesce();
  }

  /** The host posts it, or edits it. */
  post(id: string, tweetId: string, plan: Plan): void {
    this.x.sources.set(id, { tweetId, plan, at: this.now });
    this.versions.set(tweetId, { plan, at: this.now });
    const reading = { ...plan, sure: plan.isSure === true, intent: 'announce', rooms: [], starts: [] } as const;
    const postedAt = new Date(this.now);
    this.stored.tweets.set(id, { _id: id, tweetId, url: 'u', state: 'received', postedAt, reading });
  }

  /** The host deletes it. */
  deletePost(id: string): void {
    this.x.sources.set(id, 'deleted');
    const tweet = this.stored.tweets.get(id);
    if (tweet !== undefined) this.stored.tweets.set(id, { ...tweet, deletedAt: new Date(this.now) });
  }

  /** The listener has told what came. */
  #finishTweet(id: string): void {
    const tweet = this.stored.tweets.get(id);
    if (tweet !== undefined) this.stored.tweets.set(id, { ...tweet, state: 'handled' });
  }

  /** What the host did, told as the listener and the look-ups tell it: one that had ended runs again for it. */
  async tellSourceChange(id: string, change: SourceChange, fault: Fault): Promise<void> {
    const space = this.stored.views.get(id)?.space;
    if (!this.put(id, { kind: 'sourceChange', change }, fault) && space !== undefined) {
      await tellSourceChange(this.deps({ kind: 'none' }), space, change, this.config());
    }
    this.#finishTweet(id);
    await this.quiesce();
  }

  /** Runs one that had ended again, as the service does for who changes it before its start. */
  runAgain(id: string): void {
    const space = this.stored.views.get(id)?.space;
    if (space?.standing.status !== 'scheduled' || !this.ended.has(id) || this.running.has(id)) return;
    if ((space.startAt ?? 0) > this.now) this.start(space, openingRules(this.config(), 'h'), true);
  }

  /** Puts a message into the mailbox; false where no workflow runs. */
  put(id: string, message: Message, fault: Fault = { kind: 'none' }): boolean {
    const running = this.running.get(id);
    if (running === undefined) return false;
    running.letters.push({ message, answer: () => undefined });
    running.faults.push(fault);
    this.#run(id, running);
    return true;
  }

  /** Asks, and tells what came of it once it is decided. */
  ask(id: string, message: Message, fault: Fault): Promise<RequestAnswer> | undefined {
    const running = this.running.get(id);
    if (running === undefined) return undefined;
    return new Promise((answer) => {
      running.letters.push({ message, answer });
      running.faults.push(fault);
      this.#run(id, running);
    });
  }

  /** The workflow's timer: what is due is posted, what is over ends. */
  async tick(id: string, fault: Fault): Promise<void> {
    const running = this.running.get(id);
    if (running === undefined || running.busy || running.posting || running.letters.length > 0) return;
    const step = this.#nextStep(running);
    if (step.kind === 'send') await this.#startPosting(id, running, step.key, fault);
    if (step.kind === 'end') {
      await this.ask(id, { kind: 'timeUp' }, fault.kind === 'crash' ? fault : { kind: 'none' })?.catch(() => undefined);
      await this.quiesce();
      if (running.letters.length > 0 || running.busy || this.#nextStep(running).kind !== 'end') return;
      this.running.delete(id);
      this.ended.set(id, running.space);
    }
  }

  #nextStep({ space, notBefore, again }: Running) {
    return nextStep(space, this.now, { notBefore, untilStart: again });
  }

  /** Lets time pass until the next reminder of it is due, or its start has come. */
  waitUntilDue(id: string): void {
    const running = this.running.get(id);
    if (running === undefined || running.busy || running.posting) return;
    const step = this.#nextStep(running);
    if (step.kind === 'wait') this.now = Math.max(this.now, step.until);
  }

  /** An operator's reset to an earlier state, messages not applied again. */
  reset(id: string, howFarBack: number): void {
    const running = this.running.get(id);
    if (running === undefined) return;
    const past = running.past.at(-1 - (howFarBack % running.past.length)) ?? running.space;
    this.start(past, running.rules);
  }

  loseTemporal(): void {
    this.running.clear();
    this.ended.clear();
  }

  /** The database as it was; `temporalToo`: the workflows are lost with it. */
  async restoreStore(copy: Stored, copiedAt: number, temporalToo: boolean): Promise<void> {
    this.stored = copyOf(copy);
    this.restoredFrom = copyOf(copy);
    this.restore = { copiedAt, restoredAt: this.now };
    this.isAllRestored = temporalToo;
    if (temporalToo) this.loseTemporal();
    for (const { space } of copy.views.values()) {
      const next = restored(space, this.restore);
      if (next !== space)
        await commitOpenSpace(this.deps({ kind: 'none' }), {
          space: next,
          commitId: restoreCommitId(next),
          takesRoom: false,
        });
    }
  }

  async reconcile(fault: Fault): Promise<void> {
    await this.#attempt(fault, (deps) => reconcile(deps, this.config()));
    await this.quiesce();
  }

  /** Everything that stands still goes on, until all mailboxes are empty. */
  async resume(): Promise<void> {
    const isBusy = () => [...this.running.values()].some(({ busy, letters }) => busy || letters.length > 0);
    for (let turn = 0; turn < 1_000 && (turn === 0 || this.#standing.length > 0 || isBusy()); turn++) {
      for (const goOn of this.#standing.splice(0)) goOn();
      await this.quiesce();
    }
    if (isBusy()) this.problems.push('a message is never done with');
  }

  /** Lets everything run that is not standing still. */
  async quiesce(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  start(space: OpenSpace, rules: OpeningRules, again = false): void {
    this.running.set(space.id, {
      space,
      rules,
      // As Temporal's: by that the reconciler tells the run that wrote a view.
      run: `00000000-0000-4000-8000-${String(this.#runs++).padStart(12, '0')}`,
      letters: [],
      faults: [],
      past: [space],
      notBefore: new Map(),
      again,
      commits: 0,
      busy: false,
      posting: false,
    });
  }

  #run(id: string, running: Running): void {
    this.#pump(id, running).catch((error: unknown) => this.problems.push(`the loop ended: ${String(error)}`));
  }

  /** The workflow's loop, as in workflows/open-space.ts: one message at a time. */
  async #pump(id: string, running: Running): Promise<void> {
    if (running.busy) return;
    running.busy = true;
    for (let letter = running.letters.shift(); letter !== undefined; letter = running.letters.shift()) {
      const fault = running.faults.shift() ?? { kind: 'none' };
      const { message } = letter;
      if (message.kind === 'sendResult') {
        running.posting = false;
        const { key, result } = message;
        const at = nextAttemptAt(result, this.now);
        if (at !== undefined) running.notBefore.set(key, at);
      }
      const commit: CommitChange = (change) => {
        const commitId = `${running.run}:${running.commits++}`;
        return this.#attempt(fault, (deps) => commitChange(deps, { ...change, commitId }));
      };
      const handled = await handleMessage(running.space, message, running.rules, () => this.now, commit);
      if (handled.space !== running.space) running.past.push(handled.space);
      running.space = handled.space;
      if (handled.answer?.kind === 'decided') running.notBefore.clear();
      letter.answer(handled.answer ?? { kind: 'refused', reason: 'no request' });
    }
    running.busy = false;
  }

  async #startPosting(id: string, running: Running, key: string, fault: Fault): Promise<void> {
    running.posting = true;
    const { space } = running;
    const tell = (result: SendResult) => {
      if (this.running.get(id) !== running) return;
      running.letters.push({ message: { kind: 'sendResult', key, result }, answer: () => undefined });
      running.faults.push({ kind: 'none' });
      this.#run(id, running);
    };
    const attempt = sendReminder(this.deps(fault), { space, key });
    let isOver = false;
    const end = (result: SendResult) => {
      if (!isOver) tell(result);
      isOver = true;
    };
    void attempt.then(end);
    await this.quiesce();
    if (fault.kind !== 'late' && fault.kind !== 'crash') return;
    // Temporal gives the attempt up; a late one goes on all the same, and nobody hears of it.
    if (!isOver) this.now += 20_000;
    end({ kind: 'lost', afterMs: 0 });
    await this.quiesce();
  }

  /** An activity that Temporal repeats until it succeeds. */
  async #attempt<T>(fault: Fault, work: (deps: Deps) => Promise<T>): Promise<T> {
    const first = work(this.deps(fault));
    if (fault.kind === 'none' || fault.kind === 'pause') return first.catch(() => work(this.deps({ kind: 'none' })));
    const inTime = await Promise.race([first.then((result) => ({ result })), this.quiesce()]).catch(() => undefined);
    return inTime === undefined ? work(this.deps({ kind: 'none' })) : inTime.result;
  }
}
