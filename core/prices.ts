/** X's prices in US dollars, pay-per-use, 2026-08 (docs.x.com, pricing). Estimates: X bills, not we. */
export const prices = {
  /** A post that carries a link. */
  postWithLink: 0.2,
  post: 0.015,
  /** A reply to somebody who mentioned the account. */
  summonedReply: 0.01,
  /** One post of others read. */
  read: 0.005,
  /** One of the bot's own posts read. */
  ownRead: 0.001,
} as const;
