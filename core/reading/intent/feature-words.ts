/** What each dictionary of cues is about, in words that follow "is about" or "speaks of". */
const CUES: Readonly<Record<string, string>> = {
  invites: 'invites',
  host: 'is a host’s word',
  'looks-back': 'looks back',
  cancels: 'cancels',
  moves: 'is about a change',
  asks: 'asks',
  hedges: 'is tentative',
  visits: 'is a visitor’s word',
  live: 'reports what goes on now',
  notices: 'is a notice',
  sells: 'advertises',
  they: 'is about others',
  i: 'is about the writer',
  you: 'addresses the readers',
  negates: 'negates',
  'known-session': 'is about a session that is known already',
  announces: 'is an announcement’s word',
  landmark: 'is a landmark',
  'lost-property': 'is about something lost or found',
  full: 'says that it is full or closed',
  broken: 'is about something broken',
  'needs-help': 'asks for help',
  transport: 'is about transport, queues or doors',
  hearsay: 'is hearsay',
  waits: 'waits',
  jokes: 'is a joke or a memory',
  thanks: 'thanks',
  material: 'is about notes or pictures',
  yesterday: 'is in the past',
  sorry: 'is sorry',
  refused: 'is a refusal',
  begun: 'has begun already',
  'first-person-speaker': 'is a speaker’s word',
  offers: 'says what is offered',
  conditional: 'is conditional',
  'plans-unsure': 'is an unsure plan',
};
const PLACES: Readonly<Record<string, string>> = {
  slot: 'beside room or start',
  other: 'in another sentence',
  'ROOM clause': 'beside the room',
  'TIME clause': 'beside the start',
  '2 times': 'twice',
  '3 times': 'three times',
};

/** A feature's name as a person says it; the names of properties say themselves what they mean. */
export function wordsOfFeature(name: string): string {
  const cue = /^(?:(slot|other|ROOM clause|TIME clause|\d times) )?cue (.+)$/u.exec(name);
  if (!cue) return name;
  const [, place, kind = ''] = cue;
  const about = CUES[kind] ?? kind;
  return place === undefined ? about : `${about}, ${PLACES[place] ?? place}`;
}
