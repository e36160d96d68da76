import type { ApiContext } from '../../context.ts';
import type { Status } from '../../../core/status.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { Card, undecided } from './card.tsx';
import { deadlineOf } from './deadline.ts';
import { OpenSpaceTable } from './open-space-table.tsx';

/** What nobody can decide on, but somebody should know of. */
const troubled: readonly Status[] = ['unconfirmed', 'failed', 'missed'];
/** Shown at once; the rest follows as these are decided. */
const longestQueue = 60;

/** What waits for a decision, the most urgent first. */
export async function queuePage(c: AdminContext, context: ApiContext): Promise<Response> {
  const { store, clock } = context;
  const config = await store.configs.current();
  const now = clock();
  const [waiting, trouble] = await Promise.all([
    store.openSpaces.list(config.conference.id, { status: undecided }, 1000),
    store.openSpaces.list(config.conference.id, { status: troubled, from: new Date(now - 86_400_000) }, 20),
  ]);
  const sorted = waiting.toSorted((a, b) => deadlineOf(a.space, now) - deadlineOf(b.space, now));
  const shown = sorted.slice(0, longestQueue);
  const tweets = await store.tweets.findMany([...shown, ...trouble].map((view) => view._id));
  return adminPage(c, context, {
    title: sorted.length === 0 ? 'Nothing to decide' : `${sorted.length} to decide`,
    place: '/admin',
    children: (
      <>
        {config.paused ? (
          <p class="said refused">Posting is paused: nothing goes out until it is resumed in the config.</p>
        ) : null}
        {config.output === 'live' ? null : <p class="hint">Output is “slack_only”: reminders are not posted on X.</p>}
        {sorted.length === 0 ? (
          <p class="empty">Everything is decided. What comes next appears here by itself.</p>
        ) : (
          <p class="hint keys">
            <label>
              <input type="checkbox" id="keys" /> Keys: <kbd>j</kbd> next, <kbd>k</kbd> previous, <kbd>a</kbd> approve,{' '}
              <kbd>d</kbd> deny
            </label>
          </p>
        )}
        <div class="queue" data-keyed>
          {shown.map((view) => (
            <Card view={view} tweet={tweets.get(view._id)} config={config} now={now} back="/admin" />
          ))}
        </div>
        {sorted.length > shown.length ? (
          <p class="hint">{sorted.length - shown.length} more come after these.</p>
        ) : null}
        {trouble.length === 0 ? null : (
          <section aria-labelledby="trouble">
            <h2 id="trouble">Did not go out as planned, last 24 hours</h2>
            <OpenSpaceTable views={trouble} tweets={tweets} keywords={config.keywords} />
          </section>
        )}
      </>
    ),
  });
}
