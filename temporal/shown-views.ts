import type { Conflict } from '../core/conflict.ts';
import { presentName } from '../core/listed-room.ts';
import { newNamesOf, withNewAuthor, withNewNames } from '../core/new-names.ts';
import { inPresentRooms } from '../core/present-room.ts';
import { nameOf, takenWords } from '../core/words.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { Store } from '../store/store.ts';
import type { TweetDoc } from '../store/tweets.ts';

/**
 * Views for people, with the names that rooms and hosts have now. Code that decides reads the store itself, because the
 * rules compare the names under which rooms were booked.
 */
export function createShownViews({ openSpaces, configs, users }: Pick<Store, 'openSpaces' | 'configs' | 'users'>) {
  const present = async (views: readonly OpenSpaceView[]): Promise<OpenSpaceView[]> => {
    const [config, renamed] = await Promise.all([configs.current(), users.listRenamed()]);
    const names = newNamesOf(renamed);
    const shown = inPresentRooms(views, config.conference.rooms);
    return shown.map((view) => ({ ...view, space: withNewNames(view.space, names) }));
  };

  const find = async (id: string): Promise<OpenSpaceView | null> => {
    const view = await openSpaces.find(id);
    return view === null ? null : ((await present([view]))[0] ?? null);
  };

  return {
    find,
    findMany: async (ids: readonly string[]) => present(await openSpaces.findMany(ids)),
    list: async (...asked: Parameters<typeof openSpaces.list>) => present(await openSpaces.list(...asked)),

    /** Why a taken room is refused: names the session that holds it. */
    async refusalOfTaken(stored: Conflict): Promise<{ readonly reason: string; readonly taken: Conflict }> {
      const [{ conference }, holder] = await Promise.all([configs.current(), find(stored.openSpaceId)]);
      const taken = { ...stored, room: presentName(stored.room, conference.rooms) };
      return { reason: takenWords(taken, holder === null ? undefined : nameOf(holder.space)), taken };
    },
  };
}

/** Posts for people: with the names that their authors have now. */
export function createShownTweets({ tweets, users }: Pick<Store, 'tweets' | 'users'>) {
  const names = async () => newNamesOf(await users.listRenamed());
  const present = async (tweet: TweetDoc | null) => tweet && withNewAuthor(tweet, await names());

  return {
    find: async (id: string) => present(await tweets.find(id)),
    findVersion: async (id: string) => present(await tweets.findVersion(id)),
    findMany: async (ids: readonly string[]) => {
      const [found, newNames] = await Promise.all([tweets.findMany(ids), names()]);
      return new Map([...found].map(([id, tweet]) => [id, withNewAuthor(tweet, newNames)]));
    },
    list: async (...asked: Parameters<typeof tweets.list>) => {
      const [found, newNames] = await Promise.all([tweets.list(...asked), names()]);
      return found.map((tweet) => withNewAuthor(tweet, newNames));
    },
  };
}
