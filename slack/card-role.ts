import type { Config } from '../core/config.ts';
import type { Card, OpenSpaceView } from '../store/open-spaces.ts';

/** The channels of the cards, by their names in the config. */
export type CardRole = keyof Config['slackChannels'];

/** The channel role of the open space's card with its buttons. Its messages in other channels only point there. */
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

/** The message with this role. If somebody deleted a message and it was posted again, the newest one. */
export function cardIn(view: Pick<OpenSpaceView, 'cards'>, role: CardRole): Card | undefined {
  return view.cards?.findLast((card) => card.role === role);
}

export const cardRoles = ['needReview', 'eventConflict', 'outgoingTweets'] as const satisfies readonly CardRole[];
