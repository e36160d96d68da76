import { inPresentRooms } from '../core/present-room.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { Store } from '../store/store.ts';

/**
 * Views for people, with the names that rooms have now. Code that decides reads the store itself, because the rules
 * compare the names under which rooms were booked.
 */
export function createShownViews({ openSpaces, configs }: Pick<Store, 'openSpaces' | 'configs'>) {
  const present = async (views: readonly OpenSpaceView[]): Promise<OpenSpaceView[]> =>
    inPresentRooms(views, (await configs.current()).conference.rooms);

  return {
    find: async (id: string): Promise<OpenSpaceView | null> => {
      const view = await openSpaces.find(id);
      return view === null ? null : ((await present([view]))[0] ?? null);
    },
    findMany: async (ids: readonly string[]) => present(await openSpaces.findMany(ids)),
    list: async (...asked: Parameters<typeof openSpaces.list>) => present(await openSpaces.list(...asked)),
  };
}
