import type { Client } from '@temporalio/client';
import type { Deps } from '../activities/deps.ts';
import { overviewOf } from '../activities/desk-news.ts';
import { undecidedStatuses } from '../core/undecided.ts';
import { runAgain, type Starter } from '../activities/start-open-space.ts';
import type { Actor } from '../core/actor.ts';
import { decidableUntil, isDenied, needsItsWorkflow, type OpenSpace } from '../core/open-space.ts';
import type { Verb } from '../core/request.ts';
import type { OpenSpaceFilter, OpenSpaceView } from '../store/open-spaces.ts';
import { withListedRoom } from '../core/meant-room.ts';
import { verbProblem, withMeantReminder } from '../core/verb-problem.ts';
import { statusOf } from '../core/status.ts';
import { createChangeKnown } from './change-known.ts';
import { createConfigService } from './config-service.ts';
import { askOpenSpace, type Ask, type AskOutcome } from './ask-open-space.ts';
import { createEntering } from './enter-by-hand.ts';
import type { OpenSpaceInput } from '../workflows/messages.ts';
import { createShift } from './shift.ts';
import { createShownViews } from './shown-views.ts';

/** What organisers can do, the same for Slack, the API and the pages. These check before who may use it. */
export type OpenSpaceService = ReturnType<typeof createOpenSpaceService>;

/** A host with more than this is a spammer. */
const mostOfOneHost = 90;
/** More than ever waits, or starts within a day, so all are counted and the most urgent are known. */
const mostListed = 500;

export function createOpenSpaceService(options: Starter & Pick<Deps, 'log'> & { readonly client: Client }) {
  const { store, client, clock, log } = options;
  const shown = createShownViews(store);

  async function ask(asked: Ask): Promise<AskOutcome> {
    const [config, view] = await Promise.all([store.configs.current(), store.openSpaces.find(asked.openSpaceId)]);
    if (view === null) return { kind: 'gone' };
    const { space } = view;
    const { requestId } = asked;
    const decision = requestId && space.decisions.find(({ id }) => id.startsWith(`${requestId}:r`));
    if (decision) return { kind: 'decided', result: { decision, status: statusOf(space) } };
    const verb = withMeantReminder(withListedRoom(asked.verb, config.conference.rooms), space, asked.by);
    if (typeof verb === 'string') return { kind: 'refused', reason: verb };
    const reason = verbProblem(verb, space, config);
    if (reason !== undefined) return { kind: 'refused', reason };
    const checked = { revision: view.revision, ...asked, verb };
    const answer = await askOpenSpace(client, space.conferenceId, checked);
    if (answer.kind !== 'gone' || !(await canRunAgain(space, verb))) return naming(answer);
    const askAgain = (input: OpenSpaceInput) => askOpenSpace(client, space.conferenceId, checked, input);
    return naming(await runAgain(options, space, config, askAgain));
  }

  /** Whether an open space without a workflow may start one again for this request. */
  async function canRunAgain(space: OpenSpace, { verb }: Verb): Promise<boolean> {
    // Whether X has the post is worth storing even after the start.
    if (verb === 'confirmSent') return true;
    if (decidableUntil(space) <= clock()) return false;
    // The workflow ended with the last reminder. Until the start, the session can still be moved or cancelled.
    if (space.standing.status === 'scheduled' && ['cancel', 'change', 'retry'].includes(verb)) return true;
    // A workflow may be missing: the view is stored before its start, and Temporal's data may be lost. A cancellation
    // by an operator can be taken back, once the reconciler has stored it.
    const { kind } = await options.openSpaces.findWorkflow(space.conferenceId, space.id);
    return kind === 'none' || (kind === 'stopped' && !needsItsWorkflow(space));
  }

  /** For a refusal because of the room, adds the session that holds it. */
  async function naming(answer: AskOutcome): Promise<AskOutcome> {
    if (answer.kind !== 'refused' || answer.taken === undefined) return answer;
    return { ...answer, ...(await shown.refusalOfTaken(answer.taken)) };
  }

  async function list(filter: OpenSpaceFilter, most: number): Promise<OpenSpaceView[]> {
    const { conference } = await store.configs.current();
    return shown.list(conference.id, filter, most);
  }

  return {
    ask,
    changeKnown: createChangeKnown(store, clock, ask),
    ...createConfigService(options),
    ...createShift(store, { ask, log }),
    take: (id: string, by: Actor) => store.openSpaces.take(id, { id: by.id, name: by.name }),
    listUndecided: () => list({ undecided: true }, mostListed),
    /** The open spaces of this host that can be denied before anything is posted. */
    listWaitingOf: (hostId: string) => list({ status: undecidedStatuses, hostId }, mostOfOneHost),
    /** Sessions that start at or after `from` and before `to`, epoch milliseconds. */
    async listUpcoming(from: number, to: number): Promise<OpenSpaceView[]> {
      const views = await list({ status: ['scheduled'], from: new Date(from), to: new Date(to) }, mostListed);
      return views.filter(({ space }) => !isDenied(space));
    },
    overview: async () => overviewOf(store, await store.configs.current()),
    ...createEntering(options, ask),
    config: () => store.configs.current(),
    find: shown.find,
    findMany: shown.findMany,
    list: shown.list,
  };
}
