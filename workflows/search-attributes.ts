import {
  defineSearchAttributeKey,
  SearchAttributeType,
  type SearchAttributePair,
  type SearchAttributeUpdatePair,
} from '@temporalio/common';
import { whereOf, type OpenSpace } from '../core/open-space.ts';
import { statusOf } from '../core/status.ts';
import { sentenceOf } from '../core/words.ts';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);

/** The columns that make the Temporal UI's list read like sentences; `npm run setup` registers them. */
export const attributeKeys = {
  openSpace: keyword('OpenSpace'),
  status: keyword('OpenSpaceStatus'),
  room: keyword('Room'),
  host: keyword('Host'),
  conference: keyword('Conference'),
  startsAt: defineSearchAttributeKey('StartsAt', SearchAttributeType.DATETIME),
} as const;

export const searchAttributeKeys = Object.values(attributeKeys);

/** All attributes of an open space, as they stand: what it does not have is emptied. */
export function searchAttributeUpdatesOf(space: OpenSpace): SearchAttributeUpdatePair[] {
  const { source, startAt } = space;
  return [
    { key: attributeKeys.openSpace, value: sentenceOf(space) },
    { key: attributeKeys.status, value: statusOf(space) },
    { key: attributeKeys.conference, value: space.conferenceId },
    { key: attributeKeys.room, value: whereOf(space) ?? null },
    { key: attributeKeys.host, value: source === undefined ? null : `@${source.host.username}` },
    { key: attributeKeys.startsAt, value: startAt === undefined ? null : new Date(startAt) },
  ];
}

/** The same for a start, where there is nothing to empty. */
export const searchAttributesOf = (space: OpenSpace): SearchAttributePair[] =>
  searchAttributeUpdatesOf(space).filter((pair): pair is SearchAttributePair => pair.value !== null);
