/** Describes features in words, for `npm run read -- … --explain`. */

/** The effect of a phrase, by dictionary; written after the phrase. */
const CUES: Readonly<Record<string, string>> = {
  announces: 'announces',
  asks: 'asks',
  begun: 'has begun already',
  broken: 'is about something broken',
  cancels: 'cancels',
  'cancels-surely': 'cancels',
  'moves-surely': 'is a change',
  'hedges-surely': 'is tentative',
  'sells-surely': 'advertises',
  'self-notes': 'is a note to oneself',
  'visitor-surely': 'is a visitor’s word',
  conditional: 'is conditional',
  denies: 'denies',
  'first-person-speaker': 'is a speaker’s word',
  full: 'says that it is full or closed',
  hearsay: 'is hearsay',
  hedges: 'is tentative',
  host: 'is a host’s word',
  i: 'is about the writer',
  invites: 'invites',
  itinerary: 'is a plan of the day',
  jokes: 'is a joke or a memory',
  'known-session': 'is about a session that people know already',
  landmark: 'is a landmark',
  live: 'reports what goes on now',
  'looks-back': 'looks back',
  'lost-property': 'is about something lost or found',
  material: 'is about notes or pictures',
  moves: 'is about a change',
  'needs-help': 'asks for help',
  negates: 'negates',
  notices: 'is a notice',
  offers: 'says what is offered',
  'plans-unsure': 'is an unsure plan',
  queues: 'is about a queue',
  quotes: 'quotes',
  refused: 'is a refusal',
  sells: 'advertises',
  sorry: 'is sorry',
  staff: 'is for the staff',
  thanks: 'thanks',
  they: 'is about others',
  transport: 'is about transport or doors',
  visits: 'is a visitor’s word',
  waits: 'waits',
  'would-have': 'tells what would have been',
  yesterday: 'is in the past',
  you: 'addresses the readers',
};
const SIGNS: Readonly<Record<string, string>> = {
  MENTION: 'mention',
  PICTURE: 'emoji',
  TITLE: 'quoted title',
  NUMBER: 'number',
  DAY: 'day',
  LINE: 'line break',
  '!': 'exclamation mark',
  '?': 'question mark',
};
const COUNTS: Readonly<Record<string, string>> = {
  'up to 0': 'no',
  'up to 1': 'one',
  'up to 2': 'two',
  'over 2': 'several',
};
/** Patterns of names; the first that matches is used. `$1` and so on are parts of the name. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/^word .+$/u, 'is said'],
  [/^.+ < TIME$|^TIME > .+$/u, 'stands beside the start'],
  [/^.+ < ROOM$|^ROOM > .+$/u, 'stands beside the room'],
  [/^slot begins .+$/u, 'begins the sentence with the room or the start'],
  [/^other begins .+$/u, 'begins another sentence'],
  [/^slot ends (\S+)$/u, 'the sentence with the room or the start ends with “$1”'],
  [/^slot ends $/u, 'the sentence with the room or the start ends with the post'],
  [/^other ends (\S+)$/u, 'another sentence ends with “$1”'],
  [/^other ends $/u, 'another sentence ends with the post'],
  [/^slot asks$/u, 'the sentence with the room or the start asks'],
  [/^slot is (first|last)$/u, 'the sentence with the room or the start is the $1'],
  [/^slot is between$/u, 'the sentence with the room or the start is in the middle'],
  [/^(ROOM|TIME) clause is bare$/u, 'the clause has hardly a word beside it'],
  [/^cues (\d) of 8$/u, '$1 of 8 words are cues'],
  [/^starts over with day.*$/u, 'the start had passed when this was posted'],
  [/^starts over.*$/u, 'the hour had passed when this was posted'],
  [/^starts none.*$/u, 'no start'],
  [/^starts (.+?)(?:, with(out)? day)?$/u, 'starts $1'],
  [/^1 (room|start)s$/u, 'one $1'],
];

function sayFeature(name: string): string {
  const cue = /\bcue (.+)$/u.exec(name)?.[1];
  if (cue !== undefined) return CUES[cue] ?? cue;
  const count = /^((?:up to|over) \d) (\S+)$/u.exec(name);
  if (count) {
    const [, many = '', sign = ''] = count;
    const plural = many === 'up to 2' || many === 'over 2' ? 's' : '';
    return `${COUNTS[many] ?? many} ${SIGNS[sign] ?? sign}${plural}`;
  }
  const shape = SHAPES.find(([pattern]) => pattern.test(name));
  return shape ? name.replace(...shape) : name;
}

const said = new Map<string, string>();

/** Words for a feature's name; if there are words that show it, they come first. Only for features of a model. */
export function wordsOfFeature(name: string): string {
  const known = said.get(name);
  if (known !== undefined) return known;
  const words = sayFeature(name);
  said.set(name, words);
  return words;
}
