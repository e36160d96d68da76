import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { Deps } from './deps.ts';

/** If more new cards wait, organisers first get one line about them: Slack takes about one message a second. */
export const digestOver = 25;
const batch = 10;
/** With many cards waiting, this many are drawn per second: about what Slack accepts in three channels. */
const cardsPerSecond = 3;
/** If many cards wait, this many are listed at once: enough for the time in which the list is used. */
const mostListed = 100;
const listedForMs = 20_000;
/**
 * In that time, cards with a decision of the last minute are asked for. The minute is longer than the list is used,
 * because a decision needs some time until it is stored, and clocks differ. Milliseconds.
 */
const justNowMs = 60_000;

/**
 * Finds the cards that are drawn next. Cards with a new decision come first: a person who has just pressed must not
 * wait for all new cards.
 *
 * SecantusDB reads all cards that wait, however few are asked for. So if many wait, their ids are kept for some
 * seconds.
 *
 * @returns a function that takes the cards that are put off, by their open space. With many cards waiting, it is called
 *   once a second. `isMany`: more than {@link digestOver} cards wait; `areManyNew`: so many new ones, because a card
 *   that only changes notifies nobody
 */
export function createWaitingCards({ store, clock, stopwatch }: Pick<Deps, 'store' | 'clock' | 'stopwatch'>) {
  let listed: readonly string[] = [];
  let listedAt = -Infinity;
  let areManyNew = false;

  return async (putOff: ReadonlyMap<string, unknown>) => {
    const list = async (decidedSince?: Date): Promise<OpenSpaceView[]> => {
      const views = await store.openSpaces.listStale(mostListed + putOff.size, decidedSince);
      return views.filter(({ _id }) => !putOff.has(_id));
    };
    const now = stopwatch();
    if (listed.length <= digestOver || now - listedAt > listedForMs) {
      const views = await list();
      [listed, listedAt] = [views.map(({ _id }) => _id), now];
      // New cards may wait behind all that are listed, for example after a change of the config.
      const isFew = views.length <= digestOver;
      areManyNew = !isFew && (await store.openSpaces.countNew(digestOver + 1, [...putOff.keys()])) > digestOver;
      if (isFew) return { views: views.slice(0, batch), isMany: false, areManyNew };
    }
    const decided = await list(new Date(clock() - justNowMs));
    const next = [...new Set([...decided.map(({ _id }) => _id), ...listed])].slice(0, cardsPerSecond);
    listed = listed.filter((id) => !next.includes(id));
    // Read again: since they were listed, they may have changed, or another worker's desk has drawn them.
    const views = await store.openSpaces.findMany(next);
    return { views: views.filter(({ stale }) => stale), isMany: true, areManyNew };
  };
}
