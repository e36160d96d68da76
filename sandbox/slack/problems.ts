/** Collects the problems of a payload, each with the JSON pointer that Slack would name. */
import { isJson } from './state.ts';
import type { Json } from './state.ts';

export interface Place {
  readonly pointer: string;
  /** A place inside this one. */
  at(...steps: (string | number)[]): Place;
  say(message: string): void;
}

export function openProblems(root: string): { place: Place; found: string[] } {
  const found: string[] = [];
  const placeAt = (pointer: string): Place => ({
    pointer,
    at: (...steps) => placeAt([pointer, ...steps].join('/')),
    say: (message) => void found.push(`${message} [json-pointer:${pointer}]`),
  });
  return { place: placeAt(root), found };
}

/** Checks a required or optional string with a length limit in characters. */
export function checkString(owner: Json, field: string, limit: number, place: Place, required = false): void {
  const value = owner[field];
  if (value === undefined || value === null) {
    if (required) place.say(`missing required field: ${field}`);
  } else if (typeof value !== 'string') place.at(field).say('must be a string');
  else if (required && value === '') place.at(field).say('must be more than 0 characters');
  else if (value.length > limit) place.at(field).say(`must be less than ${limit + 1} characters`);
}

/** Checks a text object. @param kinds the allowed text types */
export function checkText(
  value: unknown,
  place: Place,
  limit: number,
  kinds: readonly string[] = ['plain_text', 'mrkdwn'],
): void {
  if (!isJson(value)) place.say('must be a text object');
  else if (typeof value['type'] !== 'string' || !kinds.includes(value['type'])) {
    place.at('type').say(`must be one of: ${kinds.join(', ')}`);
  } else checkString(value, 'text', limit, place, true);
}

export function checkPlain(owner: Json, field: string, limit: number, place: Place, required = false): void {
  if (owner[field] !== undefined) checkText(owner[field], place.at(field), limit, ['plain_text']);
  else if (required) place.say(`missing required field: ${field}`);
}

/** Checks a list with a size limit. Returns its objects, so that the caller can check each. */
export function checkList(value: unknown, place: Place, least: number, most: number): [Json, Place][] {
  if (!Array.isArray(value)) {
    place.say('must be an array');
    return [];
  }
  if (value.length < least) place.say(`no less than ${least} items allowed`);
  if (value.length > most) place.say(`no more than ${most} items allowed`);
  return value.flatMap((item: unknown, index): [Json, Place][] => {
    if (isJson(item)) return [[item, place.at(index)]];
    place.at(index).say('must be an object');
    return [];
  });
}
