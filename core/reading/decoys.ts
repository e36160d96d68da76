/** Hides numbers that are neither hours nor rooms, at equal length: versions, prices, scores, numbers in titles. */
import { dayNumber, isNear, type Calendar } from './calendar.ts';
import { AGES, AGES_SIGN } from './ages.ts';
import { DECOY, findAll, markStretches, stretchOf, type Page, type Stretch } from './marked-text.ts';
import { anyOf, wordList } from './words.ts';

/** Words whose number is a version, a page, a booth. */
const NUMBERED = new Set(
  wordList(`
    python
    py
    pypy
    cython
    django
    flask
    fastapi
    pydantic
    sqlalchemy
    celery
    airflow
    numpy
    pandas
    tensorflow
    pytorch
    keras
    spark
    conda
    pip
    poetry
    rust
    node
    nodejs
    go
    java
    php
    ruby
    rails
    postgres
    postgresql
    mysql
    sqlite
    redis
    kubernetes
    k8s
    helm
    docker
    ansible
    terraform
    puppet
    chef
    vue
    react
    angular
    typescript
    ts
    swift
    kotlin
    scala
    ubuntu
    debian
    fedora
    windows
    ios
    android
    macos
    pi
    http
    tls
    gpt
    llama
    claude
    gemini
    version
    release
    ver
    v
    pep
    rfc
    chapter
    part
    level
    vol
    volume
    season
    episode
    ep
    lesson
    step
    top
    article
    section
    question
    issue
    pr
    ticket
    bug
    figure
    fig
    table
    booth
    stand
    gate
    floor
    page
    score
    ratio
    rated
    age
    aged
    bpm
    tram
    line
  `),
);
/** Units at the end of prices, sizes and counts. */
const UNIT = anyOf(
  wordList(`
    €
    £
    $
    usd
    eur
    euro
    euros
    kc
    czk
    inr
    rs
    rupees
    dollars
    bucks
    pounds
    lpa
    yen
    円
    %
    gb
    mb
    tb
    kb
    km
    kg
    cm
    mm
    c
    °
    °c
    ms
    fps
    mhz
    ghz
    px
    dpi
    pts
    points
    lines
    loc
    rows
    stars
    downloads
    users
    issues
  `),
);
const RESULT = anyOf(
  wordList(`
    win
    loss
    lead
    victory
    score
    vote
    ratio
    up
    down
  `),
);
const VERSE = anyOf(
  wordList(`
    john
    luke
    mark
    matthew
    psalm
    psalms
    genesis
    romans
  `),
);

/** Numbers with another meaning in any position, each with a sign that it always contains. */
const DIGIT = /\d/u;
const DECOYS: readonly (readonly [sign: RegExp, pattern: RegExp])[] = [
  // "places limitées à 8", "limited to 20".
  [
    /limit|begrenzt|beperkt/u,
    /\b(?:limit[a-z]{0,4} (?:a|to|au?x?)|begrenzt auf|beperkt tot) \d{1,3}(?![a-z0-9:]| ?[ap]m)/gu,
  ],
  [/24/u, /(?<![a-z0-9])24 ?[/x] ?7(?:\/365)?(?![a-z0-9])/gu],
  [/[$€£¥₹]/u, /[$€£¥₹] ?\d[\d.,]{0,12}(?:k|m|bn)?(?![a-z0-9])/gu],
  [DIGIT, new RegExp(`(?<![a-z0-9.:/-])\\d{1,6}(?:[.,]\\d{1,3})? ?(?:${UNIT}|x(?![a-z]))(?![a-z0-9])`, 'gu')],
  [
    /\d[-:]\d{1,2} [wlvsrud]/u,
    new RegExp(`(?<![a-z0-9.:/-])\\d{1,2}[-:]\\d{1,2} ${RESULT}\\b(?! (?:at|in|on|to|by)\\b)`, 'gu'),
  ],
  // South African prices: "R60 incl. coffee".
  [/r\d/u, /(?<![a-z0-9])r\d{2,4}(?= (?:incl|per|each|only|entry|pp))/gu],
  [/[=^]/u, /(?:[<>=~!]=|\^) ?v?\d{1,4}(?:\.\d{1,4}){0,3}(?![\da-z:])/gu],
  [AGES_SIGN, AGES],
  [/:\d\d:/u, /(?<![a-z0-9.:])\d{1,2}:\d\d:\d\d(?![\d:])/gu],
  [/9:16|\d\+/u, /(?<![a-z0-9.:/-])(?:9:16|\d{1,6}\+(?= ?[a-z]))/gu],
  [new RegExp(`${VERSE} \\d`, 'u'), new RegExp(`\\b${VERSE} \\d{1,3}:\\d{1,3}\\b`, 'gu')],
];
/** One check for all signs except digits: few posts have any of them. */
const SELDOM_SIGN = new RegExp(
  DECOYS.filter(([sign]) => sign !== DIGIT)
    .map(([sign]) => sign.source)
    .join('|'),
  'u',
);

/** "on the steps 5 pm" is an hour; German "Stand 3 am Freitag" is none. */
const NO_MERIDIEM = '(?! ?pm\\b| ?[ap]\\.m| ?am(?! [a-z0-9]))';
const AFTER_WORD = new RegExp(
  '(?<![a-z0-9])(k8s|[a-z]{1,14}(?![a-z])) ?[#v]?(\\d{1,6}(?:[.:]\\d{1,4}){0,3}\\+?)(?![\\da-z]|[:.]\\d)' + NO_MERIDIEM,
  'gu',
);
/** "on the steps 5:30" is an hour too, except after a word for a score or a place in a book. */
const CLOCK = /^(?:[01]?\d|2[0-3]):[0-5]\d$/u;
const BEFORE_COLON = /^(?:scores?|ratios?|rated|chapters?|page|pages)$/u;
const isNumbered = (word: string, number: string): boolean =>
  (NUMBERED.has(word) || NUMBERED.has(word.replace(/s$/u, ''))) && (!CLOCK.test(number) || BEFORE_COLON.test(word));

const VERSION = /(?<![a-z0-9])v?\d{1,4}(?:\.\d{1,5}){2,8}(?!\d|\.?20\d\d)/gu;

/** "19.05.17" is a date if it is near the conference, else a version. "19.05.2018" is always a date. */
function isDate(calendar: Calendar, words: string): boolean {
  const [day, month, year] = words.split('.').map(Number);
  const date = dayNumber(2000 + ((year ?? 0) % 100), month ?? 0, day ?? 0);
  if (date === undefined || !/^\d{1,2}\.\d{1,2}\.(?:20)?\d\d$/u.test(words)) return false;
  return (year ?? 0) >= 2000 || isNear(calendar, date, 60);
}

const TITLE = /"[^"\n]{3,80}"|(?<![a-z0-9])'[^'\n]{3,80}'(?![a-z0-9])/gu;
/** The numbers of the posts of a thread: "1/ …", "2/ …". */
const THREAD = /(?<![^\s])\d{1,2}\/(?=\s|$)/gu;
const THREAD_BEGINS = /^\s*1\//u;

const HOUR =
  /\d ?(?:[ap]m\b|[:.h]\d\d|uhr|h\b)|\bat \d|noon|\d時|\b(?:half|quarter|five|ten|twenty) (?:past|to)\b|o'clock/u;

/**
 * Numbers and words in a quoted title that look like an hour or a day, if there is an hour outside the title: "the
 * daily sermon".
 */
function titleNumbers(page: Page): Stretch[] {
  if (!/["']/u.test(page.marked)) return [];
  const titles = findAll(page, TITLE);
  if (titles.length === 0 || !HOUR.test(page.marked.replaceAll(TITLE, ' '))) return [];
  return titles.flatMap(({ 0: words, index }) =>
    [
      ...words.matchAll(/\d+|\b(?:noon|midnight|midi|minuit|medianoche|mitternacht|daily|today|tonight|tomorrow)\b/gu),
    ].map((match) => ({
      from: index + match.index,
      to: index + match.index + match[0].length,
    })),
  );
}

/**
 * Hides numbers with another meaning. Call it after the listed rooms are marked, because some rooms contain such words.
 */
export function markDecoys(page: Page, calendar: Calendar): void {
  if (!page.hasDigit) return markStretches(page, titleNumbers(page), DECOY);
  if (/\d\.\d{1,5}\./u.test(page.marked)) {
    const versions = findAll(page, VERSION).filter(([words]) => !isDate(calendar, words));
    markStretches(page, versions.map(stretchOf), DECOY);
  }
  if (THREAD_BEGINS.test(page.marked)) markStretches(page, findAll(page, THREAD).map(stretchOf), DECOY);
  const numbered = findAll(page, AFTER_WORD).filter(([, word = '', number = '']) => isNumbered(word, number));
  markStretches(page, numbered.map(stretchOf), DECOY);
  const hasSeldom = SELDOM_SIGN.test(page.marked);
  for (const [sign, pattern] of DECOYS) {
    if ((hasSeldom || sign === DIGIT) && sign.test(page.marked))
      markStretches(page, findAll(page, pattern, 200).map(stretchOf), DECOY);
  }
  markStretches(page, titleNumbers(page), DECOY);
}
