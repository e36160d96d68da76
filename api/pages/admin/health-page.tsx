import { localDayAndTime, localTime, localTimeWithZone } from '../../../core/local-time.ts';
import type { Alarm } from '../../../store/alarms.ts';
import type { Health, LimitLeft, XLimits } from '../../../store/health.ts';
import { describeQueue, findMissing, listTroubledWorkflows, parts, type Part } from '../../../temporal/readiness.ts';
import { queues } from '../../../workflows/messages.ts';
import type { ApiContext } from '../../context.ts';
import { zoneDifference } from '../../zone-rules.ts';
import type { Markup } from '../markup.ts';
import { inWords } from './deadline.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { counted, sentenceOf, statusWords } from '../../../core/words.ts';

interface Line {
  readonly name: string;
  readonly isWell: boolean;
  readonly words: string;
}

/** Whether everything runs, what it costs, and what is due. */
export async function healthPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const { store, clock } = context;
  const config = await store.configs.current();
  const { id, timeZone } = config.conference;
  const now = clock();
  const [lines, alarms, troubled, listener, limits, budget, due] = await Promise.all([
    partLines(context, timeZone),
    store.alarms.listOpen(),
    // An older Temporal keeps no such list, and one that is away is a line of its own.
    listTroubledWorkflows(context.client).catch(() => []),
    store.health.find('listener'),
    store.health.findLimits(),
    store.budgets.find(id),
    store.reminders.list(id, { pending: true, before: new Date(now + 3_600_000) }, 100),
  ]);
  const views = await Promise.all(due.map((row) => store.openSpaces.find(row.openSpaceId)));
  const names = new Map(views.flatMap((view) => (view === null ? [] : [[view._id, sentenceOf(view.space)] as const])));
  lines.push({
    name: 'Output',
    isWell: !config.paused && config.output === 'live',
    words: config.paused
      ? 'paused by an organiser'
      : config.output === 'live'
        ? 'live'
        : 'Slack only, nothing goes to X',
  });
  const difference = zoneDifference(config.conference);
  if (difference !== undefined) lines.push({ name: 'Time zone', isWell: false, words: difference });
  const cap = config.spendingCap;
  return adminPage(c, context, {
    title: 'Health',
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
                <span class={`status ${isWell ? 's-sent' : 's-failed'}`}>{isWell ? 'well' : 'look'}</span> {words}
              </dd>
            </div>
          ))}
          <div>
            <dt>Last tweet</dt>
            <dd>
              {listener?.lastTweetAt === undefined
                ? 'none heard yet'
                : localDayAndTime(listener.lastTweetAt.getTime(), timeZone)}
            </dd>
          </div>
          <div>
            <dt>Cost at X, estimated</dt>
            <dd>
              ${budget.spent.toFixed(2)} for {budget.postCount} posts and {budget.readCount} reads
              {cap === null ? ', no cap' : `, of at most $${cap.toFixed(2)}`}
            </dd>
          </div>
          <div>
            <dt>Own limit</dt>
            <dd>
              {config.throttle === null ? 'no throttle of our own' : `at most ${config.throttle} reminders an hour`}
            </dd>
          </div>
          <LimitsOfX limits={limits} now={now} timeZone={timeZone} />
        </dl>
        <section aria-labelledby="due">
          <h2 id="due">Due in the next hour</h2>
          {due.length === 0 ? <p class="empty">Nothing.</p> : null}
          <ol class="timeline">
            {due.map((row) => (
              <li>
                <time>{row.sendAt === undefined ? '' : localTimeWithZone(row.sendAt.getTime(), timeZone)}</time>{' '}
                <a href={`/admin/open-spaces/${row.openSpaceId}`}>{names.get(row.openSpaceId) ?? row.openSpaceId}</a>{' '}
                {row.held ?? statusWords[row.status]}
                {row.sendAt !== undefined && row.sendAt.getTime() > now
                  ? `, ${inWords(row.sendAt.getTime() - now)}`
                  : ', now'}
              </li>
            ))}
          </ol>
        </section>
      </>
    ),
  });
}

const limitNames = { post: 'Posts left at X', search: 'Searches left at X' } as const;

/** What X said with its last answers. A window that has ended since is full again. */
function LimitsOfX(props: { limits: XLimits | null; now: number; timeZone: string }): Markup {
  const { limits, now, timeZone } = props;
  return (
    <>
      {(['post', 'search'] as const).map((route) => {
        const left = limits?.[route];
        return (
          <div>
            <dt>{limitNames[route]}</dt>
            <dd>{left === undefined ? 'X has not said yet' : leftWords(left, now, timeZone)}</dd>
          </div>
        );
      })}
    </>
  );
}

function leftWords({ remaining, limit, resetAt, saidAt }: LimitLeft, now: number, timeZone: string): string {
  const reset = localTimeWithZone(resetAt.getTime(), timeZone);
  return resetAt.getTime() <= now
    ? `all ${limit}, since ${reset}`
    : `${remaining} of ${limit} until ${reset}, as X said at ${localTime(saidAt.getTime(), timeZone)}`;
}

/** What organisers were told of in Slack, and is not over. */
function Alarms({ alarms, timeZone }: { alarms: readonly Alarm[]; timeZone: string }): Markup | null {
  if (alarms.length === 0) return null;
  return (
    <section aria-labelledby="alarms">
      <h2 id="alarms">Alarms</h2>
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

/** Workflows that stand still, because their code fails. */
function Troubled(props: { workflowIds: readonly string[]; temporalUi: ApiContext['temporalUi'] }): Markup | null {
  const { workflowIds, temporalUi } = props;
  if (workflowIds.length === 0) return null;
  const hrefOf = (ui: NonNullable<ApiContext['temporalUi']>, id: string): string =>
    `${ui.url}/namespaces/${ui.namespace}/workflows/${encodeURIComponent(id)}`;
  return (
    <section aria-labelledby="troubled">
      <h2 id="troubled">Workflows that stand still</h2>
      <ul>
        {workflowIds.map((id) => (
          <li>{temporalUi === undefined ? id : <a href={hrefOf(temporalUi, id)}>{id}</a>}</li>
        ))}
      </ul>
    </section>
  );
}

const partNames: Readonly<Record<Part, string>> = {
  disk: 'Disk',
  MongoDB: 'MongoDB',
  Temporal: 'Temporal',
  worker: 'Workers',
  posting: 'Workers that post',
  listener: 'X stream',
  desk: 'Cards in Slack',
  Slack: 'Slack',
};

/** A line for each part, by the same checks as `/readyz`. */
async function partLines(context: ApiContext, timeZone: string): Promise<Line[]> {
  const { store, client, clock, askSlack } = context;
  const countWorkers = async (queue: string): Promise<string> => {
    const asked = () => describeQueue(client, queue, clock());
    const found = await client.withDeadline(Date.now() + 2_000, asked).catch(() => undefined);
    return found === undefined ? 'Temporal does not say' : `${counted(found.workers, 'worker')} online`;
  };
  const [missing, listener, desk, workers, posters] = await Promise.all([
    findMissing(context),
    store.health.find('listener'),
    store.health.find('desk'),
    countWorkers(queues.openSpaces),
    countWorkers(queues.xPost),
  ]);
  const well: Readonly<Record<Part, string>> = {
    disk: 'has space',
    MongoDB: 'answers and takes writes',
    Temporal: 'answers',
    worker: workers,
    posting: posters,
    listener: 'a worker holds it',
    desk: 'a worker draws them',
    Slack: askSlack === undefined ? 'off' : 'answers',
  };
  const ill: Readonly<Record<Part, string>> = {
    disk: 'full: free some space, and the bot goes on by itself',
    MongoDB: 'does not answer, or takes no writes',
    Temporal: 'does not answer',
    worker: 'no worker is online',
    posting: 'no worker is online',
    listener: 'no worker holds it',
    desk: 'no worker draws them',
    Slack: 'does not answer',
  };
  return parts.map((part) => {
    const name = partNames[part];
    if (missing.includes(part)) return { name, isWell: false, words: ill[part] };
    const health = part === 'listener' ? listener : part === 'desk' ? desk : null;
    return health === null ? { name, isWell: true, words: well[part] } : connectionLine(name, health, timeZone);
  });
}

/** What the worker that holds the stream, or draws the cards, last said of X or Slack. */
function connectionLine(name: string, health: Partial<Health>, timeZone: string): Line {
  const { connected, since, lastError } = health;
  const from = since === undefined ? '' : ` since ${localDayAndTime(since.getTime(), timeZone)}`;
  if (connected === false) {
    return { name, isWell: false, words: `not connected${from}: ${lastError ?? 'no reason was given'}` };
  }
  const trouble = lastError === undefined ? '' : `, but ${lastError}`;
  return { name, isWell: lastError === undefined, words: `connected${from}${trouble}` };
}
