import { weekdayOf, wallClock } from './calendar.ts';
import { doubtsOf, isNothing } from './doubts.ts';
import type { Findings } from './findings.ts';
import { wordsOfFeature } from './intent/feature-words.ts';
import { scoreIntent, type IntentModel, type WeighedFeature } from './intent/model.ts';
import { spanOf, type Stretch } from './marked-text.ts';
import type { Evidence, Intent, Reading, Reason, Verdict } from './reading.ts';
import { isSeldomLabelledScript } from './scripts.ts';
import { isSeldomLabelledLanguage } from './seldom-languages.ts';
import type { Zone } from './zone-offsets.ts';

const MOST_EVIDENCE = 8;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SEEMS: Readonly<Record<Intent, string>> = {
  announce: 'seems to be an announcement',
  move: 'seems to be a move',
  cancel: 'seems to be a cancellation',
  past: 'seems to be about something past',
  question: 'seems to be a question',
  spam: 'seems to be an advertisement',
  other: 'does not seem to be an announcement',
};

function localWords(zone: Zone, at: number): string {
  const { day, minute } = wallClock(zone, at);
  const date = new Date(day * 86_400_000);
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const city = zone.name.split('/').at(-1)?.replaceAll('_', ' ') ?? zone.name;
  const where = city === 'UTC' ? city : `${city} time`;
  return `${clock} on ${WEEKDAYS[weekdayOf(day)]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}, ${where}`;
}

/**
 * The features with the highest weights, as evidence. One phrase can be several features: beside the start, twice,
 * alone. Here it is one piece of evidence.
 */
function evidenceOf({ page }: Findings, features: readonly WeighedFeature[]): Evidence[] {
  const pieces: { said: string; words: Stretch | undefined; weight: number }[] = [];
  for (const { feature, weight, words } of features) {
    const said = wordsOfFeature(feature);
    const same = pieces.find(
      (piece) => piece.said === said && piece.words?.from === words?.from && piece.words?.to === words?.to,
    );
    if (same) same.weight += weight;
    else pieces.push({ said, words, weight });
  }
  return pieces
    .toSorted((one, other) => Math.abs(other.weight) - Math.abs(one.weight))
    .slice(0, MOST_EVIDENCE)
    .map(({ said, words, weight }) =>
      words ? { words: said, weight, span: spanOf(page, words) } : { words: said, weight },
    );
}

/** The words that gave each fact, and the reasons why a person is needed. */
function reasonsOf(
  findings: Findings,
  intent: Intent,
  against: Evidence | undefined,
  why: readonly string[],
): Reason[] {
  const { zone, rooms, starts } = findings;
  const seems: Reason = { about: 'intent', words: SEEMS[intent], ...(against?.span ? { span: against.span } : {}) };
  return [
    ...rooms.map((room): Reason => ({ about: 'room', words: `room ${room.name}`, span: room.span })),
    ...starts.flatMap((start): Reason[] => [
      { about: 'time', words: `${start.approximate ? 'about ' : ''}${localWords(zone, start.at)}`, span: start.time },
      ...(start.day ? [{ about: 'day' as const, words: 'the day', span: start.day }] : []),
      ...(start.zone ? [{ about: 'zone' as const, words: 'the zone', span: start.zone }] : []),
    ]),
    ...(intent === 'announce' ? [] : [seems]),
    ...why.map((words): Reason => ({ about: 'verdict', words: `review: ${words}` })),
  ];
}

/** The reading of a post: its findings, judged by the model and its thresholds. */
export function judge(findings: Findings, model: IntentModel): Reading {
  const { starts, rooms, hasOtherTimes } = findings;
  const nothing = isNothing(findings);
  if (nothing && !hasOtherTimes) {
    const reasons: Reason[] = [{ about: 'verdict', words: 'no room and no start' }];
    return { verdict: 'ignore', intent: 'other', confidence: 0, sure: false, evidence: [], starts, rooms, reasons };
  }
  const score = scoreIntent(model, findings, 2 * MOST_EVIDENCE);
  const { intent } = score;
  const changes = intent === 'move' || intent === 'cancel';
  if (nothing && !changes) {
    const reasons: Reason[] = [{ about: 'verdict', words: 'no room and no start' }];
    return { verdict: 'ignore', intent: 'other', confidence: 0, sure: false, evidence: [], starts, rooms, reasons };
  }
  const doubts = doubtsOf(findings);
  const why = intent === 'announce' ? doubts : [...doubts, SEEMS[intent]];
  const verdict: Verdict = why.length === 0 ? 'schedule' : 'review';
  const evidence = evidenceOf(findings, score.evidence);
  const against = evidence.find(({ weight, span }) => weight < 0 && span !== undefined);
  return {
    verdict,
    intent,
    confidence: starts.length === 1 && rooms.length === 1 ? score.confidence : 0,
    sure:
      verdict === 'schedule' &&
      score.confidence >= model.thresholds.sure &&
      !isSeldomLabelledScript(findings.page.marked) &&
      !isSeldomLabelledLanguage(findings.page),
    evidence,
    starts,
    rooms,
    reasons: reasonsOf(findings, intent, against, why),
  };
}
