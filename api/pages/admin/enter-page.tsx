import { randomUUID } from 'node:crypto';
import { longest } from '../../../core/verb-problem.ts';
import { conferenceDays } from '../../../core/conference.ts';
import type { Config } from '../../../core/config.ts';
import { listedRoom } from '../../../core/listed-room.ts';
import { localDate } from '../../../core/local-time.ts';
import { isVisible } from '../../../core/visible.ts';
import { keptWords } from '../../../core/words.ts';
import type { ApiContext } from '../../context.ts';
import { formOf, parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { backWith } from './back.ts';
import { EntryPickers, entrySchema, TextField, type EntryForm, type EntryProblems } from './enter-fields.tsx';
import { adminPage, type AdminContext } from './frame.tsx';
import { readPickers } from './where-when.tsx';

const blank: Omit<EntryForm, 'key' | 'date'> = { title: '', tweetUrl: '', note: '', room: '', place: '', time: '' };

/** The form for sessions that are only on the paper board, or were tweeted without the bot's keywords. */
export async function enterPage(
  c: AdminContext,
  context: ApiContext,
  entered?: EntryForm,
  problems: EntryProblems = {},
): Promise<Response> {
  const config = await context.store.configs.current();
  const now = context.clock();
  const form = entered ?? { ...blank, key: randomUUID(), date: dayFor(config, now) };
  const isRefused = Object.keys(problems).length > 0;
  return adminPage(c, context, {
    title: words.enter.title,
    place: '/admin/enter',
    status: isRefused ? 422 : 200,
    children: (
      <form method="post" action="/admin/enter" class="verbs entry">
        {isRefused ? (
          <p class="said refused" role="alert">
            {problems.form ?? words.enter.notEntered}
          </p>
        ) : null}
        <input type="hidden" name="key" value={form.key} />
        <TextField
          name="title"
          label={words.enter.titleLabel}
          problem={problems.title}
          value={form.title}
          most={longest.title}
        />
        <EntryPickers config={config} entered={form} problems={problems} />
        <p class="hint">
          {words.zone(config.conference)} {words.enter.placeHint}
        </p>
        <TextField
          name="tweetUrl"
          label={words.enter.tweet}
          problem={problems.tweetUrl}
          value={form.tweetUrl}
          most={300}
          type="url"
          placeholder="https://x.com/name/status/123"
        />
        <TextField name="note" label={words.enter.note} problem={problems.note} value={form.note} most={longest.note} />
        <div class="buttons">
          <button type="submit" class="approve">
            {words.enter.submit}
          </button>
        </div>
      </form>
    ),
  });
}

/** Today during the conference, else its first day. */
function dayFor({ conference }: Config, now: number): string {
  const today = localDate(now, conference.timeZone);
  const days = conferenceDays(conference);
  return days.includes(today) ? today : (days.find((day) => day > today) ?? '');
}

export async function enterRoute(c: AdminContext, context: ApiContext): Promise<Response> {
  const form = parsePairs(entrySchema, await formOf(c));
  const config = await context.store.configs.current();
  const { where, startAt, problems } = readEntry(form, config, context.clock());
  if (startAt === undefined || Object.keys(problems).length > 0) return enterPage(c, context, form, problems);
  const outcome = await context.openSpaces.enterByHand(
    {
      ...where,
      startAt,
      ...(form.title === '' ? {} : { title: form.title }),
      ...(form.tweetUrl === '' ? {} : { tweetUrl: form.tweetUrl }),
      ...(form.note === '' ? {} : { note: form.note }),
    },
    c.get('organiser'),
    form.key === '' ? randomUUID() : form.key,
  );
  if (outcome.kind === 'refused') return enterPage(c, context, form, { [outcome.at ?? 'form']: outcome.reason });
  const said = outcome.isKept === true ? keptWords : words.enter.entered;
  const flash = { kind: 'done', words: said, openSpaceId: outcome.id } as const;
  return backWith(c, context, `/admin/open-spaces/${outcome.id}`, flash);
}

/** The entered values, and all problems with them. */
function readEntry(form: EntryForm, config: Config, now: number) {
  const problems: EntryProblems = {};
  const { date, time, room, place } = form;
  const start = { date, time };
  const picked = date === '' || time === '' ? words.enter.noStart : readPickers(start, config.conference.timeZone, {});
  const { startAt } = typeof picked === 'string' ? {} : picked;
  const where = { ...(room === '' ? {} : { room }), ...(place === '' ? {} : { place }) };
  if (typeof picked === 'string') problems[date === '' ? 'date' : 'time'] = picked;
  else if (startAt !== undefined && startAt <= now) problems.time = words.enter.past;
  if (!isVisible(form.title) && (form.title !== '' || form.tweetUrl === '')) problems.title = words.enter.noTitle;
  if (room === '' && place === '') problems.room = words.enter.noPlace;
  if (room !== '' && place !== '') problems.place = words.enter.bothPlaces;
  if (room !== '' && listedRoom(room, config.conference.rooms) === undefined) {
    problems.room = words.enter.unlisted(room);
  }
  return { where, startAt, problems };
}
