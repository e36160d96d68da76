/** X's prices in US dollars, pay-per-use, 2026-08 (docs.x.com, pricing). For estimates: only X's bill counts. */
export const prices = {
  postWithLink: 0.2,
  post: 0.015,
  /** A reply to somebody who mentioned the account. */
  summonedReply: 0.01,
  /** Reading one post of somebody else. */
  read: 0.005,
  ownRead: 0.001,
} as const;
