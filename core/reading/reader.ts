import type { Conference } from '../conference.ts';
import { createFinder } from './findings.ts';
import { shippedModel, type IntentModel } from './intent/model.ts';
import type { ReadableTweet, Reading } from './reading.ts';
import { judge } from './verdict.ts';

/**
 * Prepares the conference's rooms, days and zone once. The returned reader is pure: the same post always gives the same
 * reading, and it stores nothing about a post.
 * @param model The model that judges the intent; default: the one that was trained on all labelled posts.
 * @throws RangeError if the conference's zone or a date does not exist.
 */
export function createReader(
  conference: Conference,
  model: IntentModel = shippedModel,
): (tweet: ReadableTweet) => Reading {
  const find = createFinder(conference);
  return (tweet) => judge(find(tweet), model);
}
