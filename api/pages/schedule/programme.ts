import type { Conference } from '../../../core/conference.ts';
import type { ApiContext } from '../../context.ts';
import type { Pulse } from '../pulse.ts';
import { postIdOf } from '../../../core/posts-of.ts';
import { toPublic, toWithdrawn, type PublicOpenSpace, type WithdrawnOpenSpace } from './public-open-space.ts';

/** All data of the public pages, at one version. */
export interface Programme {
  /** Grows with every change. Rendered pages are cached by it. */
  readonly version: number;
  readonly conference: Conference;
  /** By start, then by room. */
  readonly openSpaces: readonly PublicOpenSpace[];
  /** Sessions that calendars must take off. */
  readonly withdrawn: readonly WithdrawnOpenSpace[];
  /** When it was last known to be right, epoch milliseconds; only if it cannot be read now. */
  readonly seenAt?: number;
}

/** More than any conference has had in a week. Further sessions are on the admin pages only. */
const longestProgramme = 10_000;

/** Reads the programme once per change, however many people look. While MongoDB is down, they get the last one. */
export function createProgramme(
  { store, openSpaces: service, log, clock }: Pick<ApiContext, 'store' | 'openSpaces' | 'log' | 'clock'>,
  pulse: Pulse,
): () => Promise<Programme> {
  let known: Programme | undefined;
  let seenAt = 0;
  let isOld = false;
  let reading: { version: number; programme: Promise<Programme> } | undefined;

  async function read(version: number): Promise<Programme> {
    const config = await store.configs.current();
    const views = await service.list(config.conference.id, {}, longestProgramme);
    const tweets = await store.tweets.findMany(views.map(({ space }) => postIdOf(space)));
    const openSpaces = views
      .map((view) => toPublic(view, tweets.get(postIdOf(view.space)), config))
      .filter((space) => space !== undefined)
      .toSorted((a, b) => a.startAt - b.startAt || a.where.localeCompare(b.where, 'en', { numeric: true }));
    const shown = new Set(openSpaces.map(({ id }) => id));
    const withdrawn = views
      .filter((view) => !shown.has(view._id))
      .map((view) => toWithdrawn(view, config))
      .filter((space) => space !== undefined);
    known = { version, conference: config.conference, openSpaces, withdrawn };
    return known;
  }

  async function newest(): Promise<Programme> {
    const version = await pulse.version();
    if (known?.version === version) return known;
    if (reading?.version !== version) {
      reading = { version, programme: read(version).finally(() => (reading = undefined)) };
    }
    return reading.programme;
  }

  return async () => {
    try {
      const programme = await newest();
      seenAt = clock();
      isOld = false;
      return programme;
    } catch (error) {
      if (known === undefined) throw error;
      const why = { error: error instanceof Error ? error.name : 'unknown' };
      if (!isOld) log.warn('the schedule is shown as it last was', why);
      isOld = true;
      return { ...known, seenAt };
    }
  };
}
