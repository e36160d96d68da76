/** Whether the clause with the hour is somebody's statement about a session, rather than a host's word or a line of a notice board. */
import { DAY, NAME, ROOM, TIME, type Stretch } from './page.ts';
import { slotSentencesOf } from './sentences.ts';

const MARK = `[${TIME}${DAY}${ROOM}${NAME}]`;

/** Titles and asides, whose verbs say nothing about the tweet. */
const QUOTED = /\([^()]{0,200}\)|"[^"]{0,200}"|(?<![a-z])'[^']{0,200}'(?![a-z])|“[^”]{0,200}”/gu;
const BETWEEN_CLAUSES = /[,:;|/•→>–—…&]| -{1,3} |\b(?:and|but|because|since|so)\b/u;

const STATES =
  /\b(?:i|i'd|i've|i'm|is|are|was|were|has|have|had|do|does|did|would|could|should|can|may|might|must|he|she|they|there's|that's|someone|somebody|nobody|everyone|got|get|gets|seems|looks|makes|made|said|says|thinks?|needs?|feels?|sounds|smells|wants?|deserves|went|took|takes)\b/u;

/** The host's own words: "we meet", "it's at 3 in B114", "I booked B114", "fight me". */
const HOSTS = new RegExp(
  `\\b(?:we|we're|we'll|we've|our|us|i'm (?:hosting|running|doing|giving|leading|holding|in|at)|i'll|i (?:do|booked|reserved|grabbed|snagged|scored|got|host|run)|let's|lets|come|join|bring|meet|meets|meeting|starts?|starting|begins?|hosting|host|you|your|welcome|drop|happens?|happening|takes place|kicks?|kicking|it's|it is|fight me|find me|mine|me|(?:is|are) (?:back |still )?on(?! [a-z]))\\b|${MARK} (?:is|are) (?:for|where|when|about|all about|open to)\\b|\\b(?:is|are|is now|are now) (?:at |in |on |around |from )?(?:the )?${MARK}`,
  'u',
);

/** The clause that names the hour and states something without a host's word. */
export function findStatement(text: string): Stretch | undefined {
  for (const sentence of slotSentencesOf(text)) {
    const clauses = sentence.text.replace(QUOTED, ' ').split(BETWEEN_CLAUSES);
    if (clauses.some((clause) => clause.includes(TIME) && STATES.test(clause) && !HOSTS.test(clause))) return sentence;
  }
  return undefined;
}
