import { after, before, DAY, type Page, type Stretch } from './marked-text.ts';

/** What an hour is when it is not a start. `vague`: it bounds one, so a person should look. */
export type Role = 'start' | 'end' | 'deadline' | 'doors' | 'travel' | 'other' | 'vague';

const MOVED_UNTIL =
  /\b(?:postponed|moved|delayed|pushed|put off|verschoben|reporte|aplazad[oa]|adiad[oa])[^.!?\n]{0,12}$/u;
const END =
  /(?:\b(?:till?|until|untill|thru|through|bis|hasta(?: las)?|ate(?: as)?|jusqu'a|ends?(?: at)?|ending(?: at)?|finish(?:es|ing)?(?: (?:at|by))?|over (?:at|by)|done (?:at|by)|wrap(?:s|ping)?(?: things)?(?: up)?(?: at| by)?|out by|(?:us|them|everyone|me|you) out(?: at| by)?|close[sd]?(?: at)?|closing(?: at)?|closes? at|shuts? at|leave(?: by)|up at)|'til)\s*(?:around |about |las |as )?$/u;
const DEADLINE =
  /\b(?:by|before|prior to|no later than|not later than|deadline(?: is| at|:)?|due(?: by| at)?|cut-?off(?: is| at)?|vor|bevor|antes d[ae]s?|antes de(?: las)?|avant|latest)\s*(?:the |my |our )?$/u;
const DOORS =
  /\b(?:doors?(?: will)?(?: open)?(?: at| from|:)?|einlass(?: ab)?|opens?(?: at| from)?|gates?(?: open)?(?: at)?|registration(?: opens)?(?: from| at)?|check-?in(?: at| from)?|setup(?: at| from)|set up(?: at| from)|puertas(?: a)?(?: las)?)\s*$/u;
const TRAVEL =
  /\b(?:flights?|train|bus|plane|shuttle|uber|taxi|cab|ferry|alarm|checkout|check-out|flug|zug|vuelo|tren|voo|vol)(?: home| out| back)?(?: (?:is|leaves|departs|boards|goes|lands|set|takes off))?(?: (?:at|for|is at|um|a las|as))?\s*(?:the )?$/u;
const TRAVEL_AFTER =
  /^\s*(?:flight|train|bus\b|plane|shuttle|ferry|departure|alarm|wake-?up|checkout|check-out|uber|taxi|deadline|cut-?off|flug|zug|o'?clock in my)/u;
const SLEEP =
  /\b(?:woke(?: up)?|wake up|awake|been up|up since|slept|bed|asleep|clocks?[^.!?\n]{0,16}|ran out|run out|sold out|was gone|were gone|running on|jet ?lag[^.!?\n]{0,12})(?: at| by| since| until| till| around)?\s*$/u;
const SINCE = /\b(?:since|seit|desde antes de|depuis)\s*(?:the |about |around )?$/u;
const AFTER =
  /\b(?:after|following|post|despues de(?: las)?|depois d[aeo]s?|apres(?: le| la| les)?|nach(?: dem| der)?|between|anytime after|any time after)\s*(?:the |my |our |that |his |her |this |those |today'?s |dem |den |der )?$/u;
const THEIRS =
  /^\s*(?:talks?|keynotes?|sessions?|slots?|breaks?|lunch|plenary|panel|tutorials?|lightning|workshop|coffee|standup|stand-up|announcement|vortr[aä]g|keynote|charla|palestra|conference)/u;
const DURING =
  /\b(?:during|while|instead of|skip(?:ping)?|missed|missing|right before|just before|clash(?:es|ing)? with|conflicts? with|against)\s*(?:the |my |our |that |this )?$/u;

const DAY_BEFORE = new RegExp(`${DAY}+'?s? *$`, 'u');

/** What the hour at that place is: a start, or the end, the deadline or the flight that it belongs to. */
export function roleOf(page: Page, time: Stretch): Role {
  const left = before(page, time.from, 48).replace(DAY_BEFORE, '');
  const right = after(page, time.to, 32);
  if (MOVED_UNTIL.test(left)) return 'start';
  if (TRAVEL.test(left) || TRAVEL_AFTER.test(right)) return 'travel';
  if (DOORS.test(left)) return 'doors';
  if (SLEEP.test(left) || SINCE.test(left)) return 'other';
  if (END.test(left)) return 'end';
  if (DEADLINE.test(left) || /^\s*(?:at the latest|latest)/u.test(right)) return 'deadline';
  if (AFTER.test(left)) return THEIRS.test(right) ? 'other' : 'vague';
  if (DURING.test(left) && THEIRS.test(right)) return 'other';
  return 'start';
}
