import type { RoomMatch } from './listed-rooms.ts';
import { after, before, DAY, MASK, markStretches, NAME, ROOM, TIME, wordsOf, type Page } from './marked-text.ts';

/** A name or number of the list whose use decides whether it is the place. */
export interface SettledRoom extends RoomMatch {
  readonly doubt?: string;
}

const PREPOSITION =
  /(?:\b(?:in|at|im|inside|into|to|near|by|outside|from|dans|en|na|no|ao|au|chez|over at|behind|before|opposite|auf|vor|am|sur|sous|beim|unter|del|pelo|pela|nos|nas|en la|onto|on|via|around|where|place|venue|location|room|ort|treffpunkt|meeting point|meet|rdv|rendez-vous|see you|lugar|local|lieu)|@|→|>|:)[\s:]{0,3}(?:the |der |die |das |dem |den |la |le |el |les |los |lo |l'|#)?$/u;
const OPEN_LEFT = new RegExp(
  `(?:^|[\\n,;:|/()\\[>→•"!?.*=&+~@-]|[${TIME}${DAY}${ROOM}${MASK}]|[\\u0080-\\ue003\\ue005-\\uffff])\\s*(?:the |der |die |das |la |le |el )?$`,
  'u',
);
const OPEN_RIGHT = new RegExp(
  `^\\s*(?:$|[\\n,;:|/()\\]<>→•"!?.*=&+~@#-]|[${TIME}${DAY}${ROOM}${MASK}]|[\\u0080-\\ue003\\ue005-\\uffff]|(?:at|in|on|um|a las|as|for|with|from|till|until|by|and|or|w/|now|right|starting|room|ab|de|mit|con|com|avec|if|is|we|while|because|again|to talk|to discuss|bring|come|all|instead|straight|after|before|starting|starts|tonight|today|tomorrow|was|were|has|had|seems|looks|fits|holds|hosts|seats|gets|goes|takes|needs|smells|pour|para|por|und|y|fur|zum)\\b)`,
  'u',
);
const BESIDE_LEFT = new RegExp(`[${TIME}${DAY}]\\s*(?:[-,/|@·:]\\s*)?(?:the )?$`, 'u');
const BESIDE_RIGHT = new RegExp(`^\\s*(?:[-,/|@·:(]\\s*)?(?:at |from |um |@ ?|a las |as |ab |à )?[${TIME}${DAY}]`, 'u');
const AFTER_ROOM = new RegExp(`[${ROOM}${NAME}]\\s*(?:or|and|&|/|,|\\+|o|y|e|oder|und|vs\\.?|ou|et|->?|→)\\s*$`, 'u');
const SOMETHING_ELSE =
  /^(?:'s\b|[-'][a-z]| ?(?:road|street|st\.|rd|ave|avenue|law|foundation|college|university|station|park|square|bridge|films|effect|function|scattering|institute|award|prize)\b)/u;
const ELSEWHERE =
  /\b(?:hotel|hilton|marriott|sheraton|hyatt|doubletree|airport|standard|python|rust|django|my|your|our own|a|an|this|public|js|css|c|another)\s*$/u;
const UNIT =
  /^ ?-?(?:m|h|s|k|x|%|am|pm|min|mins|minutes?|hours?|hrs?|days?|weeks?|months?|years?|seconds?|secs?|sec|people|ppl|folks|of|languages|lines|countries|steps|[a-z]+s)\b/u;

const VERB_GOES_ON =
  /^ (?:your|my|the|a|an|our|their|his|her|its|it|them|us|around|about|away|down|up|politics|or less|chair|music|code|files?|wear)\b/u;

/** A following capital makes another name of it: `Abbey Road`, `Moore Foundation`. */
function continuesName(page: Page, match: RoomMatch): boolean {
  const rest = page.original.slice(page.to[match.to - 1] ?? 0);
  return /^ [A-Z][a-z]/u.test(rest) && /^ [a-z]/u.test(after(page, match.to, 3));
}

function settleName(page: Page, match: RoomMatch): SettledRoom | undefined {
  const [left, right] = [before(page, match.from), after(page, match.to)];
  if (SOMETHING_ELSE.test(right) || ELSEWHERE.test(left)) return undefined;
  const capital = /^[^a-z]/u.test(wordsOf(page, match));
  const verb = /\b(?:to|can't|cannot|will|let's|lets|we|i|you|they|don't|just|and) $/u.test(left) && !capital;
  const beside = (BESIDE_LEFT.test(left) || BESIDE_RIGHT.test(right)) && !verb;
  if (continuesName(page, match) && !BESIDE_LEFT.test(left)) return undefined;
  const placed = PREPOSITION.test(left) && !verb && (capital || OPEN_RIGHT.test(right));
  const stands = OPEN_LEFT.test(left) && OPEN_RIGHT.test(right);
  if (beside || placed || stands || AFTER_ROOM.test(left)) return certainUnlessVague(page, match);
  // In small letters it may be the word itself; better a glance too many than a tweet lost.
  return capital || !(verb || match.pattern.vague || VERB_GOES_ON.test(right))
    ? { ...match, doubt: `“${wordsOf(page, match)}” may not be meant as the place` }
    : undefined;
}

function certainUnlessVague(page: Page, match: RoomMatch): SettledRoom {
  return match.pattern.vague ? { ...match, doubt: `“${wordsOf(page, match)}” may be another place` } : match;
}

function settleNumber(page: Page, match: RoomMatch, hasTimes: boolean): SettledRoom | undefined {
  const [left, right] = [before(page, match.from), after(page, match.to)];
  if (
    UNIT.test(right) &&
    !/^ (?:as|is|us|this|fits|holds|seats|has|was|gets|needs|smells|looks|sounds|feels)\b/u.test(right)
  )
    return undefined;
  const small = match.to - match.from < 3 && /^\d+$/u.test(page.plain.slice(match.from, match.to));
  const preposition =
    /(?:\b(?:in|im|inside|en|na|no|dans|near|outside|to|over in|now in)|[@→>]|@ )\s*(?:the |la |le |der |dem |el |#)?$/u.test(
      left,
    ) ||
    (/\bat (?:#)?$/u.test(left) && (hasTimes || !small));
  const followed = OPEN_RIGHT.test(right);
  if (AFTER_ROOM.test(left) && followed) return certainUnlessVague(page, match);
  // "22 or 23?" may ask for a room.
  if (small && /^ or \d/u.test(right) && OPEN_LEFT.test(left) && hasTimes)
    return { ...match, doubt: `“${wordsOf(page, match)}” may be a room` };
  if (small && !hasTimes) return undefined;
  const prefixed = preposition && (followed || (!small && /^ [a-z]/u.test(right)));
  if (prefixed) return certainUnlessVague(page, match);
  const beside = BESIDE_LEFT.test(left) || BESIDE_RIGHT.test(right);
  const stands = OPEN_LEFT.test(left) && followed && !/[-+]\s*$/u.test(left) && !/^\s*[-+]/u.test(right);
  if (left.endsWith(`${TIME} `) && /^ [a-z]/u.test(right)) return certainUnlessVague(page, match);
  if (beside && (stands || followed)) return certainUnlessVague(page, match);
  if (stands && hasTimes && !(small && /^\s*$/u.test(left))) return certainUnlessVague(page, match);
  return undefined;
}

/** Decides the numbers and codes that need a cue; those taken are marked. `hasTimes`: the tweet has an hour elsewhere. */
export function settleNumbers(page: Page, matches: readonly RoomMatch[], hasTimes: boolean): SettledRoom[] {
  const settled = matches
    .filter((match) => /[a-z0-9 -]/u.test(page.marked.charAt(match.from)))
    .map((match) => settleNumber(page, match, hasTimes))
    .filter((match) => match !== undefined);
  markStretches(page, settled, ROOM);
  return settled;
}

/** Decides the names that are words or surnames as well. */
export function settleNames(page: Page, matches: readonly RoomMatch[]): SettledRoom[] {
  return matches
    .filter((match) => page.marked.charAt(match.from) === NAME)
    .map((match) => settleName(page, match))
    .filter((match) => match !== undefined);
}
