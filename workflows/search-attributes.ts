import {
  defineSearchAttributeKey,
  SearchAttributeType,
  type SearchAttributePair,
  type SearchAttributeUpdatePair,
} from '@temporalio/common';
import { whereOf, type OpenSpace } from '../core/open-space.ts';
import { statusOf } from '../core/status.ts';
import { sentenceOf } from '../core/words.ts';

/** The columns that make the Temporal UI's list read like sentences; `npm run setup` registers them. */
export const openSpaceKey = defineSearchAttributeKey('OpenSpace', SearchAttributeType.KEYWORD);
export const openSpaceStatusKey = defineSearchAttributeKey('OpenSpaceStatus', SearchAttributeType.KEYWORD);
export const roomKey = defineSearchAttributeKey('Room', SearchAttributeType.KEYWORD);
export const hostKey = defineSearchAttributeKey('Host', SearchAttributeType.KEYWORD);
export const conferenceKey = defineSearchAttributeKey('Conference', SearchAttributeType.KEYWORD);
export const startsAtKey = defineSearchAttributeKey('StartsAt', SearchAttributeType.DATETIME);

export const searchAttributeKeys = [
  openSpaceKey,
  openSpaceStatusKey,
  roomKey,
  hostKey,
  conferenceKey,
  startsAtKey,
] as const;

/** All attributes of an open space, as they stand. */
export function searchAttributesOf(space: OpenSpace): SearchAttributePair[] {
  const where = whereOf(space);
  return [
    { key: openSpaceKey, value: sentenceOf(space) },
    { key: openSpaceStatusKey, value: statusOf(space) },
    { key: conferenceKey, value: space.conferenceId },
    ...(where === undefined ? [] : [{ key: roomKey, value: where }]),
    ...(space.source === undefined ? [] : [{ key: hostKey, value: `@${space.source.host.username}` }]),
    ...(space.startAt === undefined ? [] : [{ key: startsAtKey, value: new Date(space.startAt) }]),
  ];
}

/** The same for an update: what an open space no longer has is emptied. */
export function searchAttributeUpdatesOf(space: OpenSpace): SearchAttributeUpdatePair[] {
  return [
    ...searchAttributesOf(space),
    ...(whereOf(space) === undefined ? [{ key: roomKey, value: null }] : []),
    ...(space.startAt === undefined ? [{ key: startsAtKey, value: null }] : []),
  ];
}
