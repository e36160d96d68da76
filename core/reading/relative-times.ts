import { numberWord } from './number-words.ts';
import { after, before, findAll, stretchOf, wordsOf, type Page, type Stretch } from './marked-text.ts';

/** A start told from the moment of posting. */
export interface RelativeTime extends Stretch {
  /** Minutes after posting, or the next full hour. */
  readonly minutes: number | 'next hour';
  readonly exact: boolean;
}

const UNITS =
  /(?<![a-z0-9])(?:in|en|dentro de|dans|em|daqui a) (?:about |around |approx\.? |roughly |like |just |~ ?|ca\.? |etwa |unos |environ |uns |cerca de )?(\d{1,3}|five|ten|fifteen|twenty|thirty|forty|forty[- ]five|one|two|three|an?|einer|une|una|uma|funf|zehn|zwanzig|diez|veinte|cinco|dez|vinte|quinze|quince|dix|vingt)(?:([.,])5)?(?:-| )?(minutes?|mins?|minuten|minutos?|m|hours?|hrs?|hr|h|stunden?|horas?|heures?)(?![a-z0-9])/gu;
const HALF_HOUR =
  /(?<![a-z0-9])(?:in (?:about |around |roughly |ca\.? )?(?:half an h(?:ou)?r|a half[- ]hour|half hour|1\/2 hour|a half|einer halben stunde)|en media hora|dans une demi[- ]heure|(?:em|daqui a) meia hora)(?![a-z0-9])/gu;
const QUARTER =
  /(?<![a-z0-9])(?:in (?:a quarter of an hour|einer viertelstunde)|en un cuarto de hora|dans un quart d'heure)(?![a-z0-9])/gu;
const HOUR_AND_HALF = /(?<![a-z0-9])in (?:an hour and a half|one and a half hours|anderthalb stunden)(?![a-z0-9])/gu;
const FROM_NOW = /(?<![a-z0-9])(?:an|one|half an|(\d{1,3})) ?(minutes?|mins?|m|hours?|hrs?|h) from now(?![a-z0-9])/gu;
const COUNTDOWN = /(?<![a-z0-9])t ?(?:-|minus) ?(\d{1,3}) ?(?:minutes?|mins?|m)?(?![a-z0-9])/gu;
const JAPANESE = /(\d{1,3})(分|時間)後/gu;
const BARE_MINUTES =
  /(?<![a-z0-9])in (?:about |around |~ ?)?(5|10|15|20|25|30|35|40|45|50|55|60|90)(?![a-z0-9%°]|[.:,/+-]\d)/gu;
const NOW =
  /(?<![a-z0-9])(?:(?:starting|starts|start|happening|beginning|begins|on|live|here|join us|come|kicking off|meeting|gathering|right|going on|doing it) (?:right )?now|right now|just started|starting up|jetzt|gleich jetzt|ahora mismo|ahora|maintenant|agora|now)(?![a-z0-9])|今から|ただいま/gu;
const NEXT_HOUR =
  /(?<![a-z0-9])(?:at )?(?:the )?top of the hour(?![a-z0-9])|(?<![a-z0-9])(?<!every hour |hourly )on the hour(?![a-z0-9])/gu;

// "Learn Rust in 20 minutes" says how short the talk is, not when it starts.
const TOPIC =
  /\b(?:learn|build|builds|building|built|write|writing|wrote|explain|explained|master|teach|cover|covered|code|deploy|deployed|solve|solved|create|make|made|ship|shipped|implement|understand|read|talks?|tricks|tips|demos?|from zero|everything|walked|ran|run|done|solved|sold out|whole|wrote|rewrote|debugged|closed|fixed|merged|finished|raised|lost|gained|intro to|introduction to|crash course|years)\b[^.!?\n]{0,40}$/u;
const GOES_ON =
  /^\s*(?:$|[^a-z0-9\s]|(?:in|at|on|room|by|for|with|come|join|we|see|and|if|bring|who|folks|everyone|all|to talk|to discuss|till|mins?)\b)/u;

const NUMBERS: Readonly<Record<string, number>> = { a: 1, an: 1, einer: 1, un: 1 };
const valueOf = (text: string): number =>
  /^\d/u.test(text)
    ? Number(text)
    : (NUMBERS[text] ?? text.split(/[- ]/u).reduce((sum, piece) => sum + (numberWord(piece) ?? 0), 0));

function findUnits(page: Page): RelativeTime[] {
  return findAll(page, UNITS).flatMap((match) => {
    const [, amount = '', half, unit = ''] = match;
    if (
      TOPIC.test(before(page, match.index, 60)) ||
      /^ (?:or less|flat|ago|of\b|talks?|chunks|each)/u.test(after(page, stretchOf(match).to))
    )
      return [];
    if (/^en$/u.test(match[0].slice(0, 2)) && unit === 'm') return [];
    const value = valueOf(amount) + (half === undefined ? 0 : 0.5);
    return [{ ...stretchOf(match), minutes: /^(?:h|st)/u.test(unit) ? value * 60 : value, exact: false }];
  });
}

const fixed = (page: Page, pattern: RegExp, minutes: number | 'next hour'): RelativeTime[] =>
  findAll(page, pattern).map((match) => ({ ...stretchOf(match), minutes, exact: false }));

function findFromNow(page: Page): RelativeTime[] {
  return findAll(page, FROM_NOW).map((match) => {
    const value = match[0].startsWith('half') ? 0.5 : Number(match[1] ?? 1);
    return { ...stretchOf(match), minutes: match[2]?.startsWith('h') ? value * 60 : value, exact: false };
  });
}

/** "in 15" without a unit. */
function findBareMinutes(page: Page): RelativeTime[] {
  return findAll(page, BARE_MINUTES).flatMap((match) => {
    const stretch = stretchOf(match);
    if (!GOES_ON.test(after(page, stretch.to)) || TOPIC.test(before(page, stretch.from, 60))) return [];
    return [{ ...stretch, minutes: Number(match[1]), exact: false }];
  });
}

const NOW_STANDS = /^\s*(?:$|[^a-z0-9\s]|(?:in|at|on|room)\b)/u;
const NOW_OPEN = /(?:^|[^a-z0-9\s]|\b(?:room|today|us|it's))\s*$/u;
const BEFORE_MOVE = /\b(?:is|are|'s|'re|was|not|until|till|from|by|just|for|up to|any(?: time)?|even|only|every)\s*$/u;

function findNow(page: Page): RelativeTime[] {
  return findAll(page, NOW).flatMap((match) => {
    const stretch = stretchOf(match);
    const right = after(page, stretch.to);
    const alone = match[0] === 'now' || match[0] === 'right now';
    if (alone && (!NOW_STANDS.test(right) || BEFORE_MOVE.test(before(page, match.index)))) return [];
    if (
      match[0] === 'now' &&
      !NOW_OPEN.test(before(page, match.index)) &&
      !wordsOf(page, stretch).startsWith('NOW') &&
      !/^\s*(?:in|at|@|$|[!.,\ue000-\ue005])/u.test(right)
    )
      return [];
    return [{ ...stretch, minutes: 0, exact: true }];
  });
}

/** Every start told from the moment of posting. */
export function findRelativeTimes(page: Page): RelativeTime[] {
  const found = [
    ...fixed(page, HOUR_AND_HALF, 90),
    ...fixed(page, HALF_HOUR, 30),
    ...fixed(page, QUARTER, 15),
    ...findUnits(page),
    ...findFromNow(page),
    ...findAll(page, JAPANESE).map((match) => ({
      ...stretchOf(match),
      minutes: Number(match[1]) * (match[2] === '分' ? 1 : 60),
      exact: false,
    })),
    ...findAll(page, COUNTDOWN).map((match) => ({ ...stretchOf(match), minutes: Number(match[1]), exact: false })),
    ...fixed(page, NEXT_HOUR, 'next hour'),
    ...findBareMinutes(page),
    ...findNow(page),
  ].toSorted((one, other) => one.from - other.from || other.to - one.to);
  return found.filter((time, at) => at === 0 || time.from >= (found[at - 1]?.to ?? 0));
}
