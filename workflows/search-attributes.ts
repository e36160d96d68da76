import {
  defineSearchAttributeKey,
  SearchAttributeType,
  type SearchAttributePair,
  type SearchAttributeUpdatePair,
} from '@temporalio/common';
import { listed } from '../core/cut.ts';
import { whereOf, type OpenSpace } from '../core/open-space.ts';
import { statusOf } from '../core/status.ts';
import { sentenceOf } from '../core/words.ts';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);

/** The columns of the Temporal UI's list; `npm run setup` registers them. */
export const attributeKeys = {
  openSpace: keyword('OpenSpace'),
  status: keyword('OpenSpaceStatus'),
  room: keyword('Room'),
  host: keyword('Host'),
  conference: keyword('Conference'),
  startsAt: defineSearchAttributeKey('StartsAt', SearchAttributeType.DATETIME),
} as const;

export const searchAttributeKeys = Object.values(attributeKeys);

/** All attributes of an open space; an attribute without a value is emptied. */
export function searchAttributeUpdatesOf(space: OpenSpace): SearchAttributeUpdatePair[] {
  const { source, startAt } = space;
  const where = whereOf(space);
  return [
    { key: attributeKeys.openSpace, value: listed(sentenceOf(space)) },
    { key: attributeKeys.status, value: statusOf(space) },
    { key: attributeKeys.conference, value: space.conferenceId },
    { key: attributeKeys.room, value: where === undefined ? null : listed(where) },
    { key: attributeKeys.host, value: source === undefined ? null : listed(`@${source.host.username}`) },
    { key: attributeKeys.startsAt, value: startAt === undefined ? null : new Date(startAt) },
  ];
}

/** The same for the start of a workflow, without empty attributes. */
export const searchAttributesOf = (space: OpenSpace): SearchAttributePair[] =>
  searchAttributeUpdatesOf(space).filter((pair): pair is SearchAttributePair => pair.value !== null);
