import assert from 'node:assert/strict';

import { createReader } from '../core/reading/reader.ts';

const read = createReader({
  id: 'nights',
  name: 'Nights',
  timeZone: 'Europe/Berlin',
  startDate: '2027-06-10',
  endDate: '2027-06-13',
  rooms: ['Room 1', 'Aurora', 'Loft'].map((name) => ({ name, aliases: [] })),
});

/** Posts written at `posted`, "DD hh:mm" of June, and the starts that they give. */
function expectStarts(posted: string, expected: readonly string[], ...texts: readonly string[]): void {
  for (const text of texts) {
    const { starts } = read({ text, postedAt: Date.parse(`2027-06-${posted.replace(' ', 'T')}:00+02:00`) });
    const local = starts.map(({ at }) => new Date(at + 2 * 3_600_000).toISOString().slice(8, 16).replace('T', ' '));
    assert.deepEqual(local, expected, `${posted}: ${text}`);
  }
}
const verdictAt = (posted: string, text: string) =>
  read({ text, postedAt: Date.parse(`2027-06-${posted.replace(' ', 'T')}:00+02:00`) });

describe('hours around midnight', () => {
  it('are of the coming night if they are written in the evening', () => {
    for (let minutes = 0; minutes < 6 * 60; minutes += 15) {
      const hour = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
      expectStarts('11 23:50', [`12 ${hour}`], `Night chess ${hour} in Room 1`, `Heute ${hour} Schach in Room 1`);
    }
    expectStarts('11 23:50', ['12 01:00'], 'Chess at 1am in Room 1', 'Schach um 01:00 Uhr in Room 1');
    expectStarts('11 20:00', ['12 00:30'], 'Chess at 12:30am in Room 1', 'Ajedrez a las 00:30 en Room 1');
    const { verdict } = verdictAt('11 23:50', 'Join us for night chess at 1am in Room 1!');
    assert.equal(verdict, 'schedule');
  });

  it('may be the midnight that has just passed, in a post of the first quarter of an hour', () => {
    for (const text of ['Join us for tea at midnight in Room 1!', 'Join us for tea tonight at midnight in Room 1!']) {
      expectStarts('11 00:05', ['11 00:00', '12 00:00'], text);
      assert.equal(verdictAt('11 00:05', text).verdict, 'review');
      expectStarts('11 00:20', ['12 00:00'], text);
    }
  });

  it('are of the day of the post if they are written by day', () => {
    expectStarts('11 14:00', ['11 00:30'], 'Chess 00:30 in Room 1');
    assert.equal(verdictAt('11 14:00', 'Join us for chess at 1am in Room 1!').verdict, 'review');
    expectStarts('11 23:50', ['11 01:00'], 'This morning at 1am we met in Room 1');
  });

  it('are after midnight with "tonight", in every language that is read', () => {
    expectStarts(
      '11 16:00',
      ['12 01:00'],
      'Tonight at 1am in Room 1',
      'Tonight at 1 in Room 1',
      'Room 1, tonight at 1',
    );
    expectStarts('11 16:00', ['12 00:30'], 'Tonight at 12:30 in Room 1', 'Ce soir à 00h30 en Room 1');
    expectStarts('11 16:00', ['12 01:00'], 'Heute Nacht um 1 in Room 1', 'Cette nuit à 1h, Room 1');
    expectStarts('11 16:00', ['12 01:00'], 'Esta noche a la 1 en Room 1', 'Vannacht om 1 uur in Room 1');
    expectStarts('11 16:00', ['12 01:00'], 'Stanotte alle 1:00, Room 1', 'Hoje à noite, 1:00, Room 1');
    expectStarts('11 16:00', ['12 01:00'], 'I natt kl 01:00, Room 1', 'Bu gece saat 01:00, Room 1');
    expectStarts('11 16:00', ['12 01:00'], 'Stanotte all’1 in Room 1: yoga', 'Stanotte all’una in Room 1: yoga');
    expectStarts('11 21:00', ['12 00:30'], '今夜0:30 Room 1 ヨガ', '今夜12時半 Room 1 ヨガ');
    expectStarts('11 21:00', ['12 00:30'], '深夜0:30 Room 1 ヨガ');
    expectStarts('11 21:00', ['12 01:00'], '今晩1時 Room 1 ヨガ', '晚上1点 Room 1 瑜伽');
    expectStarts('11 16:00', ['11 20:30'], '今夜8:30 Room 1 ヨガ');
    assert.equal(verdictAt('11 11:00', '今夜0:30 Room 1 ヨガやります').verdict, 'review');
    expectStarts('11 10:00', ['11 13:00'], 'This afternoon at 1 in Room 1', 'Esta tarde a la 1 en Room 1');
    expectStarts('11 14:00', ['11 15:30'], 'Tonight’s plan: Room 1 at 3:30');
    expectStarts('11 22:00', ['12 03:30'], 'Tonight at 3:30 in Room 1');
  });

  it('are a question for a person where a night belongs to two days', () => {
    expectStarts('10 11:00', ['11 01:00', '12 01:00'], 'Friday night at 1am in Room 1');
  });

  it('after the last day are outside the conference, and not in the past', () => {
    expectStarts('13 23:50', ['14 00:30'], 'Night chess 00:30 in Room 1');
    const { verdict, reasons } = verdictAt('13 23:50', 'Join us for night chess at 00:30 in Room 1!');
    assert.equal(verdict, 'review');
    assert.deepEqual(
      reasons.filter(({ about }) => about === 'verdict').map(({ words }) => words),
      ['review: the start is outside the conference'],
    );
    expectStarts('09 23:50', ['10 00:30'], 'Night chess 00:30 in Room 1');
  });

  it('are of the same night if they are written after midnight', () => {
    expectStarts(
      '12 00:20',
      ['12 01:00'],
      'Tonight at 1am in Room 1',
      'Chess at 1am in Room 1',
      'Heute Nacht um 1, Loft',
    );
    expectStarts('12 00:20', ['12 23:00'], 'Tonight 23:00 in Room 1', 'Tonight at 11pm in Room 1');
    expectStarts('12 00:20', ['12 09:00'], 'Today 9am in Room 1', 'Heute um 9 Uhr in Room 1');
  });

  it('need a person with "tomorrow" after midnight, unless the weekday is beside it', () => {
    const text = 'Join our open space on tea, tomorrow 9am in Aurora';
    const doubt = 'review: “tomorrow”, said after midnight, may be this day';
    assert.deepEqual(
      verdictAt('12 00:20', text)
        .reasons.filter(({ about }) => about === 'verdict')
        .map(({ words }) => words),
      [doubt],
    );
    assert.equal(verdictAt('12 00:20', text.replace('tomorrow', 'tomorrow, Sunday,')).verdict, 'schedule');
    assert.equal(verdictAt('11 23:50', text).verdict, 'schedule');
  });
});
