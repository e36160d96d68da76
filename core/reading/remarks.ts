/**
 * One room and one hour in a sentence of somebody who does not host: a visitor's plan, hearsay, a notice about a room. Each pattern
 * is tried on the sentences that name the room or the hour only.
 */
import { findStatement } from './clause-stance.ts';
import { DAY, NAME, ROOM, TIME, type Stretch } from './page.ts';
import { slotSentencesOf } from './sentences.ts';

const POINT = `[${TIME}${DAY}${ROOM}${NAME}]`;
const SESSION =
  '(?:open space|openspace|session|thing|one|chat|bof|talk|workshop|meetup|discussion|panel|demo|event|meeting|group|gathering|card|clinic|sprint|party|slot)s?';
const SLOT = `(?:[^a-z.!?\\n]|\\b(?:at|in|on|from|around|room|rm|the|today|tonight|tomorrow)\\b){0,6}${POINT}`;

/** Who invites as well means an announcement, whatever else they say. */
const INVITES =
  /\b(?:come|let's|lets|join|welcome|drop (?:in|by)|stop by|swing by|see you (?:all |there|at|in|then)|all are|everyone's|don't miss|we'd love|tell your|bring your|spread the word|find (?:me|us))\b/u;

const VISITOR: readonly RegExp[] = [
  /\b(?:i|we)(?:'d| would|'ll| will)? (?:really |so |also |definitely |just )?(?:love|like|want|wanted|need|have|had|hope|plan|planned|meant|intend|tried|forgot) to (?!see you|see all|see y'all|meet|have you)(?:see|go|get|be|attend|catch|hit|make|check|visit|try|watch|hear|leave|choose|pick|miss|skip)\b/u,
  new RegExp(
    `\\b(?:can't wait|cannot wait|excited|psyched|pumped|stoked|looking forward|thrilled|hyped|curious|so ready) (?:(?:for|about) (?:the|this|that|these)|to (?:see|hear|go|attend|catch|watch|try|check|be at|be in))\\b(?! you)(?:(?!\\b(?:my|our|you|your|hosting|host|i'm|we're)\\b)[^.!?\\n]){0,60}${POINT}`,
    'u',
  ),
  /\b(?:tempted|dying to|itching to|sneak(?:ing)? (?:into|off)|crash(?:ing)? the|(?:planning|going|hoping|trying|about) to (?:attend|go|see|catch|get into|check|visit|hit|make it)|heading (?:to|over)|headed (?:to|for)|off to|on my way to|skipping|i'm going to (?:the|a|this|that)|already (?:queu|lin)ing)\b/u,
  new RegExp(
    `\\b(?:i'll|i will|i'm|we'll|gonna) (?:be )?(?:at|go(?:ing)? to|in) your\\b|\\byour ${SESSION}(?:'s)? ${SLOT}`,
    'u',
  ),
  /\b(?:i|we) (?:just |already |almost |nearly |totally )?(?:spent|saw|heard|overslept|missed|watched|caught|noticed|spotted|counted|was told|were told|got told|thought)\b(?! (?:lunch|you\b))/u,
  /(?:^|[^a-z])(?:just |i )?(?:saw|heard|spotted|seeing|hearing|noticed|overheard) (?:the|a|an|this|that|there|about|rumou?rs?|of|people|someone|somebody|it|from)\b/u,
  /\bi(?:'m| am) told\b|\bi (?:hear|gather|guess|reckon|assume|suppose|suspect|believe|think)(?! (?:we|i)\b)/u,
  /\b(?:apparently|allegedly|supposedly|reportedly|according to|word is|they say|rumou?r is|legend has it|(?:told|tells|telling) me|(?:is|are|was) making me|convinced me|dragg(?:ed|ing) me|talked me into|count me in|sign me up|sounds (?:fun|great|good|cool|interesting|amazing))\b(?![,:]? (?:i|we)(?:'|\b))/u,
  /\bmy (?:[a-z]+ )?(?:calendar|agenda|alarm|heart|pick|favou?rite|highlight|next stop|boss|brain|plan|plans|schedule|stomach|feet|legs|day|afternoon|bladder|wife|husband|colleagues?|co-?workers?|manager|phone) (?:says?|is|are|was|just|thinks?|wants?|of|today|tells?|has|have|will|for|at|in|starts?|ends?|consists?)\b/u,
  /\bis (?:easily |clearly |definitely |hands down )?(?:my|the) (?:pick|favou?rite|highlight|best|worst|one (?:i|to)|place to be|only)\b/u,
  /(?:^|[^a-z])(?:lol|lmao|rofl|haha+|ugh|argh|wow|whoa|huh|hah|sigh|welp|yikes|damn|gosh|oof|love that|love how|funny how|hilarious that|fun fact|amused|proud)[^a-z]{1,4}(?:the|that|there's|there is|someone|somebody|who(?: |ever)|what|why|this|every(?:one|body)|people|how)\b(?! (?:plan|time has come|topic|idea))/u,
  /^[^a-z]*(?:only (?:at|in|here)\b|(?:overheard|seen|spotted|heard) (?:at|in|here|on|[\ue000\ue005]))/u,
  /\bwishing (?:i|we) (?:could|was|were|had)\b|\bmy (?:talk|keynote|tutorial|poster|lightning talk) (?:is|starts)\b|\bis where i(?:'ll|'m| will)\b/u,
  /\b(?:his|her|their) (?:[a-z]+ )?(?:open space|session|talk|thing|bof|workshop|demo|slot)\b/u,
  /\b(?:people|friends?|colleagues?|co-?workers?|mates?|boss|husband|wife|partner|mentor|someone|somebody|folks?|they|he|she) (?:[a-z]+ ){0,2}?(?:is|are|'s|'re) (?:now |also |apparently |actually |just |all )?(?:running|hosting|doing|giving|leading|presenting|speaking|holding|queuing|queueing|lining|planning|having)\b/u,
  /\b(?:they're|he's|she's|they are) (?:running|hosting|doing|giving|leading|presenting|recording|holding|having|showing)\b/u,
  /\b(?:clash|conflict|overlap|collid|compet)(?:e|es|s|ing)? (?:with|against|between)\b|\b(?:at the )?same time as\b|\bup against\b/u,
  new RegExp(
    `\\b(?:for|about|of|see|seeing|attend|attending|catch|catching|miss|missing|missed|into|like|love|than|queue|line|know|find|found|enjoy|recommend|during)(?: [a-z]+)? (?:the|that|this|whatever) (?:[a-z][a-z'&/-]{0,30} ){0,5}${SESSION} ${SLOT}`,
    'u',
  ),
  new RegExp(
    `(?:^|[^a-z])(?:the|that|this) (?:[a-z][a-z'&/-]{0,30} ){0,5}${SESSION} ?${SLOT}[^a-z.!?\\n]{0,4}(?:looks|sounds|seems|clashes|has|had|got|says|needs|just|made|makes|is (?:so|such|a|my|way|too|looking|sounding|gonna|already|giving|making)|might|better|deserves|won)\\b`,
    'u',
  ),
  /\bwhatever(?: is|'s) (?:happening|going on|on|in)\b/u,
  /(?:^|[^a-z])(?:true|legit|worth it|seriously|for real|is that so|what's yours|who else|thoughts|anyone else|me neither|just me|are you sure|coincidence)(?: going)?\?/u,
];

const NOTICE: readonly RegExp[] = [
  /\b(?:note|notes|reminder|memo|message|warning) to (?:my)?self\b|\bmental note\b|\bremind me\b|\bdon't let me\b|\bto myself\b/u,
  /\b(?:please|pls|plz|kindly) (?:keep|respect|avoid|stay|leave|clear|vacate|return|stop|be quiet|be considerate|tidy|clean|use the|remove|move)\b|\bkeep (?:it|the noise|your voices?) down\b|\bexpect noise\b|\bno talking (?:in|near|outside)\b/u,
  /(?:^|[.!?:\n]\s*|[^a-z ] ?)(?:reserved|closed|blocked|occupied)(?: (?:for|from|by)\b|:)|\b(?:members|staff|speakers|volunteers|sponsors|organi[sz]ers|attendees with) only\b|\binvit(?:e|ation)[- ]only\b|\bprivate (?:event|meeting|function)\b|\boff[- ]limits\b/u,
  new RegExp(
    `[${ROOM}${NAME}][^.!?\\n]{0,12} (?:is|are|will be|'s|stays|remains) (?:now |still |already |also )?(?:reserved|booked|locked|closed|blocked|occupied|unavailable|out of|taken|needed|used|being|quiet|a quiet|the quiet|off|shut)\\b(?! (?:for us|for you|for this|for our|by us))`,
    'u',
  ),
  new RegExp(
    `(?:${POINT}|\\b(?:slot|room|space))[^a-z.!?\\n]{0,3}(?:\\b(?:is|are)|'s) (?:still |now |also |all |totally )?(?:free|available|open|unclaimed|up for grabs|vacant|empty|unbooked)\\b(?! (?:to|for (?:all|every|any|us)))`,
    'u',
  ),
  /\b(?:staff|volunteers?|helpers?|hands|people|speakers?|hosts?|facilitators?|moderators?|note ?takers?) (?:are )?(?:needed|wanted|required)\b|\bneeds? (?:an? |two |some |more |new |another )?(?:volunteers?|helpers?|hosts?|co-?hosts?|facilitators?|moderators?|note ?takers?|votes?|speakers?|projectors?|adapters?|hdmi|dongles?|microphones?|mics?)\b|\bneeds \d+ (?:votes|more|people)\b|\bneeds \ue004+ (?:votes|more|people)\b/u,
  /\b(?:someone|somebody|anyone|anybody) (?:please |pls |else )?(?:host|run|take over|lead|cover|step in|rescue|adopt|check|unlock|open|fix|bring|turn)\b|\bany takers\b|\btake over (?:my|our|the)\b|\bwants? (?:my|our) (?:slot|room)\b|\bgrab a (?:marker|pen|slot)\b/u,
  /\b(?:mic|mike|microphone|projector|ac|a\/c|aircon|hdmi|display|screen|wi-?fi|door|lift|elevator|lights?|whiteboard|fire exit|heating|sound|tv|power|socket|plug|speakers?|camera|stream)s?(?:'s| is| are|'re| in [\ue000\ue005]+ (?:is|are)) (?:still |now |totally |completely |a bit |so |very )?(?:dead|stuck|broken|bust|busted|kaput|down|out|dying|missing|dodgy|playing up|acting up|fried|leaking|gone|weird|wonky|jammed|locked|cactus|buzzing|flickering|on the blink|off|too)\b/u,
  /(?<!(?:thx|thanks|kudos|props|thank you|cheers) to )\bwhoever (?!wants|likes|needs|is interested|comes|shows|cares|loves|fancies|has (?:questions|opinions|time|an? (?:idea|opinion|question)))|\bif you (?:signed up|booked|registered|left|lost|have a slot|own|are missing|were at|were in)\b|\bto the person (?:who|in|at)\b|\bdear (?:whoever|person|neighbou?rs?)\b/u,
  new RegExp(
    `[${ROOM}${NAME}],? (?:please|pls|people|folks|crew|gang)[!,:]|\\bstill in (?:there|here|[${ROOM}${NAME}])|\\b(?:swap|trade|switch)\\?|\\bneeds? (?:a|an|another) (?:[a-z]+ )?(?:room|slot|projector|adapter|charger|host|screen|space)\\b|\\b(?:laptop|phone|charger|demo|computer|macbook|battery)(?: is|'s| has) (?:updating|dead|dying|crashing|crashed|broken|rebooting|stolen|missing|gone)\\b`,
    'u',
  ),
  /\b(?:avoid(?! (?:the|these|this|common|pitfalls|burnout|bugs|mistakes|them|it))|beware|been warned|steer clear|stay away|don't bother|not worth|fire drill|evacuation|power cut|sorry,? (?:everyone|everybody|all|folks|neighbou?rs?|guys|to (?:everyone|all|the|those)))\b/u,
  /\b(?:rt|retweet|like|vote|poll|react|thumbs up) (?:this )?(?:for|if|below|with) (?:yes|no|you|interested|in favou?r)\b|\bvotes?\?/u,
  /\bwill be (?:testing|cleaning|vacuuming|setting up|tearing down|resetting|rearranging|drilling|filming in)\b|\b(?:we|they|staff|crew|venue|hotel) (?:will |need to |have to |are going to )?(?:close|clos(?:es|ing)|lock|clear|reset|strip|flip)\b/u,
];

const ASKS_WITHOUT_MARK =
  /^[^a-z]*(?:(?:so|hmm|ok|and|but|or|also|folks|all|hey|sir|guys)[^a-z]+)?(?:would you (?:come|attend|go|be (?:interested|up|there|willing))|(?:is|are|was|were|does|did|has|have|will) (?:the|it|they|there|that|this|those|these|any|[a-z]+'s)|(?:is|are|was|were|does|did|has|will) (?=[\ue000-\ue002\ue005])(?:[\ue000-\ue005]{0,30} )|should (?:we|i|it|there)|would (?:anyone|anybody|it|there|people|[\ue000-\ue002])|could (?:we|someone|anyone)|can (?:i|we|someone|anyone)|do (?:i|we) (?:need|have)|does (?:it|that|the)|anyone (?:at|in|going|going to|else going)|anybody (?:at|in|going))\b/u;

const ADVERT =
  /\b(?:want a (?:new )?job|job ?fair|jobs? (?:wall|booth|desk)|open (?:positions|roles)|we're growing|our (?:app|team|engineers|devs|booth|ceo|cto|founders?|recruiters?|new [a-z]+|demo|customers|sponsor|partners?)(?: will| is| are| has| have| demos?| shows?| at|'s)|install our|download our|(?:t-?shirts?|swag|stickers|socks|mugs|hoodies|prizes?|beers?|drinks|pizza|donuts|merch) for the first|(?:get|grab|score|claim|win|enter to win|chance to win) (?:a |an |your |some )?(?:free|prizes?|swag|t-?shirts?|socks|mugs?|hoodies?|drones?|ipads?|switch|tickets?|vouchers?)|winners? (?:is |are |will be |gets? )?(?:drawn|announced|picked|chosen)|prize draw|[a-z]+'s team will|on behalf of|courtesy of|compliments of|(?:inc|ltd|gmbh|llc)\b|help yoursel(?:f|ves)|(?:while|as long as) (?:they|stocks?|supplies|it) lasts?|freebies|proud sponsors?|sponsors?' |sponsor (?:demo|talk|session|showcase|lunch)|on us\b.{0,20}\b(?:badge|scan)|scan your badge|\ue004* ?companies\b.{0,20}\b(?:free|hiring|booths?))\b/u;

export type Remark = 'advert' | 'question' | 'notice' | 'visitor';

/** What marks a sentence with the room or the hour as no announcement; `undefined` when nothing does. */
export function findRemark(text: string): { kind: Remark; words: Stretch } | undefined {
  const invites = INVITES.test(text);
  for (const sentence of slotSentencesOf(text)) {
    const matches = (pattern: RegExp): boolean => pattern.test(sentence.text);
    if (matches(ADVERT)) return { kind: 'advert', words: sentence };
    if (matches(ASKS_WITHOUT_MARK)) return { kind: 'question', words: sentence };
    if (NOTICE.some(matches)) return { kind: 'notice', words: sentence };
    if (!invites && VISITOR.some(matches)) return { kind: 'visitor', words: sentence };
  }
  const statement = invites ? undefined : findStatement(text);
  return statement && { kind: 'visitor', words: statement };
}
