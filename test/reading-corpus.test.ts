import assert from 'node:assert/strict';

import { readLabelled, scoreReader, type LabelledTweet, type Score } from './support/labelled-tweets.ts';

const corpus = readLabelled('test/cases/corpus/tweets.jsonl');
const own = readLabelled('test/cases/own.jsonl');
const forms = readLabelled('test/cases/time-forms.jsonl');
const batches = [
  'second-hand',
  'one-room-one-hour',
  'third-hand',
  'fourth-hand',
  'fifth-hand',
  'sixth-hand',
  'seventh-hand',
  'eighth-hand',
  'ninth-hand',
].map((name) => [name, readLabelled(`test/cases/${name}.jsonl`)] as const);
const added = readLabelled('test/cases/added.jsonl');

function describeScore(score: Score): string {
  return `${score.scheduledRight} of ${score.toSchedule} scheduled right, ${score.harmful} harmful, ${score.lost} lost of ${score.total}`;
}

function assertScore(labels: readonly LabelledTweet[], leastRight: number, mostHarmful: number): void {
  const score = scoreReader(labels);
  const report = `${describeScore(score)}\n${score.wrong.join('\n')}`;
  assert.ok(score.scheduledRight >= leastRight * score.toSchedule, report);
  assert.ok(score.harmful <= mostHarmful * score.total, report);
  assert.equal(score.lost, 0, report);
}

describe('reading the labelled tweets', () => {
  const english = corpus.filter((tweet) => tweet.lang === 'en');
  const others = corpus.filter((tweet) => tweet.lang !== 'en');

  it(`schedules at least 96% of the corpus rightly, harms at most 0.5%, loses none (${describeScore(scoreReader(corpus))})`, () => {
    assertScore(corpus, 0.96, 0.005);
  });
  it(`reads the English ones as well (${describeScore(scoreReader(english))})`, () =>
    assertScore(english, 0.96, 0.005));
  it(`reads Spanish, German, French, Portuguese and Japanese as well (${describeScore(scoreReader(others))})`, () => {
    assertScore(others, 0.96, 0);
  });
  it(`reads the suite's own cases (${describeScore(scoreReader(own))})`, () => assertScore(own, 0.98, 0.005));
  it(`reads every way to write an hour and a day (${forms.length} of them)`, () => assertScore(forms, 1, 0));
  for (const [name, batch] of batches)
    it(`reads ${name}.jsonl (${describeScore(scoreReader(batch))})`, () => assertScore(batch, 0.91, 0.02));
  it('reads every case that an organiser added', () => assert.deepEqual(scoreReader(added).wrong, []));
});
