import type { Config } from './config.ts';
import { listedRoom } from './listed-room.ts';
import type { OpenSpace } from './open-space.ts';
import { textProblem } from './reminder-text.ts';
import type { Verb } from './request.ts';
import { refusalWords } from './words.ts';

/**
 * Why a config does not allow what is asked: a room that is not listed, or not by its listed name, by which lists look
 * for it; or a wording that X would not take.
 */
export function verbProblem(verb: Verb, space: OpenSpace, { conference }: Config): string | undefined {
  const { room, text } = { room: undefined, text: undefined, ...verb };
  const problem = text === undefined ? undefined : textProblem(space, text);
  if (problem !== undefined || room === undefined) return problem;
  const listed = listedRoom(room, conference.rooms);
  if (listed === undefined) return refusalWords.unlisted(room);
  return listed === room ? undefined : refusalWords.listedAs(room, listed);
}
