import { z } from 'zod';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { zoneName } from '../../../core/local-time.ts';
import type { ApiContext } from '../../context.ts';
import { formOf, parsePairs } from '../query.ts';
import { seen } from './decisions.ts';
import { tellNext } from './flash.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { Pickers, readPickers } from './where-when.tsx';

const text = (max: number) => z.string().trim().max(max).default('');

const entrySchema = z.object({
  title: text(200),
  tweetUrl: text(300),
  note: text(1000),
  room: text(80),
  place: text(80),
  date: text(10),
  time: text(5),
});

type EntryForm = z.output<typeof entrySchema>;

const blank: EntryForm = { title: '', tweetUrl: '', note: '', room: '', place: '', date: '', time: '' };

/** For what stands on the paper board, or was tweeted without the bot's words. */
export async function enterPage(
  c: AdminContext,
  context: ApiContext,
  entered: EntryForm = blank,
  problem?: string,
): Promise<Response> {
  const config = await context.store.configs.current();
  const { timeZone } = config.conference;
  const startAt = startOf(entered, timeZone);
  const status: ContentfulStatusCode = problem === undefined ? 200 : 422;
  return adminPage(c, context, {
    title: 'Enter by hand',
    place: '/admin/enter',
    status,
    children: (
      <form method="post" action="/admin/enter" class="verbs entry">
        {problem === undefined ? null : (
          <p class="said refused" role="alert">
            {problem}
          </p>
        )}
        <label>
          Title, as the reminder says it
          <input name="title" value={entered.title} maxlength={200} />
        </label>
        <label>
          Its tweet, where there is one
          <input
            type="url"
            name="tweetUrl"
            value={entered.tweetUrl}
            placeholder="https://x.com/name/status/123"
            maxlength={300}
          />
        </label>
        <Pickers
          config={config}
          picked={{ room: entered.room, place: entered.place || undefined, startAt }}
          scope="entry"
          withPlace
        />
        <p class="hint">
          Times are {zoneName(context.clock(), timeZone)} ({timeZone}). A place off the list is not checked for
          conflicts.
        </p>
        <label>
          Note for the other organisers
          <input name="note" value={entered.note} maxlength={1000} />
        </label>
        <div class="buttons">
          <button type="submit" class="approve">
            Enter it
          </button>
        </div>
      </form>
    ),
  });
}

function startOf(entered: EntryForm, timeZone: string): number | undefined {
  const where = readPickers({ date: entered.date, time: entered.time }, timeZone, {});
  return typeof where === 'string' ? undefined : where.startAt;
}

export async function enterRoute(c: AdminContext, context: ApiContext): Promise<Response> {
  const form = parsePairs(entrySchema, await formOf(c));
  const { conference } = await context.store.configs.current();
  const where = readPickers(form, conference.timeZone, {});
  if (typeof where === 'string') return enterPage(c, context, form, where);
  if (where.startAt === undefined) return enterPage(c, context, form, 'Pick a date and a time.');
  if (form.title === '' && form.tweetUrl === '') return enterPage(c, context, form, 'Give a title or a tweet.');
  const outcome = await context.openSpaces.enterByHand(
    {
      ...where,
      startAt: where.startAt,
      ...(form.title === '' ? {} : { title: form.title }),
      ...(form.tweetUrl === '' ? {} : { tweetUrl: form.tweetUrl }),
      ...(form.note === '' ? {} : { note: form.note }),
    },
    c.get('organiser'),
  );
  if (outcome.kind === 'refused') return enterPage(c, context, form, outcome.reason);
  await seen(context, outcome.id, 0);
  tellNext(c, context, { kind: 'done', words: 'Entered.' });
  return c.redirect(`/admin/open-spaces/${outcome.id}`, 303);
}
