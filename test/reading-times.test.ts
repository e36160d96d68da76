import assert from 'node:assert/strict';
import * as fc from 'fast-check';

import { foldText } from '../core/reading/fold-text.ts';
import { dictionaryOf, listOf } from '../core/reading/locales/index.ts';
import { createReader } from '../core/reading/reader.ts';

const POSTED = Date.parse('2017-05-19T16:00:00Z');
const readerAt = (timeZone: string) =>
  createReader({
    id: 'times',
    name: 'Times',
    timeZone,
    startDate: '2017-05-18',
    endDate: '2017-05-21',
    rooms: ['B114', '250 C', '1530', 'Aula 2.14', 'Salon 7'].map((name) => ({ name, aliases: [] })),
  });
const portland = readerAt('America/Los_Angeles');

/** The starts of a post on Friday 19 May 2017, 9:00 in Portland, as local "HH:MM", with the day where it is another. */
function startsOf(text: string, read = portland, timeZone = 'America/Los_Angeles'): string[] {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', hour: '2-digit', minute: '2-digit' });
  return read({ text, postedAt: POSTED })
    .starts.map((start) => format.format(start.at).replace(/^19, /u, ''))
    .toSorted();
}
const all = (expected: readonly string[], ...texts: readonly string[]): void => {
  for (const text of texts) assert.deepEqual(startsOf(text), expected, text);
};

describe('hours, read by our configuration of chrono-node', () => {
  it('are the same however they are written', () => {
    all(
      ['15:30'],
      'BoF 3:30pm B114',
      'BoF 15:30 B114',
      'BoF 15h30 B114',
      'BoF 1530 B114 5 laptops',
      'BoF 3.30 in B114',
    );
    all(['15:30'], 'BoF half past three, B114', 'BoF halb vier, B114', 'BoF a las tres y media, B114');
    all(['15:30'], 'BoF às 3 e meia da tarde, B114', 'BoF trois heures et demie, B114', 'BoF 午後3時半 B114');
    all(['17:45'], 'quinze pras seis, B114', 'quarter to six, B114', 'de seis menos cuarto a siete, B114');
    all(
      ['20, 09:30'],
      'tomorrow 930, B114',
      'tmrw 930 B114 k8s',
      'B114, tomorrow, 9.30 am',
      'Saturday, 09.30 hours, B114',
    );
    all([], 'tomorrow 930 people in B114', 'B114 for 2.30 hours');
    all(['10:00'], 'the 10-Uhr-Session in B114', 'B114, 10 Uhr', 'newcomers walk thru 10am B114');
    all(['16:45'], 'cuarto para las cinco, B114', 'un cuarto para las 5, B114', 'quarter of five, B114');
    all(['11:12'], 'B114, twelve minutes past eleven', 'twelve minutes past 11 in B114');
    all(['16:00'], 'BoF at4pm B114', 'BoF @4pmin B114', 'BoF 4pm,B114', 'Salon 7,4pm BoF');
  });
  it('are half past three for "half three", and doubtful if people may mean half past two', () => {
    const london = readerAt('Europe/London');
    assert.deepEqual(startsOf('BoF half three, B114', london, 'Europe/London'), ['15:30']);
    const berlin = readerAt('Europe/Berlin');
    assert.equal(berlin({ text: 'BoF half three, B114', postedAt: POSTED }).verdict, 'review');
    for (const text of ['Come to our BoF at half three (15:30), B114', 'Come to our BoF, B114, 3.30pm, half three!']) {
      assert.deepEqual(startsOf(text, berlin, 'Europe/Berlin'), ['15:30'], text);
      assert.equal(berlin({ text, postedAt: POSTED - 6 * 3_600_000 }).verdict, 'schedule', text);
    }
  });
  it('start at the start of a range, in the half of the day that its end shows', () => {
    all(['15:00'], 'BoF 3-5pm B114', 'BoF 3pm to half past four B114', 'BoF 3 till 5pm, B114', 'BoF 15:00-17:00 B114');
    all(['11:00'], 'BoF 11-1pm B114', 'BoF 11 to 1 in B114', 'BoF between 11 and 1, B114');
    all(['12:00'], 'study group 12-1 in B114', '12-1 lunch with the book club, B114');
    all([], '2-3 people for lunch, B114');
  });
  it('are several if the post names several', () => {
    all(
      ['16:00', '17:00'],
      'BoF at 4 or 5, B114?',
      'BoF is at 5 not 4. B114',
      'BoF not at 4, it is at 5pm B114'.replace('it is', "it's"),
    );
    all(['11:00', '14:00', '16:00'], 'Raffle draws at 11, 2 and 4, B114');
    all(['16:00'], 'BoF at 4, 2 laptops are there, B114', 'BoF 4pm, 5 of us so far, B114');
  });
  it('are not read from ends, deadlines, doors and departures', () => {
    all(
      [],
      'B114 closes at 5',
      'sign up by 5pm in B114',
      'doors 5pm',
      'the shop shuts at 5',
      'Mi tren sale a las 14:40',
    );
    all([], 'last train 21:14', 'Landed at 5am', '締切は14日23:59', 'Meu voo é 21h10', 'vouchers expire at 2:30');
    all(['18:30'], 'sketching 6:30pm B114, sun goes at 8:50pm', 'With jet lag: 6:30pm in B114', '6:30 up in B114');
    all(['17:00'], 'drop by at 5pm, B114', 'come by B114 at 5', 'doors 4:30, show 5pm, B114');
  });
  it('are read beside a room without a word such as "at"', () => {
    const numbers = fc.integer({ min: 10, max: 12 });
    const frames = fc.constantFrom(
      (hour: string) => `B114 ${hour}15 wardley maps`,
      (hour: string) => `B114!! ${hour}:15!! mermaids`,
      (hour: string) => `B114, ${hour}.15. Bring tea`,
      (hour: string) => `It is quiet here. ${hour}:15 in B114`,
    );
    fc.assert(
      fc.property(numbers, frames, (hour, frame) => {
        assert.deepEqual(startsOf(frame(String(hour))), [`${hour}:15`]);
      }),
    );
    all(['15:00'], 'BoF, B114, three, tea', "Orientation's 3 in B114", 'B114 for three, bring a kazoo', '3p B114');
    all(['21, 10:00'], 'Sun 10, B114', 'B114, Sunday, ten');
  });
  it('are not read from lengths, ratios, versions and titles', () => {
    all([], 'it took me 2h10', '12 hrs, 4 people', '1:47 of pure joy', '42 PRs in 3 hrs', '9:16 video in B114');
    all(['17:00'], '"Alerts that wake you at 3am", 5pm B114', 'Python 3.10 and Django 4.20, 5pm B114');
  });
  it('are not read from numbers of a thread or of free places', () => {
    all(['13:30'], '1/ BoF at 13:30 in B114 2/ no slides', 'BoF à 13h30, B114, places limitées à 8');
    all(['19:45'], "sunset yoga B114, 7:45pm till the sun's gone (8:40ish)");
  });
  it('are not read in a name that is made of an hour, if the hour itself follows', () => {
    all(['12:15'], 'Noon prayer, B114, 12:15', 'midi des mainteneurs à 12h15, B114', 'tea at midi (12h15), B114');
    all(['20, 00:00'], 'Midnight snacks at 12am, B114');
    all(['21:00'], 'Midnight in Paris: film night 9pm in B114');
    all(['16:30'], "Five o'clock somewhere: mocktails at 4:30pm, B114");
    all(['12:00', '15:00'], 'Noon lunch in B114, 3pm coffee', 'noon in B114, and again at 3pm');
    all(['12:00', '13:00'], 'Noon lunch with Ana, board games at 1pm in B114', 'Meet at noon in B114, talks at 1pm');
  });
  it('are rooms if the list has such a room and the post gives another hour', () => {
    const reading = portland({ text: 'BoF 5pm, 1530', postedAt: POSTED });
    assert.deepEqual(
      reading.rooms.map((room) => room.name),
      ['1530'],
    );
    all(['17:00'], 'BoF 5pm, 1530', 'el 2.14 a las 17h');
  });
  it('are read after a word that often has a number', () => {
    all(
      ['17:30'],
      'BoF on the B114 steps 5:30',
      'B114, back table 5:30',
      'B114, second floor 5:30',
      'B114 steps 5:30pm',
    );
    all(['17:00'], 'BoF on the B114 steps 5 pm', 'B114, by the gate 5pm');
    all(['15:00'], 'We read chapter 3:16 at 3pm, B114');
  });
  it('are read if each fact is a separate sentence', () => {
    all(['20, 14:00'], 'Ports of COBOL. B114. Saturday. 2. Bring snacks.', 'Saturday. B114. 2. Snacks.');
    all(['20, 14:00'], '2. Saturday. B114. Snacks.', 'Tomorrow. 2. B114. Snacks.');
    all([], 'Saturday. 2 chairs are missing in B114.', 'B114. Sunday. 20. Snacks.');
  });
  it('are read in dictated posts', () => {
    all(['15:30'], 'BoF at three thirty p m in B114', 'BoF at 3 30 p m in B114', 'BoF in B114 at half past three p m');
    all(['20, 10:00'], "tomorrow at ten o'clock a m in B114", 'B114 tomorrow ten a m');
  });
  it('are read before "itself" and "only", as people in India write', () => {
    all(['13:00'], 'Will be in B114 from 1 itself', 'BoF at 1 only, B114');
  });
  it('are the next time with that minute after the posting, if no hour is named', () => {
    all(['09:30'], 'at half past in B114', 'half past, B114: tea', 'B114 at half past!', 'B114, 30 past the hour');
    all(['09:15'], 'starting at quarter past in B114');
    all(['09:45'], 'at quarter to in B114');
    all(['10:00'], 'on the hour in B114', 'top of the hour, B114');
    all([], 'tomorrow at half past in B114', 'five to join us in B114');
    all(['15:00'], 'doors at half past, BoF 3pm, B114');
  });
  it('are the start of the host’s own session in “before our 3pm open space”', () => {
    all(['15:00'], 'charge up before our 3pm open space in B114', 'B114: eat before our 3pm session');
    all([], 'sign up before 3pm in B114', 'right before our 3pm session in B114 I cried');
  });
  it('are not read from the second number of a room', () => {
    for (const text of ['tea - B114 - 3:15pm', 'B114 - 3:15pm tea', 'tea, room 1530 - 3:15pm']) {
      all(['15:15'], text);
      assert.equal(portland({ text, postedAt: POSTED }).rooms.length, 1, text);
    }
  });
});

describe('days', () => {
  it('bind to the hour beside them', () => {
    all(
      ['20, 10:00'],
      'BoF tomorrow 10am B114',
      'BoF Sat 10am B114',
      'BoF 10.00 Saturday in B114',
      'B114, 10 to 11 Sat.',
    );
    all(['20, 20:00'], 'Mixer Saturday night 8 to 10 in B114', 'tomorrow evening 8, B114');
    all(['20, 10:00'], 'BoF 20 May 10.00am, B114', 'am 20.5. um 10 in B114', '20日10時 B114');
  });
  it('are not read in a name, a verb or a thing that is spelled like one', () => {
    const words = fc.constantFrom(
      'Come and meet Sam at',
      'Dom speaks. Find Dom at',
      'Vue sur la mer,',
      'Vai ter bolo, pode ter',
      "Si la canicule ne nous tue pas, c'est",
      'So, everybody:',
      'Our school bus hackers meet',
      'Paper plane league:',
      'Model train set exchange,',
      'deploys on Fridays, a rant,',
      'How squid see, by Prof. Ada, today,',
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 8 }), fc.constantFrom('pm', ':30pm'), (lead, hour, end) => {
        const minutes = end === 'pm' ? '00' : '30';
        assert.deepEqual(startsOf(`${lead} ${hour}${end}, B114`), [`${hour + 12}:${minutes}`]);
      }),
    );
    all(['17:00'], 'Ven a las 17:00, B114', 'Ist um 17:00 in B114 noch Platz?');
  });
  it('do not count in another sentence than the hour if they are outside the conference', () => {
    const topic = fc.constantFrom('Say what you will try on Wednesday.', 'Version 2 ships on 30 June!', 'Since 4 May.');
    fc.assert(
      fc.property(topic, fc.boolean(), (words, first) => {
        const post = 'BoF 3pm, B114.';
        assert.deepEqual(startsOf(first ? `${words} ${post}` : `${post} ${words}`), ['15:00']);
      }),
    );
  });
  it('have the year that is written with them, in every form of a date', () => {
    const spellings = [
      (year: number) => `May 20 ${year}`,
      (year: number) => `May 20th, ${year},`,
      (year: number) => `20 May ${year}`,
      (year: number) => `20 de mayo de ${year}`,
      (year: number) => `20.05.${year}`,
      (year: number) => `5/20/${year}`,
      (year: number) => `20/05/${year}`,
      (year: number) => `${year}-05-20`,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...spellings), fc.constantFrom(2015, 2016, 2017, 2018), (spelled, year) => {
        const text = `Yoga ${spelled(year)} at 3pm in B114`;
        const { verdict, starts } = portland({ text, postedAt: POSTED });
        assert.deepEqual(
          starts.map(({ at }) => new Date(at).toISOString()),
          [`${year}-05-20T22:00:00.000Z`],
          text,
        );
        assert.equal(verdict === 'schedule', year === 2017, text);
      }),
    );
  });
  it('are unclear if they belong to an event that is still planned', () => {
    const verdictOf = (text: string): string => portland({ text, postedAt: POSTED }).verdict;
    assert.equal(verdictOf('Sunday brunch planning, 5:15pm, B114, all welcome'), 'review');
    all(['17:00'], 'Sunday brunch planning, today 5pm in B114', 'Sunday brunch planning: 5pm today, B114');
    all(['21, 17:00'], 'Sunday 5pm brunch planning, B114', 'Join our Sunday brunch at 5pm, B114');
  });
  it('are in the past if the words say so', () => {
    all(['18, 16:00'], 'Yesterday at 4pm in B114 was fun', 'War gestern um 16 Uhr in B114', '昨日16時のB114');
    all(['16:00'], 'Yesterday was full, so again: 4pm in B114');
  });
});

describe('now', () => {
  it('is a start beside a room and an invitation', () => {
    all(
      ['09:00'],
      'Starting now in B114, come by',
      'Jetzt im B114: Kekse',
      'B114, now.',
      "we're in B114 right now with donuts, come on in",
      'some of us are knitting now in B114, pull up a chair',
      "we're at B114 now, come play",
    );
  });
  it('is no start if somebody says what is running', () => {
    all([], 'Ada is speaking now in B114', 'B114: just started', 'standing in B114, cold now', '1,200 followers now');
  });
});

describe('the words of each language', () => {
  it('are folded as the text is', () => {
    const lists = (
      ['noon', 'midnight', 'at', 'hourCues', 'to', 'ends', 'deadlines', 'now', 'saysMorning', 'saysEvening'] as const
    ).flatMap(listOf);
    const keys = (
      ['hours', 'months', 'weekdays', 'today', 'tomorrow', 'yesterday', 'units', 'partsOfDay', 'afterHour'] as const
    ).flatMap((key) => [...dictionaryOf(key).keys()]);
    for (const word of [...lists, ...keys]) assert.equal(foldText(word, 100).plain, word);
  });
  it('do not read an hour from a part of a longer number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 25, max: 999 }), fc.constantFrom(':30', '.30', ' Uhr', 'h15'), (number, end) => {
        assert.deepEqual(startsOf(`BoF at ${number}${end}, B114`), []);
      }),
    );
  });
});
