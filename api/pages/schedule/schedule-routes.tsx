import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { localDayAndTime } from '../../../core/local-time.ts';
import type { ApiContext } from '../../context.ts';
import { renderDocument } from '../document.tsx';
import type { Markup } from '../markup.ts';
import { messagePage } from '../message-page.tsx';
import type { Pulse } from '../pulse.ts';
import { parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { toCalendar } from './calendar.ts';
import { EventPage, eventShare } from './event-page.tsx';
import { PrintPage } from './print-page.tsx';
import { createProgramme, type Programme } from './programme.ts';
import { createRenderedPages } from './rendered.ts';
import { toJson } from './schedule-json.ts';
import { SchedulePage } from './schedule-page.tsx';
import { ScreenPage } from './screen-page.tsx';
import { wheresOf, type ScheduleView } from './selection.ts';

const querySchema = z.object({
  room: z.string().max(200).optional(),
  q: z.string().trim().max(100).optional(),
  screen: z.string().max(10).optional(),
  print: z.string().max(10).optional(),
});

const looks = {
  schedule: { page: SchedulePage, refresh: 60 },
  screen: { page: ScreenPage, refresh: 30 },
  print: { page: PrintPage, refresh: undefined },
} as const;

const types = {
  html: 'text/html; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const;

/** The page, with a note if it may be out of date. If a browser cannot renew a page, its script shows the note. */
function dated({ conference, seenAt }: Programme, now: number, page: Markup): Markup {
  const note = words.schedule.old(localDayAndTime(seenAt ?? now, conference.timeZone));
  return (
    <>
      <p class="old" role="status" data-note={note}>
        {seenAt === undefined ? '' : note}
      </p>
      {page}
    </>
  );
}

/** The public routes. */
export function createScheduleRoutes(context: ApiContext, pulse: Pulse): Hono {
  const { clock, publicUrl } = context;
  const app = new Hono();
  const programmeNow = createProgramme(context, pulse);
  const answer = createRenderedPages();
  const thisMinute = (): number => Math.floor(clock() / 60_000) * 60_000;

  app.get('/', async (c) => {
    const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
    const programme = await programmeNow();
    const where = query.room === '' ? undefined : query.room;
    const q = query.q === '' ? undefined : query.q;
    if (where !== undefined && !wheresOf(programme).includes(where)) {
      return messagePage(c, 404, words.schedule.noSuchRoom, words.schedule.noSuchRoomHint);
    }
    const look = query.screen !== undefined ? 'screen' : query.print !== undefined ? 'print' : 'schedule';
    const now = thisMinute();
    const view: ScheduleView = {
      programme,
      now,
      publicUrl,
      ...(where === undefined ? {} : { where }),
      ...(q === undefined ? {} : { q }),
    };
    const { page, refresh } = looks[look];
    const { name } = programme.conference;
    return answer(c, programme, now, {
      key: q === undefined ? `${look} ${where ?? ''}` : undefined,
      type: types.html,
      render: () =>
        renderDocument({
          title: words.tab[look]({ conference: name, where, q }),
          look,
          ...(refresh === undefined ? {} : { refresh }),
          share: {
            title: words.event.site(name),
            description: words.schedule.share,
            url: `${publicUrl}/`,
            site: name,
            publicUrl,
          },
          children: dated(programme, now, page(view)),
        }),
    });
  });

  const findOne = ({ openSpaces }: Programme, id: string) => openSpaces.find((one) => one.id === id);
  const notThere = (c: Context) => messagePage(c, 404, words.event.notThere, words.event.notThereHint);

  app.get('/open-spaces/:file{[\\w-]+\\.ics}', async (c) => {
    const programme = await programmeNow();
    const one = findOne(programme, c.req.param('file').slice(0, -'.ics'.length));
    if (one === undefined) return notThere(c);
    c.header('content-disposition', `attachment; filename="open-space-${one.id}.ics"`);
    return answer(c, programme, thisMinute(), {
      key: `ics ${one.id}`,
      type: types.ics,
      render: () => toCalendar({ ...programme, openSpaces: [one], withdrawn: [] }, publicUrl),
    });
  });

  app.get('/open-spaces/:id', async (c) => {
    const programme = await programmeNow();
    const one = findOne(programme, c.req.param('id'));
    if (one === undefined) return notThere(c);
    const event = { one, conference: programme.conference, publicUrl };
    const now = thisMinute();
    const share = eventShare(event);
    const title = `${share.title} · ${programme.conference.name}`;
    return answer(c, programme, now, {
      key: `event ${one.id}`,
      type: types.html,
      render: () => {
        const children = dated(programme, now, <EventPage {...event} />);
        return renderDocument({ title, look: 'schedule', share, children });
      },
    });
  });

  const forPrograms = (path: string, type: string, render: (programme: Programme, publicUrl: string) => string) =>
    app.get(path, async (c) => {
      const programme = await programmeNow();
      // Public data, so other sites' pages may read it too: no cookie is ever read here.
      c.header('access-control-allow-origin', '*');
      const wanted = { key: path, type, render: () => render(programme, publicUrl) };
      return answer(c, programme, thisMinute(), wanted);
    });
  forPrograms('/schedule.ics', types.ics, toCalendar);
  forPrograms('/schedule.json', types.json, toJson);

  return app;
}
