import type { OpenSpaceService } from '../temporal/open-space-service.ts';

/** What of the bot the Slack app reaches. Any of it may throw: nothing is decided then. */
export type SlackService = Pick<
  OpenSpaceService,
  | 'config'
  | 'find'
  | 'ask'
  | 'changeKnown'
  | 'take'
  | 'listUndecided'
  | 'listWaitingOf'
  | 'listUpcoming'
  | 'listShiftable'
  | 'shift'
  | 'enterByHand'
  | 'setIgnored'
  | 'setTrusted'
  | 'setPaused'
  | 'overview'
>;
