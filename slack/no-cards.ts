import type { CardDrawer } from './draw.ts';

/** Draws nothing. With SLACK=off, organisers decide on the pages and by the API. */
export const noCards: CardDrawer = {
  refusals: new Map(),
  beginTurn() {},
  draw: () => Promise.resolve({ kind: 'drawn' }),
  drawDigest: () => Promise.resolve({ kind: 'drawn' }),
  tell: async (_key, _news, _config, onTold) => {
    await onTold?.();
    return { kind: 'drawn' };
  },
  tellPerson: () => Promise.resolve({ kind: 'drawn' }),
};
