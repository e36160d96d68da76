import type { Config } from '../core/config.ts';
import type { Card, OpenSpaceView } from '../store/open-spaces.ts';

/** The channels that cards stand in, by the config's names. */
export type CardRole = keyof Config['slackChannels'];

/** Where the open space's card with its buttons belongs; what stands elsewhere is a line that points there. */
export function roleOf(view: Pick<OpenSpaceView, 'space' | 'cards'>): CardRole {
  const { standing } = view.space;
  const has = (role: CardRole): boolean => cardIn(view, role) !== undefined;
  switch (standing.status) {
    case 'needs_review':
      return 'needReview';
    case 'conflict':
      return 'eventConflict';
    case 'scheduled':
    case 'cancelled':
      return 'outgoingTweets';
    case 'dismissed':
      return !has('needReview') && has('eventConflict') ? 'eventConflict' : 'needReview';
    case 'over':
      return standing.was === 'conflict' ? 'eventConflict' : 'needReview';
  }
}

/** The message that plays the role: the newest, where somebody deleted one before it. */
export function cardIn(view: Pick<OpenSpaceView, 'cards'>, role: CardRole): Card | undefined {
  return view.cards?.findLast((card) => card.role === role);
}

export const cardRoles = ['needReview', 'eventConflict', 'outgoingTweets'] as const satisfies readonly CardRole[];
