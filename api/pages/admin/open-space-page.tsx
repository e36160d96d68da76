import { auditWords } from '../../../core/decision-words.ts';
import type { Config } from '../../../core/config.ts';
import { localDate, localDayAndTime, localTime } from '../../../core/local-time.ts';
import { canGoOut } from '../../../core/open-space.ts';
import { isUndecidedOrWaiting, reminderName, type Reminder } from '../../../core/reminder.ts';
import { reminderWords } from '../../../core/status.ts';
import { capital } from '../../../core/words.ts';
import type { AuditEntry } from '../../../store/audit.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import { openSpaceWorkflowId } from '../../../workflows/messages.ts';
import type { ApiContext } from '../../context.ts';
import { messagePage } from '../message-page.tsx';
import type { Markup } from '../markup.ts';
import { titleOf } from '../schedule/public-open-space.ts';
import { Card, isAhead, NoDefaultButton } from './card.tsx';
import { adminPage, type AdminContext } from './frame.tsx';
import { previewOf } from './reminder-preview.ts';
import { Weighted } from './weighted.tsx';

/** Everything about one open space: what can be done, its reminders, and who did what through which door. */
export async function openSpacePage(c: AdminContext, context: ApiContext): Promise<Response> {
  const { store, clock, temporalUi } = context;
  const id = c.req.param('id') ?? '';
  const [view, tweet, history, config] = await Promise.all([
    store.openSpaces.find(id),
    store.tweets.find(id),
    store.audit.list({ openSpaceId: id }, 200),
    store.configs.current(),
  ]);
  if (view === null) return messagePage(c, 404, 'Not found', 'There is no such open space.');
  const back = `/admin/open-spaces/${id}`;
  const workflow = encodeURIComponent(openSpaceWorkflowId(view.conferenceId, id));
  return adminPage(c, context, {
    title: titleOf(view.space),
    place: '/admin/open-spaces',
    children: (
      <>
        <Card view={view} tweet={tweet ?? undefined} config={config} now={clock()} back={back} />
        {view.space.reminders.map((reminder) => (
          <ReminderEditor reminder={reminder} view={view} config={config} back={back} />
        ))}
        {view.space.standing.status === 'scheduled' && isAhead(view.space, clock()) ? (
          <form method="post" action={back} class="verbs">
            <input type="hidden" name="revision" value={String(view.revision)} />
            <input type="hidden" name="back" value={back} />
            <div class="buttons">
              {view.space.reminders.some(isUndecidedOrWaiting) ? (
                <button name="verb" value="send-now">
                  Post the reminder now
                </button>
              ) : null}
              <button name="verb" value="cancel" class="deny">
                Cancel the open space
              </button>
            </div>
          </form>
        ) : null}
        <Timeline view={view} tweet={tweet} history={history} />
        <p class="links">
          {temporalUi === undefined ? null : (
            <a href={`${temporalUi.url}/namespaces/${temporalUi.namespace}/workflows/${workflow}`}>
              Its workflow in the Temporal UI
            </a>
          )}{' '}
          <a href={`/open-spaces/${id}`}>Its public page</a>
        </p>
      </>
    ),
  });
}

function ReminderEditor(props: {
  readonly reminder: Reminder;
  readonly view: OpenSpaceView;
  readonly config: Config;
  readonly back: string;
}): Markup | null {
  const { reminder, view, config, back } = props;
  const { timeZone } = view.space;
  const preview = previewOf(view.space, reminder, config);
  if (!isUndecidedOrWaiting(reminder) || !canGoOut(view.space, reminder)) return null;
  const date = reminder.sendAt === undefined ? '' : localDate(reminder.sendAt, timeZone);
  return (
    <section class="reminder" aria-labelledby={`reminder-${reminder.key}`}>
      <h2 id={`reminder-${reminder.key}`}>{capital(reminderName(reminder.key))}</h2>
      <p>{reminderWords(reminder, timeZone)}</p>
      <p class="preview">
        <span class="sr">Preview: </span>
        {preview}
      </p>
      <form method="post" action={back} class="verbs">
        <NoDefaultButton />
        <input type="hidden" name="revision" value={String(view.revision)} />
        <input type="hidden" name="back" value={back} />
        <input type="hidden" name="reminder" value={reminder.key} />
        <input type="hidden" name="date" value={date} />
        <Weighted
          name="text"
          id={`text-${reminder.key}`}
          label="Its text"
          value={reminder.text ?? (view.space.source === undefined ? config.manualReminderText : config.reminderText)}
          preview={preview}
        />
        <div class="pickers">
          <label>
            Goes out at
            <input
              type="time"
              name="time"
              value={reminder.sendAt === undefined ? '' : localTime(reminder.sendAt, timeZone)}
            />
          </label>
        </div>
        <div class="buttons">
          <button name="verb" value="reword">
            Save text and time
          </button>
          {reminder.state.status === 'approved' ? null : (
            <button name="verb" value="approve" class="approve">
              Approve this one
            </button>
          )}
          {reminder.state.status === 'denied' ? null : (
            <button name="verb" value="deny" class="deny">
              Deny this one
            </button>
          )}
        </div>
      </form>
    </section>
  );
}

const doorWords = {
  slack: 'in Slack',
  api: 'through the API',
  web: 'on these pages',
  temporal: 'in Temporal',
  x: 'on X',
  bot: 'by itself',
} as const;

function Timeline(props: {
  readonly view: OpenSpaceView;
  readonly tweet: TweetDoc | null;
  readonly history: readonly AuditEntry[];
}): Markup {
  const { view, tweet, history } = props;
  const zone = view.space.timeZone;
  const events = [
    ...(tweet === null ? [] : [{ at: tweet.postedAt, words: 'tweeted', who: `@${tweet.author.username} on X` }]),
    { at: view.openedAt, words: 'opened', who: tweet === null ? 'by hand' : 'the bot' },
    ...history.map((entry) => ({
      at: entry.at,
      words: auditWords(entry, zone),
      who: entry.by.door === 'bot' ? 'the bot' : `${entry.by.name} ${doorWords[entry.by.door]}`,
    })),
    ...view.space.reminders.flatMap(({ state, key }) =>
      state.status === 'sent'
        ? [{ at: new Date(state.at), words: `${reminderName(key)} went out`, who: 'the bot' }]
        : [],
    ),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">What happened</h2>
      <ol class="timeline">
        {events.map(({ at, words, who }) => (
          <li>
            <time datetime={at.toISOString()}>{localDayAndTime(at.getTime(), zone)}</time> <b>{words}</b>{' '}
            <span class="who">{who}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
