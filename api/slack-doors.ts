import type { Doors as SlackDoors } from '../slack/doors.ts';
import type { Store } from '../store/store.ts';
import type { Doors } from './doors.ts';

/** More cannot be read on a phone, and Slack's Home takes 100 blocks. */
const mostOnHome = 40;

/** What the Slack app reaches of the bot: the same doors as the API's. */
export function openSlackDoors(store: Store, doors: Doors): SlackDoors {
  return {
    config: () => store.configs.current(),
    findOpenSpace: (id) => store.openSpaces.find(id),
    ask: (request) => doors.ask(request),
    async listOpen() {
      const { conference } = await store.configs.current();
      const status = ['needs_review', 'conflict', 'needs_action'] as const;
      return store.openSpaces.list(conference.id, { status }, mostOnHome);
    },
    enterByHand: (entry, by) => doors.enterByHand(entry, by),
  };
}
