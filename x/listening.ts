import type { ListenRequest } from '../activities/deps.ts';

/** What the two ways to listen need: the activity's request, and who the bot is. */
export interface ListenOptions extends ListenRequest {
  readonly botUsername: string;
}
