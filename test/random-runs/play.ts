/** Plays a plan against the bot of a run, each step at its time, and none waits for another. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Step } from '../model/steps.ts';
import type { XFault } from '../model/simulated-x.ts';
import { eventually } from '../support/running-bot.ts';
import { ask, askApi } from './ask.ts';
import { disturb, resetWorkflow, terminateWorkflow } from './disturb.ts';
import type { Disturbance, Plan, PlannedStep, ProcessName, RealStep } from './plan.ts';
import { count, type HostPost, type Records } from './records.ts';
import type { RunBot } from './run-bot.ts';

const minute = 60_000;
const hashtag = '#pyconopenspaces';

export interface Stage {
  readonly bot: RunBot;
  readonly records: Records;
  /** Writes a line into the run's diary. */
  readonly note: (line: string) => void;
}

/** Resolves when every step was made and answered. */
export async function play(stage: Stage, plan: Plan): Promise<void> {
  const player = new Player(stage, plan);
  await Promise.all(plan.first.map((planned) => player.make(planned)));
  await player.waitForCards();
  const began = Date.now();
  const underWay: Promise<void>[] = [];
  for (const planned of plan.steps) {
    await sleep(began + planned.at - Date.now());
    underWay.push(player.make(planned));
  }
  await Promise.all(underWay);
}

/** The plan's ids, and what became of them. */
class Player {
  readonly #stage: Stage;
  readonly #tag: string;
  readonly #began = Math.ceil(Date.now() / minute) * minute;
  readonly #posts = new Map<string, HostPost>();
  /** Open spaces by the plan's ids. */
  readonly #openSpaces = new Map<string, string>();
  /** Until when a kind of process is left alone, so that it comes up at all. */
  readonly #spared = new Map<ProcessName, number>();

  constructor(stage: Stage, { tag }: Plan) {
    this.#stage = stage;
    this.#tag = tag;
  }

  /** Until organisers see what was announced: as long as a busy machine takes, but not for ever. */
  async waitForCards(): Promise<void> {
    const ids = [...this.#openSpaces.values()];
    const areShown = async () => {
      const views = await this.#stage.bot.store.openSpaces.findMany(ids);
      return views.filter(({ cards = [] }) => cards.length > 0).length === ids.length;
    };
    await eventually('the announcements are on cards', areShown, 30).catch(() => this.#stage.note('no cards yet'));
  }

  async make(planned: PlannedStep): Promise<void> {
    const { note, records } = this.#stage;
    const { step } = planned;
    note(JSON.stringify(planned));
    try {
      await Promise.all([
        this.#do(planned),
        'fault' in step && step.do !== 'x' ? this.#fail(step, planned.pick) : undefined,
      ]);
    } catch (error) {
      // Nobody answered; what must come of it is looked at in the end.
      count(records.answers, `${step.do}: no answer`);
      note(`${step.do} ${'id' in step ? step.id : ''}: ${String(error)}`);
    }
  }

  async #do(planned: PlannedStep): Promise<void> {
    const { bot, records } = this.#stage;
    const { step } = planned;
    switch (step.do) {
      case 'announce':
        return this.#announce(step.id, this.#announcement(step));
      case 'edit':
        return this.#edit(step);
      case 'delete':
        return this.#delete(step.id);
      case 'chatter':
        return void (await this.#tweet('chatty', `what a day! ${hashtag} ${planned.pick}`, true));
      case 'enter':
        return this.#enter(step);
      case 'ask':
        return this.#of(step.id, (openSpaceId) => ask(this.#stage, openSpaceId, step, planned));
      case 'due':
        return this.#of(step.id, (openSpaceId) => this.#makeDue(openSpaceId, planned.pick));
      case 'tick':
        return void (await askApi(this.#stage, 'GET', 'open-spaces'));
      case 'x':
        return this.#breakX(step.fault);
      case 'cut the stream':
        return void (await bot.x('POST', 'stream/disconnect'));
      case 'pause':
      case 'resume':
        return setPaused(this.#stage, step.do === 'pause');
      case 'reset':
        return this.#of(step.id, (openSpaceId) => resetWorkflow(this.#stage, openSpaceId, step.back, planned.pick));
      case 'terminate':
        return this.#of(step.id, (openSpaceId) => terminateWorkflow(this.#stage, openSpaceId));
      case 'lose Temporal':
        // Once in four plans that have it: everything waits for it.
        if (planned.pick % 4 !== 0 || records.wipedAt.length > 0) return;
        records.wipedAt.push(Date.now());
        records.disturbedAt.push(Date.now(), Date.now() + 10_000);
        count(records.kills, 'Temporal wiped');
        return bot.servers.wipeTemporal(bot.namespace);
      case 'kill':
      case 'stop':
        return this.#disturb(step, planned.pick);
      // Time passes by itself, the desk reconciles by itself, and copies are restored in tests of their own.
      case 'wait':
      case 'reconcile':
      case 'copy':
      case 'restore':
        return;
    }
  }

  /** The step's fault, on the processes that do what follows from it. */
  async #fail({ fault }: { readonly fault: Fault }, pick: number): Promise<void> {
    if (fault.kind === 'none') return;
    await sleep(fault.after * 100);
    // A worker that comes late stands still until others have done its work.
    const forMs = fault.kind === 'late' ? 8_000 : 1_500;
    await this.#disturb({ do: fault.kind === 'crash' ? 'kill' : 'stop', process: 'worker', forMs }, pick);
  }

  async #disturb(disturbance: Disturbance, pick: number): Promise<void> {
    const { process: name } = disturbance;
    if ((this.#spared.get(name) ?? 0) > Date.now()) return;
    // The servers seldom: with Temporal or the store away all day, nothing else is tried.
    const isServer = name === 'Temporal' || name === 'MongoDB';
    this.#spared.set(name, Date.now() + (isServer ? 8_000 : 3_000) + disturbance.forMs);
    await disturb(this.#stage, disturbance, pick);
    if (name !== 'api') return;
    // On a busy machine it takes long to be back, and without it nothing can be asked.
    this.#spared.set(name, Infinity);
    await waitForApi(this.#stage);
    this.#spared.set(name, Date.now() + 3_000);
  }

  #of(id: string, act: (openSpaceId: string) => Promise<void>): Promise<void> {
    const openSpaceId = this.#openSpaces.get(id) ?? this.#openSpaces.get(`by hand ${id}`);
    return openSpaceId === undefined ? Promise.resolve() : act(openSpaceId);
  }

  #announcement({ room, start, review = false }: { room: string; start: number; review?: boolean }): string {
    const at = new Date(this.#began + start * minute).toISOString();
    const where = review ? `${room} or B114 or ${room}0` : room;
    return `Acro yoga @ ${at.slice(0, 10)} ${at.slice(11, 16)} in ${where} ${hashtag}`;
  }

  async #announce(id: string, text: string): Promise<void> {
    if (this.#posts.has(id)) return;
    const first = await this.#tweet(`${this.#tag}host${id}`, text, false);
    const post = { first, versions: [first] };
    this.#posts.set(id, post);
    this.#openSpaces.set(id, first);
    this.#stage.records.posts.push(post);
  }

  async #tweet(username: string, text: string, isChatter: boolean, more = {}): Promise<string> {
    const { status, body } = await this.#stage.bot.x('POST', 'tweets', { username, text, ...more });
    if (status !== 201) throw new Error(`the sandbox refused a tweet: ${JSON.stringify(body)}`);
    const id = String(body['id']);
    if (isChatter) this.#stage.records.posts.push({ first: id, versions: [id], isChatter });
    return id;
  }

  async #edit(step: Extract<Step, { do: 'edit' }>): Promise<void> {
    const post = this.#posts.get(step.id);
    if (post === undefined || post.deletedAt !== undefined) return;
    const editOf = post.versions.at(-1);
    post.versions.push(await this.#tweet(`${this.#tag}host${step.id}`, this.#announcement(step), false, { editOf }));
  }

  async #delete(id: string): Promise<void> {
    const post = this.#posts.get(id);
    if (post === undefined || post.deletedAt !== undefined) return;
    post.deletedAt = Date.now();
    await this.#stage.bot.x('DELETE', `tweets/${post.versions.at(-1)}`);
  }

  async #enter({ id, room, dueIn }: Extract<RealStep, { do: 'enter' }>): Promise<void> {
    if (this.#openSpaces.has(id)) return;
    const startsAt = new Date(Date.now() + minute + dueIn * 1_000).toISOString();
    const entry = { room, startsAt, title: `Board games ${this.#tag} ${id}` };
    const { status, body } = await askApi(this.#stage, 'POST', 'open-spaces', entry);
    if (status === 201) this.#openSpaces.set(id, String(body['id']));
  }

  /** An organiser brings it forward: its last reminder is due in some seconds, by its start or by itself. */
  async #makeDue(openSpaceId: string, pick: number): Promise<void> {
    const dueAt = Date.now() + 1_000 + (pick % 5_000);
    if (pick % 2 === 0) {
      const startsAt = new Date(dueAt + minute).toISOString();
      await askApi(this.#stage, 'PATCH', `open-spaces/${openSpaceId}`, { startsAt }, openSpaceId);
      if (pick % 3 > 0) await askApi(this.#stage, 'POST', `open-spaces/${openSpaceId}/approve`, undefined, openSpaceId);
      return;
    }
    const change = { approval: 'approved', sendAt: new Date(dueAt).toISOString() };
    await askApi(this.#stage, 'PATCH', `reminders/${openSpaceId}-1`, change, openSpaceId);
  }

  async #breakX(fault: XFault): Promise<void> {
    const { bot } = this.#stage;
    const route = 'POST /2/tweets';
    const faults: Readonly<Record<XFault, object | undefined>> = {
      ok: undefined,
      'lost before': { route, accept: false, then: 'drop' },
      'lost after': { route, accept: true, then: 'drop' },
      refused: { route, accept: false, then: 'status', status: 403 },
      'refused but taken': { route, accept: true, then: 'status', status: 403 },
      later: { route, accept: false, then: 'status', status: 429, ms: 3_000 },
      'timeline away': { route: 'GET /2/users/:id/tweets', times: 2, accept: false, then: 'status', status: 503 },
    };
    if (fault === 'ok') await bot.x('DELETE', 'faults');
    else await bot.x('POST', 'faults', faults[fault]);
  }
}

async function waitForApi({ bot }: Stage): Promise<void> {
  const isBack = async () => (await bot.api('GET', 'config').catch(() => undefined)) !== undefined;
  await eventually('the api is back', isBack, 60).catch(() => undefined);
}

/** Pauses all posts, or lets them go on. */
export async function setPaused(stage: Stage, paused: boolean): Promise<void> {
  const { records } = stage;
  const { status, body } = await askApi(stage, 'GET', 'config');
  if (status !== 200) return;
  const saved = await askApi(stage, 'PUT', 'config', { ...body, paused });
  const last = records.paused.at(-1);
  const isOpen = last !== undefined && last.to === undefined;
  // Between asking and being told, either may hold.
  if (saved.status === 200 && paused && !isOpen) records.paused.push({ from: Date.now() });
  if (!paused && isOpen) last.to = Date.now();
}
