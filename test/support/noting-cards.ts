import { noCards } from '../../slack/no-cards.ts';

/** Draws nothing. Whose card would be drawn comes into `drawn`, by the open space's id. */
export const notingCards = (drawn: string[]): typeof noCards => ({
  ...noCards,
  draw: async ({ view }) => {
    drawn.push(view._id);
    return { kind: 'drawn' };
  },
});
