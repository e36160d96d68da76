/**
 * Temporal in memory, for the model test alone: workflows that run the loop of `workflows/open-space.ts` over the real
 * rules, and what operators do to them.
 */
import { commitOpenSpace } from '../../activities/commit-open-space.ts';
import { sendReminder } from '../../activities/send-reminder.ts';
import { handleMessage, type CommitChange, type Message, type RequestAnswer } from '../../core/handle-message.ts';
import { nextInPlaceOf } from '../../core/left-out.ts';
import { nextStep } from '../../core/next-step.ts';
import { findReminder, type OpenSpace, type OpeningRules } from '../../core/open-space.ts';
import { nextAttemptAt, type SendResult } from '../../core/outcomes.ts';
import type { Fault } from './steps.ts';
import type { World } from './world.ts';

const none: Fault = { kind: 'none' };

interface Letter {
  readonly message: Message;
  readonly answer: (answer: RequestAnswer) => void;
  readonly fault: Fault;
}

interface Running {
  space: OpenSpace;
  readonly rules: OpeningRules;
  readonly run: string;
  readonly letters: Letter[];
  readonly past: OpenSpace[];
  readonly notBefore: Map<string, number>;
  /** It had ended, and goes on until its start. */
  readonly again: boolean;
  commits: number;
  busy: boolean;
  posting: boolean;
  /** An operator has cancelled it. */
  isEnding: boolean;
}

export class SimulatedTemporal {
  readonly running = new Map<string, Running>();
  readonly ended = new Map<string, OpenSpace>();
  /** Those that an operator cancelled or terminated. */
  readonly stopped = new Set<string>();
  readonly #world: World;
  #runs = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Temporal's list of what runs, which is a step behind. */
  listed: readonly Pick<Running, 'space' | 'run'>[] = [];
  #listedNext = this.listed;

  /** The list catches up by a step. */
  relist(): void {
    this.listed = this.#listedNext;
    this.#listedNext = [...this.running.values()].map(({ space, run }) => ({ space, run }));
  }

  get isBusy(): boolean {
    return [...this.running.values()].some(({ busy, letters }) => busy || letters.length > 0);
  }

  start(space: OpenSpace, rules: OpeningRules, again = false): void {
    this.ended.delete(space.id);
    this.stopped.delete(space.id);
    this.running.set(space.id, {
      space,
      rules,
      // As Temporal's: by that the reconciler tells the run that wrote a view.
      run: `00000000-0000-4000-8000-${String(this.#runs++).padStart(12, '0')}`,
      letters: [],
      past: [space],
      notBefore: new Map(),
      again,
      commits: 0,
      busy: false,
      posting: false,
      isEnding: false,
    });
  }

  /** Puts a message into the mailbox; false where no workflow runs. */
  put(id: string, message: Message, fault = none): boolean {
    return this.#push(id, { message, answer: () => undefined, fault });
  }

  /** Asks, and tells what came of it once it is decided. */
  ask(id: string, message: Message, fault: Fault): Promise<RequestAnswer> | undefined {
    if (!this.running.has(id)) return undefined;
    return new Promise((answer) => this.#push(id, { message, answer, fault }));
  }

  #push(id: string, letter: Letter): boolean {
    const running = this.running.get(id);
    if (running === undefined) return false;
    running.letters.push(letter);
    this.#run(id, running);
    return true;
  }

  /** The workflow's timer: what is due is posted, what is over ends. */
  async tick(id: string, fault: Fault): Promise<void> {
    const running = this.#idle(id);
    if (running === undefined) return;
    const step = this.#nextStep(running);
    const late = step.kind === 'send' ? findReminder(running.space, step.key) : undefined;
    if (late !== undefined && nextInPlaceOf(running.space, late, this.#world.now) !== undefined) {
      const { space } = running;
      await this.ask(id, { kind: 'nextIsSoon' }, fault.kind === 'crash' ? fault : none)?.catch(() => undefined);
      if (running.space === space) this.#world.problems.push(`the loop of ${id} goes round and round`);
      return;
    }
    if (step.kind === 'send') await this.#startPosting(id, running, step.key, fault);
    if (step.kind === 'end') {
      await this.ask(id, { kind: 'timeUp' }, fault.kind === 'crash' ? fault : none)?.catch(() => undefined);
      await this.#world.quiesce();
      if (this.#idle(id) !== running || this.#nextStep(running).kind !== 'end') return;
      this.running.delete(id);
      this.ended.set(id, running.space);
    }
  }

  /** Lets time pass until the next reminder of it is due, or its start has come. */
  waitUntilDue(id: string): void {
    const running = this.#idle(id);
    const step = running && this.#nextStep(running);
    if (step?.kind === 'wait') this.#world.now = Math.max(this.#world.now, step.until);
  }

  /** One that waits for its timer or a message. */
  #idle(id: string): Running | undefined {
    const running = this.running.get(id);
    const isIdle = running !== undefined && !running.busy && !running.posting && running.letters.length === 0;
    return isIdle ? running : undefined;
  }

  #nextStep({ space, notBefore, again }: Running) {
    return nextStep(space, this.#world.now, { notBefore, again });
  }

  /** An operator's reset to an earlier state, messages not applied again. */
  reset(id: string, howFarBack: number): void {
    const running = this.running.get(id);
    if (running === undefined) return;
    const past = running.past.at(-1 - (howFarBack % running.past.length)) ?? running.space;
    this.start(past, running.rules, running.again);
  }

  /** What its history becomes too long for. */
  continueAsNew(id: string): void {
    const running = this.#idle(id);
    if (running !== undefined && this.#nextStep(running).kind === 'wait')
      this.start(running.space, running.rules, running.again);
  }

  /** An operator cancels it: what it does is finished, then it ends. */
  cancel(id: string): void {
    const running = this.running.get(id);
    if (running === undefined || running.isEnding) return;
    running.isEnding = true;
    running.letters.unshift({ message: { kind: 'ended' }, answer: () => undefined, fault: none });
    this.#run(id, running);
  }

  /** An operator terminates it: what it does is lost. */
  terminate(id: string): void {
    if (this.running.delete(id)) this.stopped.add(id);
  }

  lose(): void {
    this.running.clear();
    this.ended.clear();
    this.stopped.clear();
  }

  #isAlive(id: string, running: Running): boolean {
    return this.running.get(id) === running;
  }

  #run(id: string, running: Running): void {
    this.#pump(id, running).catch((error: unknown) => this.#world.problems.push(`the loop ended: ${String(error)}`));
  }

  /** The workflow's loop: one message at a time. */
  async #pump(id: string, running: Running): Promise<void> {
    if (running.busy) return;
    running.busy = true;
    for (let letter = running.letters.shift(); letter !== undefined; letter = running.letters.shift()) {
      const { message, fault } = letter;
      if (message.kind === 'sendResult') {
        running.posting = false;
        const { key, result } = message;
        const at = nextAttemptAt(result, this.#world.now);
        if (at !== undefined) running.notBefore.set(key, at);
      }
      const commit: CommitChange = async (change) => {
        const commitId = `${running.run}:${running.commits++}`;
        const committed = await this.#world.attempt(fault, (deps) => commitOpenSpace(deps, { ...change, commitId }));
        // Nobody hears what became of it.
        if (!this.#isAlive(id, running)) await new Promise<void>(() => undefined);
        return committed;
      };
      const handled = await handleMessage(running.space, message, running.rules, () => this.#world.now, commit);
      if (!this.#isAlive(id, running)) return;
      if (handled.space !== running.space) running.past.push(handled.space);
      running.space = handled.space;
      if (handled.answer?.kind === 'decided') running.notBefore.clear();
      letter.answer(handled.answer ?? { kind: 'refused', reason: 'no request' });
    }
    running.busy = false;
    if (running.isEnding && !running.posting) this.terminate(id);
  }

  async #startPosting(id: string, running: Running, key: string, fault: Fault): Promise<void> {
    running.posting = true;
    const { space } = running;
    const tell = (result: SendResult) => {
      if (this.#isAlive(id, running)) this.put(id, { kind: 'sendResult', key, result });
    };
    const attempt = sendReminder(this.#world.deps(fault), { space, key });
    let isOver = false;
    const end = (result: SendResult) => {
      if (!isOver) tell(result);
      isOver = true;
    };
    void attempt.then(end, () => end({ kind: 'lost', afterMs: 5_000 }));
    await this.#world.quiesce();
    if (fault.kind !== 'late' && fault.kind !== 'crash') return;
    // Temporal gives the attempt up; a late one goes on all the same, and nobody hears of it.
    if (!isOver) this.#world.now += 20_000;
    end({ kind: 'lost', afterMs: 0 });
    await this.#world.quiesce();
  }
}
