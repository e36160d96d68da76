import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { ApiContext } from '../../context.ts';
import { renderDocument } from '../document.tsx';
import { messagePage } from '../message-page.tsx';
import type { Pulse } from '../pulse.ts';
import { parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { toCalendar } from './calendar.ts';
import { EventPage, eventShare } from './event-page.tsx';
import { PrintPage } from './print-page.tsx';
import { createProgramme } from './programme.ts';
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

/** What everybody may see. */
export function createScheduleRoutes(context: ApiContext, pulse: Pulse): Hono {
  const { clock, publicUrl } = context;
  const app = new Hono();
  const programmeNow = createProgramme(context, pulse);
  const answer = createRenderedPages();

  app.get('/', async (c) => {
    const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
    const programme = await programmeNow();
    const where = query.room === '' ? undefined : query.room;
    const q = query.q === '' ? undefined : query.q;
    if (where !== undefined && !wheresOf(programme).includes(where)) {
      return messagePage(c, 404, words.schedule.noSuchRoom, words.schedule.noSuchRoomHint);
    }
    const look = query.screen !== undefined ? 'screen' : query.print !== undefined ? 'print' : 'schedule';
    const now = Math.floor(clock() / 60_000) * 60_000;
    const view: ScheduleView = {
      programme,
      now,
      publicUrl,
      ...(where === undefined ? {} : { where }),
      ...(q === undefined ? {} : { q }),
    };
    const { page, refresh } = looks[look];
    const { name } = programme.conference;
    return answer(c, {
      epoch: epochOf(programme.version, now),
      key: q === undefined ? `${look} ${where ?? ''}` : undefined,
      type: 'text/html; charset=utf-8',
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
          children: page(view),
        }),
    });
  });

  app.get('/open-spaces/:file{[\\w-]+\\.ics}', async (c) => {
    const programme = await programmeNow();
    const id = c.req.param('file').slice(0, -'.ics'.length);
    const one = programme.openSpaces.find((known) => known.id === id);
    if (one === undefined) return messagePage(c, 404, words.event.notThere, words.event.notThereHint);
    c.header('content-disposition', `attachment; filename="open-space-${one.id}.ics"`);
    return answer(c, {
      epoch: epochOf(programme.version, Math.floor(clock() / 60_000) * 60_000),
      key: `ics ${one.id}`,
      type: 'text/calendar; charset=utf-8',
      render: () => toCalendar({ ...programme, openSpaces: [one], withdrawn: [] }, publicUrl),
    });
  });

  app.get('/open-spaces/:id', async (c) => {
    const programme = await programmeNow();
    const one = programme.openSpaces.find(({ id }) => id === c.req.param('id'));
    if (one === undefined) {
      return messagePage(c, 404, words.event.notThere, words.event.notThereHint);
    }
    const event = { one, conference: programme.conference, publicUrl };
    const share = eventShare(event);
    return answer(c, {
      epoch: epochOf(programme.version, Math.floor(clock() / 60_000) * 60_000),
      key: `event ${one.id}`,
      type: 'text/html; charset=utf-8',
      render: () =>
        renderDocument({
          title: `${share.title} · ${programme.conference.name}`,
          look: 'schedule',
          share,
          children: <EventPage {...event} />,
        }),
    });
  });

  const machineReadable = async (c: Context, key: string, type: string, render: 'json' | 'ics'): Promise<Response> => {
    const programme = await programmeNow();
    // Public data for other sites' pages as well: no cookie is ever read here.
    c.header('access-control-allow-origin', '*');
    return answer(c, {
      epoch: epochOf(programme.version, Math.floor(clock() / 60_000) * 60_000),
      key,
      type,
      render: () => (render === 'ics' ? toCalendar(programme, publicUrl) : toJson(programme, publicUrl)),
    });
  };
  app.get('/schedule.ics', (c) => machineReadable(c, 'ics', 'text/calendar; charset=utf-8', 'ics'));
  app.get('/schedule.json', (c) => machineReadable(c, 'json', 'application/json; charset=utf-8', 'json'));

  return app;
}

const epochOf = (version: number, minute: number): string => `${version} ${minute}`;
