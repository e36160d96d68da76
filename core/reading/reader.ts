import type { Conference } from '../conference.ts';
import { createFinder } from './findings.ts';
import { shippedModel, type IntentModel } from './intent/model.ts';
import type { ReadableTweet, Reading } from './reading.ts';
import { judge } from './verdict.ts';

/**
 * Compiles the conference's rooms, days and zone once. The reader it returns is pure: the same post always gives the
 * same reading, and nothing of a post is kept.
 * @param model What judges the intent; by default the one that was trained on all labelled posts.
 * @throws RangeError when the conference's zone or a date does not exist.
 */
export function createReader(
  conference: Conference,
  model: IntentModel = shippedModel,
): (tweet: ReadableTweet) => Reading {
  const find = createFinder(conference);
  return (tweet) => judge(find(tweet), model);
}
