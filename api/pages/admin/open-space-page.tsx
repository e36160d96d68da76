import { lookUpRelated } from '../../../activities/card-facts.ts';
import { longest } from '../../../core/verb-problem.ts';
import type { Config } from '../../../core/config.ts';
import { localDate, localDayAndTime, localTime } from '../../../core/local-time.ts';
import { canGoOut, isOff, titleOf } from '../../../core/open-space.ts';
import { possibleActions } from '../../../core/possible-actions.ts';
import { postIdOf } from '../../../core/posts-of.ts';
import { isOpen, type Reminder } from '../../../core/reminder.ts';
import { reminderTemplate } from '../../../core/reminder-text.ts';
import { undecidedCancellation } from '../../../core/undecided.ts';
import type { AuditEntry } from '../../../store/audit.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import { workflowUrl } from '../../../temporal/workflow-url.ts';
import { openSpaceWorkflowId } from '../../../workflows/messages.ts';
import { createShownTweets } from '../../../temporal/shown-views.ts';
import type { ApiContext } from '../../context.ts';
import { messagePage } from '../message-page.tsx';
import type { Markup } from '../markup.ts';
import { toPublic } from '../schedule/public-open-space.ts';
import { words } from '../words.ts';
import { Card } from './card.tsx';
import { adminPage, type AdminContext } from './frame.tsx';
import { OpenSpaceForm, VerbButton } from './open-space-form.tsx';
import { NoDefaultButton, previewOf } from './verbs.tsx';
import { Weighted } from './weighted.tsx';
import { auditWords, capital, headingOf, reminderName, reminderNameIn, reminderWords } from '../../../core/words.ts';

/** Everything about one open space: the possible actions, its reminders, and who did what through which door. */
export async function openSpacePage(c: AdminContext, context: ApiContext): Promise<Response> {
  const { store, openSpaces, clock, temporalUi } = context;
  const id = c.req.param('id') ?? '';
  const [view, history, config] = await Promise.all([
    openSpaces.find(id),
    store.audit.list({ openSpaceId: id }, 200),
    store.configs.current(),
  ]);
  if (view === null) return messagePage(c, 404, words.notFound, words.outcome.noSuch);
  const { space } = view;
  const tweet = await createShownTweets(store).find(postIdOf(space));
  // The decision whether to tell people about a cancellation is made on the card.
  const onCard = undecidedCancellation(space);
  const open = space.reminders.filter((one) => isOpen(one) && canGoOut(space, one) && one !== onCard);
  // The only reminder of an open space is not editable if it is denied: it will not be posted.
  const editable = open.length === 1 && open[0]?.state.status === 'denied' ? [] : open;
  const related = await lookUpRelated({ ...store, openSpaces }, [space], config);
  const back = `/admin/open-spaces/${id}`;
  return adminPage(c, context, {
    title: headingOf(space),
    place: '/admin/open-spaces',
    children: (
      <>
        <Card
          view={view}
          tweet={tweet ?? undefined}
          config={config}
          now={clock()}
          back={back}
          related={related.get(id)}
          on="own"
        />
        {possibleActions(space, clock()).length === 0 ? null : <TextsEditor view={view} back={back} />}
        {editable.map((reminder) => (
          <ReminderEditor
            reminder={reminder}
            view={view}
            config={config}
            now={clock()}
            back={back}
            isDecidedHere={editable.length > 1 || space.standing.status !== 'scheduled'}
          />
        ))}
        <Timeline view={view} tweet={tweet} history={history} />
        <p class="links">
          {temporalUi === undefined ? null : (
            <a href={workflowUrl(temporalUi, openSpaceWorkflowId(view.conferenceId, id))}>{words.openSpace.workflow}</a>
          )}{' '}
          {toPublic(view, tweet ?? undefined, config) === undefined ? null : (
            <a href={`/open-spaces/${id}`}>{words.openSpace.publicPage}</a>
          )}
        </p>
      </>
    ),
  });
}

/** The form for the title, as in the schedule and the reminder, and for the organisers' note. */
function TextsEditor({ view, back }: { view: OpenSpaceView; back: string }): Markup {
  const { space } = view;
  // For a session that is off, only a reason can be added.
  const isReasonOnly = isOff(space);
  return (
    <OpenSpaceForm view={view} back={back} look="verbs entry texts">
      {isReasonOnly ? null : (
        <div class="field">
          <label for="title">{words.openSpace.title}</label>
          <input name="title" id="title" value={titleOf(space) ?? ''} maxlength={longest.title} />
        </div>
      )}
      <div class="field">
        <label for="note">{isReasonOnly ? words.openSpace.why : words.openSpace.note}</label>
        <input name="note" id="note" value={space.note ?? ''} maxlength={longest.note} />
      </div>
      <div class="buttons">
        <VerbButton verb="rename" words={isReasonOnly ? words.verbs.addReason : words.openSpace.saveTitle} />
      </div>
    </OpenSpaceForm>
  );
}

function ReminderEditor(props: {
  readonly reminder: Reminder;
  readonly view: OpenSpaceView;
  readonly config: Config;
  readonly now: number;
  readonly back: string;
  /** False for a single reminder: it is decided with its open space, on the card. */
  readonly isDecidedHere: boolean;
}): Markup {
  const { reminder, view, config, now, back, isDecidedHere } = props;
  const { timeZone } = view.space;
  // For a session that is off, the post that says so can only be posted or denied, not changed.
  const isWorded = !isOff(view.space);
  const preview = previewOf(view.space, reminder, config);
  const date = reminder.sendAt === undefined ? '' : localDate(reminder.sendAt, timeZone);
  return (
    <section class="reminder" aria-labelledby={`reminder-${reminder.key}`}>
      <h2 id={`reminder-${reminder.key}`}>{capital(reminderName(reminder.key))}</h2>
      <p>{reminderWords(reminder, view.space, now)}</p>
      <p class="preview">
        <span class="sr">{words.openSpace.preview}</span>
        {preview}
      </p>
      <OpenSpaceForm view={view} reminder={reminder.key} back={back} look="verbs">
        {isWorded ? (
          <>
            <NoDefaultButton />
            <Weighted
              name="text"
              id={`text-${reminder.key}`}
              label={words.openSpace.text}
              value={reminderTemplate(view.space, reminder.key, config)}
              hasPost={view.space.source !== undefined}
              preview={preview}
            />
            <div class="pickers">
              <label>
                {words.openSpace.goesOutOn}
                <input type="date" name="date" value={date} required={date !== ''} />
              </label>
              <label>
                {words.openSpace.goesOutAt}
                <input
                  type="time"
                  name="time"
                  value={reminder.sendAt === undefined ? '' : localTime(reminder.sendAt, timeZone)}
                />
              </label>
            </div>
          </>
        ) : null}
        <div class="buttons">
          {isWorded ? <VerbButton verb="reword" words={words.openSpace.saveText} /> : null}
          {isDecidedHere && reminder.state.status !== 'approved' ? (
            <VerbButton verb="approve" words={words.openSpace.approveOne} look="approve" />
          ) : null}
          {isDecidedHere && reminder.state.status !== 'denied' ? (
            <VerbButton verb="deny" words={words.openSpace.denyOne} look="deny" />
          ) : null}
        </div>
      </OpenSpaceForm>
    </section>
  );
}

function Timeline(props: {
  readonly view: OpenSpaceView;
  readonly tweet: TweetDoc | null;
  readonly history: readonly AuditEntry[];
}): Markup {
  const { view, tweet, history } = props;
  const zone = view.space.timeZone;
  const own = words.openSpace;
  const events = [
    // A later version of the post is an edit, which is in the audit.
    ...(tweet === null
      ? []
      : [
          {
            at: earlier(tweet.postedAt, new Date(view.space.openedAt)),
            what: own.posted,
            who: own.onX(tweet.author.username),
          },
        ]),
    ...history.map((entry) => ({
      at: entry.at,
      what: auditWords(entry, zone),
      who: entry.by.door === 'bot' ? own.theBot : `${entry.by.name} ${own.doors[entry.by.door]}`,
    })),
    ...view.space.reminders.flatMap(({ state, key }) =>
      state.status === 'sent'
        ? [{ at: new Date(state.at), what: own.sent(reminderNameIn(view.space, key)), who: '' }]
        : [],
    ),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{own.history}</h2>
      <ol class="timeline">
        {events.map(({ at, what, who }) => (
          <li>
            <time datetime={at.toISOString()}>{localDayAndTime(at.getTime(), zone)}</time> <b>{what}</b>
            {who === '' ? null : <span class="who"> · {who}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);
