import assert from 'node:assert/strict';

import { createReader } from '../core/reading/reader.ts';
import type { Reading } from '../core/reading/reading.ts';

const TUESDAY = '2025-06-03';
const read = createReader({
  id: 'languages',
  name: 'Languages',
  timeZone: 'Europe/Zurich',
  startDate: '2025-06-02',
  endDate: '2025-06-07',
  rooms: ['Room 21', 'Aula', 'אולם 3', 'قاعة النيل', 'Зал Аврора', '会議室5'].map((name) => ({ name, aliases: [] })),
});
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Zurich', dateStyle: 'short', timeStyle: 'short' });

/** A post of Tuesday at 7:00. */
const readingOf = (text: string): Reading => read({ text, postedAt: Date.parse(`${TUESDAY}T07:00:00+02:00`) });
const startsOf = (text: string): string[] => readingOf(text).starts.map(({ at }) => clock.format(at));
const roomsOf = (text: string): string[] => readingOf(text).rooms.map(({ name }) => name);
const all = (start: string, ...texts: readonly string[]): void => {
  for (const text of texts) assert.deepEqual(startsOf(text), [start], text);
};

describe('posts in other languages than the labelled hands', () => {
  it('have their day read', () => {
    all(
      `2025-06-04 14:00`,
      'מחר ב-14:00 ב-Room 21',
      'غدًا الساعة 14:00 في Room 21',
      'بكرة الساعة ٢ مساءً في Room 21',
      'завтра в 14:00 в Room 21',
      "yarın saat 14:00'te Room 21'de",
      'zítra 14:00 Room 21',
      'huomenna 14:00 Room 21',
      'besok 14:00 Room 21',
      '明天 14:00 Room 21',
    );
    all(
      `2025-06-05 14:00`,
      'מחרתיים ב-14:00 ב-Room 21',
      'ביום חמישי ב-14:00 ב-Room 21',
      "יום ה' 14:00 Room 21",
      'بعد غد الساعة 14:00 في Room 21',
      'الخميس الساعة 14:00 في Room 21',
      'в четверг в 14:00 в Room 21',
      'perşembe 14:00 Room 21',
      'torstaina 14:00 Room 21',
      '周四 14:00 Room 21',
    );
    all(`2025-06-03 14:00`, 'היום ב-14:00 ב-Room 21', 'اليوم الساعة 14:00 في Room 21', 'bugün 14:00 Room 21');
  });
  it('are read in Hindi, in Devanagari and in Latin letters', () => {
    all(`2025-06-03 17:00`, 'Room 21 mein 5 baje milte hain', 'aaj shaam 5 baje Room 21');
    all(`2025-06-03 17:00`, 'Room 21 में ५ बजे मिलते हैं');
    all(`2025-06-03 17:30`, 'sadhe 5 baje Room 21 mein', 'आज साढ़े पाँच बजे Room 21 में', 'Room 21 5:30 baje');
    all(`2025-06-03 14:30`, 'dhai baje Room 21 mein aa jao', 'ढाई बजे Room 21 में');
    all(`2025-06-03 16:45`, 'paune paanch baje Room 21');
    all(`2025-06-04 09:00`, 'kal subah 9 baje Room 21 mein milenge', 'कल सुबह 9 बजे Room 21 में मिलेंगे');
    all(`2025-06-05 11:00`, 'guruvar 11 baje Room 21', 'गुरुवार 11 बजे Room 21');
    all(`2025-06-02 15:00`, 'kal 3 baje Room 21 mein session tha', 'कल 3 बजे Room 21 में सेशन था');
    all(`2025-06-03 07:15`, '15 minute mein Room 21 aa jao');
    assert.deepEqual(startsOf('Room 21 5 baje tak khula hai'), []);
    assert.deepEqual(roomsOf('कमरा 21 में ५ बजे'), ['Room 21']);
  });
  it('are read in Chinese and Finnish, but never for sure', () => {
    all(`2025-06-03 16:30`, '下午4点半，Room 21，欢迎', '下午四点半 Room 21', '16点30分 Room 21', 'klo 16.30 Room 21');
    all(`2025-06-04 10:00`, '明天上午10点 Room 21', '明天10点 Room 21');
    for (const text of ['Room 21の3点セット', '一時閉鎖 Room 21']) assert.deepEqual(startsOf(text), [], text);
    for (const text of ['下午4点半，Room 21，一起聊聊', 'Tänään klo 16, Room 21, tervetuloa kaikki!']) {
      assert.equal(readingOf(text).verdict, 'schedule', text);
      assert.equal(readingOf(text).sure, false, text);
    }
  });
  it('name a Chinese room in Japanese, simplified or traditional characters', () => {
    assert.deepEqual(roomsOf('下午4点 会议室5'), ['会議室5']);
    assert.deepEqual(roomsOf('下午4點 會議室5'), ['会議室5']);
  });
  it('are left to a person if "kal" may be yesterday or tomorrow', () => {
    const unclear = ['kal 5 baje Room 21', 'कल 5 बजे Room 21'];
    for (const text of unclear) assert.equal(readingOf(text).verdict, 'review', text);
    all(`2025-06-03 17:00`, 'A talk with Kal, 5pm, Room 21');
  });
  it('have no day in a longer word', () => {
    all(`2025-06-03 14:00`, 'סדנת מחרוזות ב-14:00 ב-Room 21', 'غداء الساعة 14:00 في Room 21');
  });
  it('have their hour and its half of the day read', () => {
    all(`2025-06-04 09:00`, 'מחר ב-9 בבוקר ב-Room 21', 'غدا ٩ صباحًا في Room 21', 'завтра в 9 утра в Room 21');
    all(`2025-06-04 19:00`, 'מחר בשעה 7 בערב ב-Room 21', 'غدا الساعة 7 مساءً Room 21', 'завтра в 7 вечера в Room 21');
    all(`2025-06-04 07:30`, 'Ochtendwandeling morgen om 7:30, Aula', 'Frühstücksrunde morgen um 7:30, Aula');
    all(`2025-06-03 20:30`, 'Avondwandeling om 8:30, Aula', 'Abendrunde um 8:30, Aula');
  });
  it('have their rooms read, with the small words that are part of them', () => {
    assert.deepEqual(roomsOf('היום ב-14:00 באולם 3'), ['אולם 3']);
    assert.deepEqual(roomsOf('היום ב-14:00 בחדר 21'), ['Room 21']);
    assert.deepEqual(roomsOf('اليوم الساعة 14:00 في قاعة النيل'), ['قاعة النيل']);
    assert.deepEqual(roomsOf('сегодня в 14:00 в зале Аврора'), ['Зал Аврора']);
    assert.deepEqual(roomsOf("bugün 14:00 Aula'da çay"), ['Aula']);
  });
  it('are not scheduled if they call a session off, move it or ask', () => {
    for (const text of [
      'הסדנה של 14:00 ב-Room 21 בוטלה, סליחה',
      'تم إلغاء جلسة الساعة 14:00 في Room 21، نعتذر',
      'встреча в 14:00 в Room 21 отменяется',
      "Room 21'deki 14:00 oturumu iptal",
      'מישהו יודע אם Room 21 פנוי ב-14:00?',
      'кто-нибудь знает, что в Room 21 в 14:00?',
      'ورشة الساعة 14:00 في Room 21 اكتمل العدد، نعتذر',
      'Room 21 mein 5 baje wala session cancel ho gaya, sorry dosto',
      'Room 21 में 5 बजे वाला सेशन रद्द हो गया है',
      'kisi ko pata hai Room 21 mein 5 baje kya hai?',
      '取消：下午4点 Room 21',
      '下午4点的活动改到Room 21',
      'peruttu: klo 14, Room 21',
      'Přednáška ve 14:00 v Room 21 je zrušena',
      'Скасовано: 14:00, Room 21',
      'Sesiunea de la 14:00 din Room 21 a fost anulată',
    ])
      assert.equal(readingOf(text).verdict, 'review', text);
  });
  it('are never read for sure in a script with too few labelled posts', () => {
    const reading = readingOf('завтра в 14:00 в Room 21 чай и разговоры, приходите');
    assert.equal(reading.verdict, 'schedule');
    assert.equal(reading.sure, false);
  });
  it('are never read for sure in a language with too few labelled posts', () => {
    for (const text of [
      'bugün saat 16:30 Room 21: herkes davetli, bekleriz',
      'Bugun saat 16:30 Room 21, herkes davetli, gelin',
      'aaj 5 baje Room 21 mein milte hain, sab aa jao, bring your laptop',
    ]) {
      const reading = readingOf(text);
      assert.equal(reading.verdict, 'schedule', text);
      assert.equal(reading.sure, false, text);
    }
  });
  it('are left to a person in a script whose words are not read', () => {
    for (const text of ['कल 14:00 Room 21', '내일 14:00 Room 21 파이썬', 'αύριο 14:00 Room 21', 'พรุ่งนี้ 14:00 Room 21'])
      assert.equal(readingOf(text).verdict, 'review', text);
  });
});
