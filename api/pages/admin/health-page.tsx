import { localDayAndTime, localTime, localTimeWithZone } from '../../../core/local-time.ts';
import { sentenceOf, statusWords } from '../../../core/status.ts';
import type { Health, LimitLeft, XLimits } from '../../../store/health.ts';
import { deskWorkflowId, listenWorkflowId, queues } from '../../../workflows/messages.ts';
import type { ApiContext } from '../../context.ts';
import { zoneDifference } from '../../zone-rules.ts';
import type { Markup } from '../markup.ts';
import { inWords } from './deadline.ts';
import { adminPage, type AdminContext } from './frame.tsx';

/** PENDING_ACTIVITY_STATE_STARTED in temporal.api.enums.v1: a worker is at it, and its heartbeats arrive. */
const activityStarted = 2;

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
  const [listener, desk, limits, budget, due, ...workers] = await Promise.all([
    store.health.find('listener'),
    store.health.find('desk'),
    store.health.findLimits(),
    store.budgets.find(id),
    store.reminders.list(id, { pending: true, before: new Date(now + 3_600_000) }, 100),
    ...Object.values(queues).map((queue) => workerLine(context, queue)),
  ]);
  const standing = await Promise.all([
    standingLine(context, 'X stream', listenWorkflowId(id), listener, timeZone),
    standingLine(context, 'Slack', deskWorkflowId(id), desk, timeZone),
  ]);
  const views = await Promise.all(due.map((row) => store.openSpaces.find(row.openSpaceId)));
  const names = new Map(views.flatMap((view) => (view === null ? [] : [[view._id, sentenceOf(view.space)] as const])));
  const lines: Line[] = [
    ...standing,
    ...workers,
    {
      name: 'Posting',
      isWell: !config.paused && config.output === 'live',
      words: config.paused
        ? 'paused by an organiser'
        : config.output === 'live'
          ? 'live'
          : 'Slack only, nothing goes to X',
    },
  ];
  const difference = zoneDifference(config.conference);
  if (difference !== undefined) lines.push({ name: 'Time zone', isWell: false, words: difference });
  const cap = config.spendingCap;
  return adminPage(c, context, {
    title: 'Health',
    place: '/admin/health',
    children: (
      <>
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

/**
 * How the stream or the desk is. What its worker last said stands in the store, and only when something changed;
 * whether a worker holds it at all, Temporal knows.
 */
async function standingLine(
  { client, log }: ApiContext,
  name: string,
  workflowId: string,
  health: Partial<Health> | null,
  timeZone: string,
): Promise<Line> {
  try {
    const { raw } = await client.withDeadline(Date.now() + 2_000, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    const isHeld = (raw.pendingActivities ?? []).some((activity) => Number(activity.state) === activityStarted);
    if (!isHeld) return { name, isWell: false, words: 'waits for a worker' };
  } catch (error) {
    log.warn('Temporal did not say how it stands', {
      workflowId,
      error: error instanceof Error ? error.name : 'unknown',
    });
    return { name, isWell: false, words: 'not started, or Temporal does not answer' };
  }
  if (health === null) return { name, isWell: true, words: 'runs; nothing was heard of it yet' };
  const since = health.since === undefined ? '' : ` since ${localDayAndTime(health.since.getTime(), timeZone)}`;
  if (health.connected !== false) return { name, isWell: true, words: `connected${since}` };
  return { name, isWell: false, words: `not connected${since}: ${health.lastError ?? 'no reason was given'}` };
}

/** Who has asked Temporal for work on the queue in the last minutes. */
async function workerLine({ client, log }: ApiContext, queue: string): Promise<Line> {
  const name = `Workers, ${queue}`;
  try {
    const { pollers } = await client.withDeadline(Date.now() + 2_000, () =>
      client.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: queue },
        // TASK_QUEUE_TYPE_ACTIVITY in temporal.api.enums.v1: the posting queue has no workflows.
        taskQueueType: 2,
      }),
    );
    const count = new Set(pollers.map((poller) => poller.identity)).size;
    return { name, isWell: count > 0, words: count === 0 ? 'none is asking for work' : `${count} asking for work` };
  } catch (error) {
    log.warn('Temporal did not say who works', { queue, error: error instanceof Error ? error.name : 'unknown' });
    return { name, isWell: false, words: 'Temporal does not answer' };
  }
}
