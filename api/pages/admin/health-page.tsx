import { outdatedProblems } from '../../../core/config.ts';
import { localDayAndTime, localTime, localTimeWithZone } from '../../../core/local-time.ts';
import { findReminder } from '../../../core/open-space.ts';
import { isAhead } from '../../../core/possible-actions.ts';
import type { Alarm } from '../../../store/alarms.ts';
import type { Health, LimitLeft, XLimits } from '../../../store/health.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { ReminderView } from '../../../store/reminders.ts';
import { describeQueue, findMissing, listTroubledWorkflows, parts, type Part } from '../../../temporal/readiness.ts';
import { workflowUrl } from '../../../temporal/workflow-url.ts';
import { queues } from '../../../workflows/messages.ts';
import type { ApiContext } from '../../context.ts';
import { zoneDifference } from '../../zone-rules.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import { inWords } from './in-words.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { StatusWord } from './status-word.tsx';
import { ifApprovedWords, sentenceOf } from '../../../core/words.ts';

const own = words.health;

interface Line {
  readonly name: string;
  readonly isWell: boolean;
  readonly words: string;
}

/** The state of all parts, the costs, and the reminders of the next hour. */
export async function healthPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const { store, openSpaces, clock } = context;
  const config = await store.configs.current();
  const { id, timeZone } = config.conference;
  const now = clock();
  const [lines, alarms, troubled, listener, limits, budget, cards, due] = await Promise.all([
    partLines(context, timeZone),
    store.alarms.list(),
    // An older Temporal has no such list. A Temporal that is down has its own line.
    briefly(context, () => listTroubledWorkflows(context.client)).catch(() => []),
    store.health.find('listener'),
    store.health.findLimits(),
    store.budgets.find(id),
    store.openSpaces.countStale(),
    store.reminders.list(id, { pending: true, before: new Date(now + 3_600_000) }, 100),
  ]);
  const views = await openSpaces.findMany(due.map((row) => row.openSpaceId));
  const toCome = due.flatMap((row): DueProps[] => {
    const view = views.find(({ _id }) => _id === row.openSpaceId);
    return view !== undefined && isAhead(view.space, now) ? [{ row, view, now, timeZone }] : [];
  });
  lines.push({
    name: own.output,
    isWell: !config.paused && config.output === 'live',
    words: config.paused ? own.paused : config.output === 'live' ? own.live : own.slackOnly,
  });
  const difference = zoneDifference(config.conference);
  if (difference !== undefined) lines.push({ name: own.timeZone, isWell: false, words: difference });
  const problems = outdatedProblems(config);
  if (problems !== undefined) lines.push({ name: own.config, isWell: false, words: own.outdatedConfig(problems) });
  return adminPage(c, context, {
    title: own.title,
    place: '/admin/health',
    children: (
      <>
        <Alarms alarms={alarms} timeZone={timeZone} />
        <Troubled workflowIds={troubled} temporalUi={context.temporalUi} />
        <dl class="health">
          {lines.map(({ name, isWell, words }) => (
            <div>
              <dt>{name}</dt>
              <dd>
                <span class={`status ${isWell ? 's-sent' : 's-failed'}`}>{isWell ? own.well : own.look}</span> {words}
              </dd>
            </div>
          ))}
          <div>
            <dt>{own.lastTweet}</dt>
            <dd>
              {listener?.lastTweetAt === undefined
                ? own.noTweet
                : localDayAndTime(listener.lastTweetAt.getTime(), timeZone)}
            </dd>
          </div>
          <div>
            <dt>{own.cardsWaiting}</dt>
            <dd>{own.cards(cards)}</dd>
          </div>
          <div>
            <dt>{own.cost}</dt>
            <dd>{own.spent(budget.spent, budget.postCount, budget.readCount, config.spendingCap)}</dd>
          </div>
          <div>
            <dt>{own.ownLimit}</dt>
            <dd>{own.throttle(config.throttle)}</dd>
          </div>
          <LimitsOfX limits={limits} now={now} timeZone={timeZone} />
        </dl>
        <section aria-labelledby="due">
          <h2 id="due">{own.due}</h2>
          {toCome.length === 0 ? <p class="empty">{own.nothing}</p> : null}
          <ol class="timeline">
            {toCome.map((one) => (
              <Due {...one} />
            ))}
          </ol>
        </section>
      </>
    ),
  });
}

interface DueProps {
  readonly row: ReminderView;
  readonly view: OpenSpaceView;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly timeZone: string;
}

/**
 * A reminder of the next hour. If its open space is not scheduled, the line says so: the reminder's status alone would
 * look as if only an approval were missing.
 */
function Due({ row, view, now, timeZone }: DueProps): Markup {
  const at = row.sendAt?.getTime() ?? now;
  const status = view.space.standing.status === 'scheduled' ? row.status : view.status;
  const undecided = row.status === 'needs_action' ? findReminder(view.space, row.key) : undefined;
  const late = undecided === undefined ? words.now : ifApprovedWords(view.space, undecided, now);
  return (
    <li>
      <time>
        {localTimeWithZone(at, timeZone)}, {at > now ? inWords(at - now) : late}
      </time>{' '}
      <a href={`/admin/open-spaces/${row.openSpaceId}`}>{sentenceOf(view.space)}</a> <StatusWord status={status} />
      {row.held === undefined ? null : <p class="hint">{row.held}</p>}
    </li>
  );
}

/** X's limits from its last answers. A window that has ended since then is full again. */
function LimitsOfX(props: { limits: XLimits | null; now: number; timeZone: string }): Markup {
  const { limits, now, timeZone } = props;
  return (
    <>
      {(['post', 'search'] as const).map((route) => {
        const left = limits?.[route];
        return (
          <div>
            <dt>{own.left[route]}</dt>
            <dd>{left === undefined ? own.notSaid : leftWords(left, now, timeZone)}</dd>
          </div>
        );
      })}
    </>
  );
}

function leftWords({ remaining, limit, resetAt, saidAt }: LimitLeft, now: number, timeZone: string): string {
  const reset = localTimeWithZone(resetAt.getTime(), timeZone);
  return resetAt.getTime() <= now
    ? own.full(limit, reset)
    : own.remaining(remaining, limit, reset, localTime(saidAt.getTime(), timeZone));
}

/** Alarms that organisers were told of in Slack and that are not over. */
function Alarms({ alarms, timeZone }: { alarms: readonly Alarm[]; timeZone: string }): Markup | null {
  if (alarms.length === 0) return null;
  return (
    <section aria-labelledby="alarms">
      <h2 id="alarms">{own.alarms}</h2>
      <ol class="timeline">
        {alarms.map(({ since, words }) => (
          <li>
            <time>{localDayAndTime(since.getTime(), timeZone)}</time> {words}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Workflows that make no progress because their code fails. */
function Troubled(props: { workflowIds: readonly string[]; temporalUi: ApiContext['temporalUi'] }): Markup | null {
  const { workflowIds, temporalUi } = props;
  if (workflowIds.length === 0) return null;
  return (
    <section aria-labelledby="troubled">
      <h2 id="troubled">{own.stuck}</h2>
      <ul>
        {workflowIds.map((id) => (
          <li>{temporalUi === undefined ? id : <a href={workflowUrl(temporalUi, id)}>{id}</a>}</li>
        ))}
      </ul>
    </section>
  );
}

/** Asks Temporal, for two seconds at most: this page is for when servers are down. */
const briefly = <T,>({ client }: ApiContext, ask: () => Promise<T>): Promise<T> =>
  client.withDeadline(Date.now() + 2_000, ask);

/** One line for each part, by the same checks as `/readyz`. */
async function partLines(context: ApiContext, timeZone: string): Promise<Line[]> {
  const { store, client, clock, askSlack } = context;
  const countWorkers = async (queue: string): Promise<string> => {
    const found = await briefly(context, () => describeQueue(client, queue, clock())).catch(() => undefined);
    return own.online(found?.workers);
  };
  const [missing, listener, desk, slack, workers, posters] = await Promise.all([
    findMissing(context),
    store.health.find('listener'),
    store.health.find('desk'),
    store.health.find('slack'),
    countWorkers(queues.openSpaces),
    countWorkers(queues.xPost),
  ]);
  const said: Partial<Record<Part, string>> = {
    worker: workers,
    posting: posters,
    ...(askSlack === undefined ? { Slack: own.slackOff } : {}),
  };
  return parts.map((part) => {
    const { name, well, ill } = own.parts[part];
    if (missing.includes(part)) {
      const isRefused = part === 'Slack' && slack?.connected === false;
      return isRefused ? connectionLine(name, slack, timeZone) : { name, isWell: false, words: ill };
    }
    // A worker draws cards by single requests, so only their failure has a beginning.
    const isDrawing = desk?.connected !== false && desk?.lastError === undefined;
    const health = part === 'listener' ? listener : part === 'desk' && !isDrawing ? desk : null;
    return health === null ? { name, isWell: true, words: said[part] ?? well } : connectionLine(name, health, timeZone);
  });
}

/** The last report about X or Slack from the worker that holds the stream or draws the cards. */
function connectionLine(name: string, health: Partial<Health>, timeZone: string): Line {
  const { connected, since, lastError } = health;
  const from = since === undefined ? '' : own.since(localDayAndTime(since.getTime(), timeZone));
  if (connected === false) return { name, isWell: false, words: own.notConnected(from, lastError) };
  return { name, isWell: lastError === undefined, words: own.connected(from, lastError) };
}
