import { anyOf, wordList, WORD_END, WORD_START } from './words.ts';

/** Folded words of Turkish and of Hindi in Latin letters that no language with many labelled posts has. */
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
    `),
  )}${WORD_END}`,
  'gu',
);
/** One such word, or one word with such a letter, may be a name; two are the language of the post. */
const LEAST_WORDS = 2;
/** Words with letters of Turkish that no language with many labelled posts has. */
const TURKISH_LETTER = /[ığİĞşŞ]/u;
const TURKISH_WORDS = /\p{L}*[ığİĞşŞ]\p{L}*/gu;

/** Whether the post is in a language of which the model knows few posts, although its letters are Latin. */
export function isSeldomLabelledLanguage({ original, plain }: { original: string; plain: string }): boolean {
  const turkish = TURKISH_LETTER.test(original) ? original.match(TURKISH_WORDS) : null;
  const words = [...(plain.match(SELDOM_WORDS) ?? []), ...(turkish ?? [])];
  return new Set(words).size >= LEAST_WORDS;
}
