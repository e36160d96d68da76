import { counted, inPlace } from '../../../core/words.ts';

interface Shown {
  /** The number of shown sessions that take place. */
  readonly shown: number;
  readonly all: number;
  readonly cancelled: number;
  readonly isFiltered: boolean;
}

interface Tab {
  readonly conference: string;
  readonly where: string | undefined;
  readonly q: string | undefined;
}

/** The words of the attendees' pages. */
export const scheduleWords = {
  schedule: {
    title: 'Open spaces',
    nav: 'Schedule',
    room: 'Room',
    allRooms: 'All rooms',
    search: 'Search',
    now: 'Now',
    nothingNow: 'Nothing at the moment.',
    next: 'Next',
    nothingNext: 'Nothing more is announced.',
    none: 'No open spaces yet. New ones appear here.',
    showAll: 'Show all',
    cancelled: 'Cancelled',
    screen: 'Hallway screen',
    print: 'Board to print',
    organisers: 'Organisers',
    hourAssumed: 'End times assume that each open space lasts an hour.',
    share: 'Open spaces: what is on now, what is next, and every day.',
    noSuchRoom: 'No such room',
    noSuchRoomHint: 'This conference has no room with that name.',
    itIs: (now: string) => `It is ${now}.`,
    old: (at: string) => `This page may be out of date: it is from ${at}.`,
    noneFound: (q: string | undefined, where: string | undefined): string =>
      `No open spaces${q === undefined ? '' : ` with “${q}”`}${where === undefined ? '' : ` ${inPlace(where)}`}.`,
    moved: (where: string | undefined, at?: string): string =>
      ['Moved, was', at, where && inPlace(where)].filter(Boolean).join(' '),
    count({ shown, all, cancelled, isFiltered }: Shown): string {
      const count = isFiltered ? `${shown} of ${counted(all, 'open space')}` : counted(shown, 'open space');
      return cancelled === 0 ? count : `${count}, ${cancelled} cancelled`;
    },
  },

  tab: {
    schedule: ({ conference, where, q }: Tab): string =>
      [q === undefined ? undefined : `“${q}”`, where ?? 'Open spaces', conference].filter(Boolean).join(' · '),
    screen: ({ conference, where }: Tab) => ['Screen', where ?? 'Open spaces', conference].join(' · '),
    print: ({ conference, where }: Tab) => ['Board to print', where, conference].filter(Boolean).join(' · '),
  },

  event: {
    starts: 'Starts',
    ends: 'Ends',
    where: 'Where',
    add: 'Add to your calendar',
    tweet: 'the post on X',
    about: (time: string) => `about ${time} (assuming an hour)`,
    site: (conference: string) => `Open spaces at ${conference}`,
    imageAlt: 'Open spaces: now, next, today',
    cancelledTitle: (title: string) => `Cancelled: ${title}`,
    notThere: 'Not on the schedule',
    notThereHint: 'There is no such open space, or it is not public.',
  },

  calendar: {
    title: (conference: string) => `${conference}: open spaces`,
    subscribe: 'Subscribe',
    google: 'Google Calendar',
    outlook: 'Outlook',
    file: 'Calendar file',
  },

  screen: {
    titleIn: (where: string) => `Open spaces ${inPlace(where)}`,
    later: 'Later today',
    nothingLater: 'Nothing more today.',
  },

  print: {
    start: 'Start',
    sheet: (number: number, count: number) => `sheet ${number} of ${count}`,
    asOf: (time: string) => `As of ${time}.`,
  },
} as const;
