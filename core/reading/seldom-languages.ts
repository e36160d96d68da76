import { anyOf, wordList, WORD_END, WORD_START } from './words.ts';

/** Folded words of Turkish, Finnish, and Hindi in Latin letters that no language with many labelled posts has. */
const SELDOM_WORDS = new RegExp(
  `${WORD_START}${anyOf(
    wordList(`
      icin
      saat
      bugun
      yarin
      degil
      herkes
      hakkinda
      bulusma
      bulusuyoruz
      bekleriz
      gelin
      sohbet
      sohbeti
      atolye
      atolyesi
      oturum
      oturumu
      toplanti
      lutfen
      aksam
      sabah
      ogleden
      sonra
      birlikte
      kisi
      odasi
      odada
      salonu
      salonda
      hain
      baje
      aaj
      jao
      aao
      aana
      karenge
      milenge
      milte
      hogi
      nahi
      kya
      wala
      wale
      liye
      bhi
      raha
      rahe
      rahi
      yaar
      shaam
      subah
      raat
      chalo
      klo
      tervetuloa
      tanaan
      huomenna
      kanssa
      mukaan
      puhutaan
      suomeksi
      tilassa
    `),
  )}${WORD_END}`,
  'gu',
);
/** One such word, or one word with such a letter, may be a name; two are the language of the post. */
const LEAST_WORDS = 2;
/** Letters of Turkish, Czech, Hungarian or Romanian that no language with many labelled posts has. */
const OWN_LETTER = /[ıİğşřěůčžšťďňőűțș]/iu;
const WORDS_WITH_IT = /\p{L}*[ıİğşřěůčžšťďňőűțș]\p{L}*/giu;

const HAN = /\p{Script=Han}/u;
const KANA = /[\u3040-\u30ff]/u;

/** Whether the post is in a language of which the model knows few posts, although its letters are Latin. */
export function isSeldomLabelledLanguage({ original, plain }: { original: string; plain: string }): boolean {
  // Chinese is written without kana.
  if (HAN.test(plain) && !KANA.test(plain)) return true;
  const spelled = OWN_LETTER.test(original) ? original.match(WORDS_WITH_IT) : null;
  const words = [...(plain.match(SELDOM_WORDS) ?? []), ...(spelled ?? [])];
  return new Set(words).size >= LEAST_WORDS;
}
