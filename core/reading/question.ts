import { DAY, NAME, ROOM, TIME, type Stretch } from './page.ts';
import { sentencesOf } from './sentences.ts';

const HAS_ENTITY = new RegExp(`[${ROOM}${NAME}${TIME}${DAY}]`, 'u');
const LEAD = `^(?:[^a-z\\ue000-\\ue002\\ue005]|\\b(?:so|hey|hi|hello|ok|okay|um|hmm|and|but|also|wait|sorry|pls|please|quick question|question|help|anyway|folks|all|everyone|btw|fyi|q|rt|dear|oh|uh|psst|yo|well)\\b)*`;
/** An invitation in the form of a question. */
const INVITES = new RegExp(
  `${LEAD}(?:who(?:'s| is| are)? (?:up|in(?= ?[?!.,]|$)|joining|coming|bringing|wants?|wanna|fancies|needs|else (?:is|wants|likes|loves|hates|wanna)|would like|likes|loves|is (?:up|joining|coming))|who (?:hates|loves|misses|here)|anyone (?:up|want|wanna|fancy|interested|keen|else (?:want|into|up|love|hate|interested)|for\\b|into|in for|care|game|down)|anybody (?:up|want|interested|for)|wanna|want(?: to)?|fancy|care (?:to|for)|interested|up for|keen|ready|looking (?:for (?!a co-?host|a replacement|someone to|a note)|to)|feel like|feeling|need\\b|needs?|got (?:a|an|questions|opinions|feelings|legacy|ideas|data)|like\\b|love\\b|hate\\b|tired|sick of|curious|how about|what about|shall we|why not|struggling|stuck|nothing planned|new to|ever\\b|(?:do|did|have|are|can|would|could|will) you(?!.{0,40}(?:know|seen|tell me|confirm| please| pls| let us| save | turn | keep | still (?:doing|hosting|running|on\\b|around|in\\b|at\\b|meeting|planning|having|giving)))|does your|is your|are your|don't|haven't|still (?:using|on|writing|stuck)|bored|hungry|thinking about|confused|worried|scared|afraid|have (?:a|an|questions|opinions)|you (?:like|love|want|use|write|maintain|work)|maintainer|beginner|what if|can't (?:decide|sleep|get enough)|lust auf|wer (?:hat lust|kommt|will|mag|ist dabei|macht mit)|hast du|habt ihr|quien se|quien quiere|te gusta|quieres|queres|envie|qui (?:veut|vient|est partant)|ca vous|quem (?:quer|topa|vem|bora)|bora|alguem (?:quer|topa|a fim)|alguien (?:quiere|se apunta|se anima))`,
  'u',
);
const ASKS = new RegExp(
  `${LEAD}(?:who|what|when|where|which|why|how|whose|whats|wheres|is|isn't|are|aren't|was|were|wasn't|weren't|hasn't|didn't|do|does|did|doesn't|can|could|would|will|won't|has|have|should|am|any(?:one|body)|some(?:one|body)|wer|wo|wann|was|welche[rs]?|ist|gibt es|weiss|kann|kommt|quien|donde|cuando|que|cual|alguien|sabe|hay|esta|qui|ou|quand|quelle?|est-ce|c'est|savez|quelqu'un|quem|onde|quando|qual|alguem|tem|vai|cade)\\b`,
  'u',
);
const ALWAYS =
  /\b(?:does anyone know|do(?:es)? (?:any|some)(?:one|body) (?:know|have|got)|anyone (?:know|knows|got|have|has|taking|recording|actually|else going)|anybody (?:know|knows|got)|someone (?:know|tell)|can (?:some|any)(?:one|body) (?:tell|confirm|take|share|record|explain|save|cover|swap)|(?:pls|please|plz|can you) confirm|which room|what room|what time|where(?:'s| is| are)|when(?:'s| is| does)|how do i (?:get|find)|can't find|cannot find|couldn't find|still (?:on|happening|going|in)\b|how long is|how big is|swap (?:slots|rooms)|looking for (?:a |someone )?(?:co-?host|replacement|note ?taker|volunteer)|is (?:it|this|that|there|anyone|nobody|somebody|anybody)|are (?:we|they|there)|i thought|did (?:i|any|you|they|we|someone)|will there be|was that|is the|are the|alguien sabe|en que (?:sala|aula)|a que hora|weiss jemand|welcher raum|in welchem raum|wo ist|wann ist|quelle salle|a quelle heure|quelqu'un sait|qual sala|que horas|alguem sabe|onde (?:e|fica))\b|どこ|何時|ですか|でしょうか|ますか|それとも/u;
/** "B114 at 4pm is board games??": a statement that asks to be confirmed. */
const CONFIRM = new RegExp(`[${ROOM}${NAME}${TIME}${DAY}] (?:is|are|was|has|right|correct|yes|no)\\b`, 'u');
const LOOSE = /^(?:[^a-z]|\b(?:in|at|room|rm|or so|ish|maybe)\b)*$/u;

const OF_IT = new RegExp(
  `${LEAD}(?:did i|is (?:it|that|this)|are (?:we|they)|was|where|when|which|what (?:floor|time|room)|does (?:it|that)|can (?:i|we|you|some)|could (?:you|some)|do (?:i|we) (?:need|have)|will (?:it|there|this|that)|how (?:do|long|many)|am i|isn't|aren't|who)\\b`,
  'u',
);

/** A clause that asks for something about the room or hour, rather than names the topic: "– what do we take home?" */
const asksAbout = (clause: string): boolean =>
  ASKS.test(clause) && !INVITES.test(clause) && (HAS_ENTITY.test(clause) || OF_IT.test(clause));

/**
 * The sentence that makes the tweet a question to others. A question that invites ("Who's up for …?"), a rhetorical one without
 * room and time, and a loose hour ("3pm-ish?") make none. `replies`: it is said to one person, who is asked rather than invited.
 */
export function findQuestion(text: string, replies = false): Stretch | undefined {
  for (const sentence of sentencesOf(text)) {
    const touches = HAS_ENTITY.test(sentence.text);
    const asked = sentence.asks || /\bpls confirm|どこ|何時|ですか|それとも/u.test(sentence.text);
    if (replies && asked && touches) return sentence;
    if (INVITES.test(sentence.text)) continue;
    if (
      ALWAYS.test(sentence.text) &&
      ((asked && touches) ||
        /\b(?:anyone know|which room|what room|can't find|i thought|pls confirm|please confirm|how long is|how big is|how do i (?:get|find)|where(?:'s| is) (?:the|my)|when(?:'s| is) (?:the|my)|what time (?:is|does)|who(?:'s| is) (?:hosting|running)|swap (?:slots|rooms)|take over my|looking for (?:a |someone )?(?:co-?host|replacement|note ?taker|volunteer)|alguien sabe|weiss jemand|alguem sabe)\b|どこ|何時/u.test(
          sentence.text,
        ))
    )
      return sentence;
    if (!asked || !touches || LOOSE.test(sentence.text)) continue;
    const clauses = sentence.text.split(/[,;:–]|\s-\s|…|\.\s/u);
    if (CONFIRM.test(sentence.text)) return sentence;
    if (clauses.some((clause) => asksAbout(clause.trim())) || /\?\?\?.*\bor\b/u.test(sentence.text)) return sentence;
  }
  return undefined;
}
