import { DAY, NAME, ROOM, TIME, type Page, type Stretch } from './page.ts';
import { findQuestion } from './question.ts';
import type { Intent } from './reading.ts';
import { findRemark, type Remark } from './remarks.ts';
import { maskTitles } from './sentences.ts';

export interface IntentFinding {
  readonly intent: Intent;
  /** The words that show it. */
  readonly words?: Stretch;
}

const PLACE = `[${ROOM}${NAME}]`;
const POINT = `[${TIME}${DAY}${ROOM}${NAME}]`;
const SOON = `(?:[^a-z\\n.!?]|\\b(?:to|the|at|in|is|from|our|for|@|room|now|until|till|today|it's|by|be)\\b){0,8}${POINT}`;

const CANCEL: readonly RegExp[] = [
  /\b(?:is|are|was|been|be|got|has been|being|now|sadly|officially|unfortunately|:|it's|we're|we've|i've|had to|have to|must|to|am|i'm) cancell?(?:ed|ing)?\b(?! (?:culture|token|scope|task|head|button|noise|flight))/u,
  /(?:^|[.!?:\n*(>\-•\ue000-\ue005"[]|[\u0080-\uffff])\s*cancell?(?:ed|ing|ation(?=[\s:!.]*(?:$|[:!.])))\b(?! (?:culture|token|scope|noise|flight))/u,
  /\bcancell?ed\s*(?:[!.:,;)\]*-]|$|[\u0080-\uffff])/u,
  /\b(?:cancell?(?:ing)?|scrapp?(?:ing)?|pulling|dropping|axing|killing|calling off) (?:the|my|our|this|it|\ue002+'?s?)(?![a-z])/u,
  /\b(?:got|was|were|been|is|are) (?:rejected|declined|denied|turned down|vetoed)\b|\bgiv(?:e|ing) (?:up|away|back) (?:my|our|the)\b|\b(?:scratch|scrap|axe|forget|strike) (?=[\ue000-\ue002\ue005])|\b(?:a )?no-go\b|\blost (?:our|my|the|its) (?:slot|room|space|spot)\b|\b(?:no longer|not|won't be) (?:doing|hosting|running|holding|leading|meeting)\b|\b(?:have|had|need|going|want) to (?:bail|pull out|back out|pass|drop out|skip|give up)\b|\bbail(?:ing|ed)? on\b|\bpulled out of\b/u,
  new RegExp(
    `\\b(?:sorry|sadly|unfortunately|alas|regret)\\b[^.!?\\n]{0,20}\\bno (?!room|slides|wifi|need|agenda)[a-z][^.!?\\n]{0,30}${POINT}`,
    'u',
  ),
  new RegExp(`\\bthere(?:'s| is| will be|'ll be) no\\b[^.!?\\n]{0,30}${POINT}`, 'u'),
  new RegExp(
    `\\bno (?:more )?[${TIME}]|\\b(?:leider kein|heute kein|kein(?:e)? (?:open space|session|treffen)|ausgefallen|no hay|no habra|pas (?:de|d')|n'a pas lieu|nao havera|nao tera|nao tem) ?[^.!?\\n]{0,30}`,
    'u',
  ),
  /\b(?:got the axe|ignore the (?:card|board|sign|tweet|announcement|schedule|app)|due to (?:a )?(?:lack of|low)|called off|calling off|call off|scrapped|axed|won't (?:be happening|happen|take place|be running|run|be able to (?:host|run|make))|will not (?:happen|take place|be)|not happening|isn't happening|not taking place|not going ahead|no longer (?:happening|on|running|taking)|(?:is|'s|are) off(?=\s*(?:[,.!(:;]|$|today|tonight|because|due))|can't (?:host|run|do (?:it|this|that|the|my|our|today|[\ue000-\ue002])|make it)|cannot (?:host|run|make it)|have to skip|had to drop|is dropped|withdrawn|withdrawing|no (?:open space|session|meetup|meeting) (?:today|tonight|tomorrow|at|in|this)|(?:there(?:'s| is| will be) )no (?:[a-z]+ ){0,2}(?:session|meetup|meeting|open space|bof|class|event|workshop|gathering|yoga|run)\b|postponed|nevermind|never mind|scratch that|ignore my (?:last|previous|earlier)|disregard)\b/u,
  new RegExp(
    `(?:^|[.!?\\n]\\s*|[\\u0080-\\uffff] ?)(?:sorry,? |sadly,? |unfortunately,? )?no (?!room|slides|wifi|limit|need|agenda|fee|projector|dress|pressure|experience)[a-z]+(?: [a-z]+){0,2} ?${SOON}`,
    'u',
  ),
  /\b(?:abgesagt|fallt (?:leider )?aus|fallt heute aus|entfallt|findet nicht statt|cancelad[oa]|suspendid[oa]|se cancela|anulad[oa]|annulee?|reportee?|n'aura pas lieu|aplazad[oa]|adiad[oa]|nao vai rolar|nao vai ter|verschoben)\b|中止|キャンセル|延期/u,
];

const MOVE: readonly RegExp[] = [
  new RegExp(
    `${POINT}[^a-z\\n.!?]{0,3}still\\b|\\bstill (?:in |at |@ ?|the )*${POINT}|\\bafter all\\b|\\bchange ?[!:]`,
    'u',
  ),
  /\bdelayed (?:by|because|due|a bit|slightly)\b|\b(?:was|were) (?:first |initially |originally )?(?:planned|scheduled|supposed|meant|listed|announced|pencilled|penciled|going|down) (?:in |to be )?(?:for|to|as|in|at|on)\b/u,
  new RegExp(
    `\\bnot (?:at |in )?\\d{1,2}(?::\\d\\d)?,? (?:but|rather)\\b|${POINT}[^a-z\\n]{0,3} (?:rather )?than ${POINT}`,
    'u',
  ),
  /\b(?:shifting|moving|pushing|delaying|bumping) (?:[a-z]+ ){0,4}by (?:an?|half|\d)/u,
  new RegExp(`\\b(?:no|nope|nah)[,.!] (?:it's |it is |at |in |the |@ ?)*${POINT}`, 'u'),
  new RegExp(`[${TIME}]\\s*now\\b(?! in session)`, 'u'),
  /\btypo\b.{0,20}\b(?:tweet|post|time|room)\b|\b(?:in|ignore|delete[d]?|see|to) my (?:last|previous|earlier|other) (?:tweet|post|message|one)\b/u,
  new RegExp(`${POINT}[^a-z\\n]{0,3}(?:and )?not (?:at |in |@ ?)*\\d`, 'u'),
  new RegExp(`[${ROOM}${NAME}][^.!?\\n]{0,14}\\b(?:is|was|got|has been|'s)(?: already| now)? taken\\b`, 'u'),
  /(?:^|[.!?:\n*(>•"[\ue003]|[\u0080-\uffff])\s*(?:moved|relocated|rescheduled|swapped|swap(?=[!:])|bumped|delayed|(?:room|time|schedule|venue|location|plan|date|slot)s? ?(?:change[ds]?|swap|switch|update[ds]?|moved|correction)|change of (?:room|plans?|venue|time|location|schedule)|correction|corrected|erratum|typo|oops|whoops|update[d]?|edit)\b\s*(?:[!:.,-]|$|[\u0080-\uffff]|to\b|from\b)/u,
  /(?:^|[.!?\n]\s*)(?:update[d]?|correction|moved|rescheduled|room change|time change)\b/u,
  new RegExp(
    `\\b(?:moved|moving|moves|relocated|relocating|rescheduled|rescheduling|bumped|shifted|shifting|pushed|pushing|switched|switching|swapped|swapping|changed|delayed|delaying|postponed|postponing|changing|transferred|brought forward)(?: (?!to\\b|from\\b|into\\b|until\\b)[a-z']+){0,4} (?:to|from|until|till|by|into|out of)${SOON}`,
    'u',
  ),
  new RegExp(
    `\\b(?:moved|moving|relocated|rescheduled|bumped|shifted|pushed|switched|swapped|delayed)\\b[^a-z\\n]{0,4}${POINT}`,
    'u',
  ),
  new RegExp(
    `(?<!how )\\b(?:to|we|let's|lets|will|gonna|must|should) (?:move|relocate|switch|change|shift|push|swap)(?: (?:it|this|the|my|our|us|session|open|space|that))*(?: (?:to|into|over to|from|back to|until))?${SOON}`,
    'u',
  ),
  new RegExp(`\\b(?:is|are|'s|we're|it's|its) (?:now|actually|instead|really)${SOON}`, 'u'),
  new RegExp(`\\bnow (?:at|in|on|@|starting|starts|meets|meeting|from|moved|happening (?:at|in))${SOON}`, 'u'),
  new RegExp(`(?:→|->|=>|➡)\\s*now\\b`, 'u'),
  /\b(?:has|have|had|been|is|are|being|got|was|were|getting|be) (?:been |now |just )?(?:moved|relocated|rescheduled|bumped|swapped|shifted|pushed|delayed|changed|relocating|postponed|switched|brought forward)\b/u,
  /\b(?:new|different|other|bigger|correct|wrong|right|changed) (?:room|time|place|location|venue|slot|start|hour|day)\b(?=[\s:!.,=-]*(?:[\ue000-\ue005!:.]|is\b|for\b|$|on the board|[\u0080-\uffff]))/u,
  /\b(?:(?:moved|bumped|pushed|shifted|brought) (?:up|back|forward|down|again)|overflows?|spill(?:s|ing)? (?:over|into))\b/u,
  /\b(?:on second thoughts?|make (?:it|that) (?=\ue001)|(?:slot|room|space) (?:got|was|has been|is) (?:nicked|taken|stolen|bumped|given|double)|pasa (?:de|a) )/u,
  /\b(?:(?<!how |why |when )we (?:swapped|moved)|we've moved|we have moved|we are moving|we're moving|we're relocating|we relocated|instead of|rather than (?:at|in) |was listed|board says|app says|schedule says|meant|i mean|my bad|sorry,? (?:it's|its|that's|i|the|we|wrong)|ignore the (?:board|app|schedule)|originally|previously|used to be|no longer (?:in|at)|(?:earlier|later) than (?:planned|announced|scheduled|listed|on the board)|half an hour (?:later|earlier)|an hour (?:later|earlier)|(?:minutes|min|mins) (?:later|earlier|late)\b|running (?:\S+ ){0,3}late|pushed back|pushing back|brought forward|too small for|overflow(?:ed|ing)|double[- ]booked|nope)\b/u,
  new RegExp(`\\(?was (?:at |in |on |originally |${PLACE}|[${TIME}])`, 'u'),
  new RegExp(`\\bnot (?:in |at |on |the |@ ?)*${POINT}`, 'u'),
  new RegExp(
    `[${TIME}${DAY}${ROOM}${NAME}][^a-z\\n]{0,4}\\binstead\\b|\\binstead\\b[^a-z\\n]{0,4}(?:at |in |@ )?${POINT}`,
    'u',
  ),
  /\b(?:verlegt|umgezogen|statt (?=[\ue000-\ue005])|anstatt|stattdessen|neuer raum|raumanderung|raumwechsel|nicht (?:im|in|um)|doch erst|jetzt (?:im|in|um)|mais tarde|mas tarde|plus tard|spater als|al final|se mueve|movid[oa]|cambio de|cambiad[oa]|cambiamos|en vez de|en lugar de|ahora en|ahora sera|nueva (?:sala|hora|aula)|no en (?:el|la)|deplace[e]?|au lieu de|changement de|change de salle|changee? de|finalement|plutot|nouvelle salle|desormais|mudou|mudamos|mudanca|mudando|em vez de|no lugar de|ao inves|nova sala|novo horario|agora (?:na|no|as)|lotou|vamos (?:pra|para) [\ue000\ue005])\b|変更|移動|移り|ではなく|じゃなく|に変わり|訂正/u,
  /\bstatt [\ue000-\ue005]/u,
];

const SPAM: readonly RegExp[] = [
  /(?:^|[.!?\n] ?)(?:we're |now )?hiring\s*[!:]|\ue004 off (?:our|your|all|any|the|everything|with)\b/u,
  /\bour (?:brand )?(?:new )?(?:[a-z]+ )?(?:product|platform|tool|saas|service|offering|startup)\b|\b(?:retweet|rt|follow) (?:us )?to (?:enter|win)\b|\bswag (?:included|for|bags?)\b|\bcollect (?:your )?(?:prizes?|swag|t-?shirts?|badges?)\b/u,
  /\b(?:is recruiting|are recruiting|we're recruiting|exclusive (?:offer|deal|access)|free (?:consultation|quote|assessment)|first (?:\ue004+|\d+) (?:get|receive|people get|visitors)|our (?:cto|ceo|sales|founder|recruiting)|interviews for|in action: live demo|drop your (?:business )?card|happy hour (?:by|from|sponsored))\b/u,
  /\b(?:give ?aways?|giving away|gift ?cards?|vouchers?|coupons?|promo(?: code)?|discount code|get (?:a|\ue004+) discount|use code|raffle|prize draw|buy (?:my|our|the)|win (?:a|an|free|one of)|for sale|selling (?:my|a|two|2|tickets?)|free (?:trial|credits|licen[cs]e|tickets?|merch|swag)|limited offer|special offer|dm us|dm me for (?:price|details)|link in bio|sign up (?:for|at) our|check out our (?:product|platform|booth|new|tool|saas)|our (?:booth|stand|product|platform|startup's|saas)|(?:visit|come to|drop by|stop by|swing by|find|see) (?:us at )?(?:our |the \w+ )?booth|booth \ue004?\d*|sponsored by|brought to you by|we're hiring|we are hiring|now hiring|is hiring|are hiring|join our team|apply (?:now|today|here)|job fair|career fair|careers? (?:booth|stand)|walk[- ]?in (?:interviews?|drive|tomorrow|today)|recruiters? (?:from|at|of|on)|our recruiters?|recruitment (?:drive|desk)|product demo|live demo of our|book a demo|get a demo|early access|crypto(?:currency)? (?:tips|profit)|grow your (?:startup|business)|followers|webinar|verlosung|gewinnspiel|rabatt|gutschein|wir stellen ein|sorteo|descuento|oferta|contratando|estamos contratando|vagas|sorteio|desconto|on recrute|recrutons|tirage au sort|code promo)\b|プレゼント|採用|募集中|セール/u,
];

const OTHER: readonly RegExp[] = [
  new RegExp(
    `\\btorn between\\b|${POINT} (?:looks|sounds|seems) (?:so |really |very |like )*[a-z]+|\\b(?:cleaning|maintenance|av|a/v) (?:crew|team|test|check)\\b|\\bclear out\\b|${PLACE} (?:is |will be )?closed\\b|(?:^|[.!?\\n] ?)staff:|\\benough (?:players|people|participants)\\b`,
    'u',
  ),
  /\b(?:lost (?:my|a|an) (?!voice|mind|way|temper|job|bet|faith|patience|data|weekend)|(?:i|someone|somebody|you|who) (?:left|forgot|dropped|took|stole)|left (?:my|a|an|it|their|his|her)\b|found (?:a|an|someone's|somebody's|this) (?!free|spare|empty|new|nice|great|quiet|cosy|better|room|slot|spot|table|space|home)|lost (?:&|and) found|lost property|(?:has )?anyone (?:seen|found)|(?:ran|running) (?:over|long)\b|\boverran\b|(?:trading|swapping) (?:a|an|my|one)\b|out of order|schedul(?:e|ing) (?:conflict|clash)|live[- ]?(?:tweeting|blogging|tooting|streaming) from|not working|doesn't work|ran out|(?<!(?:when|until|till|before|unless) (?:we |they |you )?)run out of|fire alarm|evacuat\w+|can't decide|against each other|(?:can't|won't|cannot) make (?:it|the)|start without me|wish i|i wish|sad (?:to|i)|fomo|gutted|turn the (?:ac|air|heat|lights|music))\b/u,
  /(?:^|[.!?\n])\s*(?:lost|found|missing|stolen|fyi|psa|warning|todo|to do)\s*[:!-]/u,
  /\b(?:is|are|'s) (?:already |now |totally |completely |so |way |super |absolutely )*(?:full|fully booked|at capacity|packed|locked|closed|broken|freezing|boiling|too (?:cold|hot|small|loud|full)|cold|standing room only|sold out|on fire|down|empty|gone)\b/u,
];

const PAST: readonly RegExp[] = [
  /\b(?:thanks|thank you|thx|ty|props|kudos|shout ?out|cheers|big up|hats off|congrats) (?:so much )?(?:to|for coming|for (?:the|a|an|all|such|joining|showing|your|attending|everyone|those|last|listening|hosting|having)|all\b|everyone|everybody|folks|again)/u,
  /\b(?:was|were) (?:so |really |absolutely |very |such |a |an |super |pretty |totally |just |the )*(?:great|amazing|awesome|fun|packed|lovely|full|fantastic|brilliant|good|excellent|wonderful|blast|best|incredible|insightful|inspiring|superb|crowded|standing room|rammed|wild|epic|highlight|success|fire|lit|magic|perfect|enjoyable|useful|gold|nice|cool|crazy|sweet|hilarious|buzzing|intense|worth)\b/u,
  /\b(?:had|got|drew|saw|counted|hosted|squeezed|attracted) (?:a |an |about |around |over |nearly |almost |some |so |like )*(?:\ue004|\d+|great|amazing|lovely|blast|full house|fun|wonderful|such|good)\b/u,
  /\b(?:we did it|what a (?:session|turnout|day|crowd|discussion|chat|meetup|night|great|room|lovely|week|conference)|flew by|squeezed into|turnout|showed up|turned up|who came|that came|came (?:to|along|by)|for coming|recap|notes from|slides from|photos? from|pics from|pictures from|video from|recording of|(?:loved|enjoyed|missed|attended|survived) (?:the|my|our|your|this|that|every|today|it|hosting)|went to|been to|just (?:left|finished|wrapped|came (?:from|out)|got out)|learn(?:ed|t) (?:so|a lot|lots|that|about|how)|(?<!lunch |keynote |break |talk |day |conference |pycon )is over\b|now over\b|that's a wrap|wrapped up|ended|finished|sat (?:at|in|through|next)|stayed|walked out|blew my mind|mind blown|made my (?:day|week)|see you (?:all )?(?:in 20\d\d|next year)|still thinking about|last night|yesterday|earlier today|this morning's|great (?:chats?|debate|discussion|session|turnout|talk|conversation|questions|crowd|meetup|open space|time|energy|vibes?)s? (?:on|about|in|at|with|from|during|today|this|last|by|everyone|all)|best (?:open space|session|hour|talk) (?:so far|of|yet|ever|i)|people (?:in|came|at|showed|turned|were)|remember (?:when|the)|throwback|tbt|just (?:now )?had)\b/u,
  /\b(?:danke (?:an|fur|allen)|war (?:super|toll|klasse|gut|voll|genial|mega|spitze|grossartig|sehr)|waren (?:wir|alle)|gestern|gracias (?:a|por)|estuvo|fue (?:un|una|genial|increible)|ayer|anoche|merci (?:a|pour|beaucoup|aux)|c'etait|etait (?:super|genial|top)|hier soir|obrigad[oa] (?:a|ao|aos|pel[oa]|por)|foi (?:muito|incrivel|otimo|demais|um|uma|massa|lindo)|ontem|valeu)\b|でした|ました(?!ら)|ありがとうございました|昨日/u,
];
/** Verbs of planning are past while the session is still to come: "we booked B114 for 3". */
const PLANNING =
  'booked|reserved|scheduled|added|decided|signed|said|gave|got|put|planned|organi[sz]ed|grabbed|snagged|claimed|promised|asked|wanted|invited|agreed|managed|announced|posted|proposed';
const TOLD = new RegExp(
  `\\b(?:i|we|they|you|he|she|who|that|someone|somebody|everyone|people|folks)(?: [a-z]+ly)? (?!(?:${PLANNING}|need)\\b)(?:[a-z]{2,}ed|won|taught|met|went|saw|had|ran|made|found|came|left|lost|held|spoke|did|took|sat|ate|drank|built|wrote|broke|fell|forgot|felt|heard)\\b`,
  'u',
);
/** Said of a start that is over, these look back. */
const LOOKS_BACK =
  /\b(?:people|folks|was|were|had|came|went|packed|full|perfect|amazing|awesome|great|best|fun|loved|wow|thanks|thx|taught|won|met|learnt|discussed|talked|played|showed|rocked|turned|ended|became|learned|good one|nailed it|lovely|nice|cool|interesting|insightful|excellent|superb|brilliant|fab|epic|intense|crowded|loud|pity|shame|sorry|turnout|overheard)\b/u;
/** What looks ahead in a sentence that also looks back. */
const AHEAD =
  /\b(?:today|tonight|tomorrow|next (?:one|up|session|round|stop|:)|continu(?:e|es|ing|ed)|again|part (?:two|2|ii)|round (?:two|2|ii)|join|come|let's|lets|sequel|follow[- ]?up|redux|encore|more of|repeat|second edition|we meet|meeting|see you|back (?:at|in|today|tonight|tomorrow|for|by)|i'd (?:like|love)|i want|i'll|we'll|want to|now:|weiter|nachste|siguiente|proxim[oa]|prochaine?|continua)\b/u;

const HEDGE = new RegExp(
  `(?:^|[.!?\\n]\\s*)proposed:|\\bif (?:i|we) (?:get|find|can get|manage)\\b|\\bif (?:enough|there's|there is|anyone|someone|people)\\b[^.!?\\n]{0,40}${POINT}|\\b(?:maybe|perhaps|possibly|tentative(?:ly)?|might (?:be|do|meet|happen|run)|could be|not sure|unsure|unconfirmed|probably|thinking of|thinking about|considering|would anyone|if enough|if there's interest|if there is interest|hoping for|hopefully|fingers crossed|with (?:any|a bit of) luck|all being well|subject to|pencilled in|penciled in|trying to get|asked for|requested|applied for|waiting for|pending|provisionally|vielleicht|quiza|tal vez|talvez|peut-etre)\\b[^.!?\\n]{0,24}${POINT}|${POINT}[^a-z\\n]{0,3}(?:(?:maybe|perhaps|probably|tentative(?:ly)?|tbc|tbd|tba|i think)\\b|[${TIME}${ROOM}][^a-z\\n]{0,3}(?:if|unless)\\b|\\(?tb[acd]\\b)`,
  'u',
);

/** "the 4pm in B114", "my 13:00 slot": told of a session that people know already, rather than announced. */
const KNOWN_SESSION = new RegExp(`\\b(?:the|my|our|that|his|her|their|your|${DAY}+'s) ${TIME}+(?! ?(?:[!.,)]|$))`, 'u');
const INVITES_TO =
  /\b(?:come|join|don't miss|see you|welcome|left for|bring|for everyone|tell your|reminder|next up|drop in|drop by|head to|all are|encore|meet)\b/u;

const REMARKS: Readonly<Record<Remark, Intent>> = {
  advert: 'spam',
  question: 'question',
  notice: 'other',
  visitor: 'other',
};

const REPLY = /^[\s.]*@[a-z_]/iu;

const SOON_DAY = /\b(?:today|tonight|tomorrow)\b/u;

function firstOf(text: string, patterns: readonly RegExp[]): Stretch | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) return { from: match.index, to: match.index + match[0].length };
  }
  return undefined;
}

/** The sentence around a place, as a stretch of the text. */
function sentenceOf(text: string, at: number): Stretch {
  const ends = /[.!?](?=\s|$)|\n|[。！？]|[\u{1f000}-\u{1faff}]/gu;
  let from = 0;
  for (const match of text.matchAll(ends)) {
    const end = match.index + match[0].length;
    if (end > at) return { from, to: end };
    from = end;
  }
  return { from, to: text.length };
}

function findPast(text: string, startsAhead: boolean): Stretch | undefined {
  const words = firstOf(text, PAST);
  if (!words) return undefined;
  const sentence = sentenceOf(text, words.from);
  const said = text.slice(sentence.from, sentence.to);
  const elsewhere = !said.includes(TIME) && text.includes(TIME);
  // A look back followed by an hour to come announces: "Great chats last night … continuing today 5pm".
  if (startsAhead && (elsewhere || AHEAD.test(said.slice(words.to - sentence.from)) || SOON_DAY.test(said)))
    return undefined;
  return words;
}

/** What the tweet seems to be. `startsAhead`: its only start is after the posting; `startIsOver`: it is before. */
export function findIntent(page: Page, startsAhead: boolean, startIsOver: boolean): IntentFinding {
  const text = maskTitles(page.marked);
  const cancel = firstOf(text, CANCEL);
  if (cancel) return { intent: 'cancel', words: cancel };
  const move = firstOf(text, MOVE);
  if (move) return { intent: 'move', words: move };
  const spam = firstOf(text, SPAM);
  if (spam) return { intent: 'spam', words: spam };
  const past = findPast(text, startsAhead) ?? (startIsOver ? firstOf(text, [LOOKS_BACK, TOLD]) : undefined);
  if (past) return { intent: 'past', words: past };
  const question = findQuestion(text, REPLY.test(page.original));
  if (question) return { intent: 'question', words: question };
  const known = KNOWN_SESSION.exec(text);
  if (known && !INVITES_TO.test(text))
    return { intent: 'other', words: { from: known.index, to: known.index + known[0].length } };
  const other = firstOf(text, OTHER);
  if (other) return { intent: 'other', words: other };
  const remark = findRemark(text);
  return remark ? { intent: REMARKS[remark.kind], words: remark.words } : { intent: 'announce' };
}

/** Words that make a start or room tentative: "maybe", "TBC". */
export function findHedge(page: Page): Stretch | undefined {
  return firstOf(page.marked, [HEDGE]);
}
