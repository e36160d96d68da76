import assert from 'node:assert/strict';

import { findCases } from '../commands/labelled-cases.ts';
import { cuePhrases, tokensOfPhrase } from '../core/reading/intent/cues.ts';
import { intentModel } from '../core/reading/intent/model.ts';
import { intentTokens } from '../core/reading/intent/tokens.ts';
import { createReader } from '../core/reading/reader.ts';
import { openPage } from '../core/reading/marked-text.ts';
import { trainModel, withFeatures } from '../core/reading/training/train-model.ts';
import { conferences } from './support/labelled-tweets.ts';

const few = findCases('test/cases', (hand) => hand === 'D' || hand === 'F').map(withFeatures);

describe('training the intent model', () => {
  const written = JSON.stringify(trainModel(few));

  it('gives the same file byte for byte when it is done again', () => {
    const again = findCases('test/cases', (hand) => hand === 'D' || hand === 'F').map(withFeatures);
    assert.equal(JSON.stringify(trainModel(again)), written);
  });
  it('gives a model that reads: an announcement is scheduled, a cancellation is not', () => {
    const conference = conferences.get('pycon2017');
    assert.ok(conference);
    const read = createReader(conference, intentModel.parse(JSON.parse(written)));
    const verdictOf = (text: string): string => read({ text, postedAt: Date.parse('2017-05-19T17:00:00Z') }).verdict;
    assert.equal(verdictOf('Come talk about typing today, 5pm in B114, all welcome'), 'schedule');
    assert.equal(verdictOf('Sorry, the typing talk in B114 at 5pm is cancelled, our host is sick'), 'review');
  });
  it('keeps thresholds in order, and says on which hands they were chosen', () => {
    const { thresholds } = intentModel.parse(JSON.parse(written));
    assert.ok(thresholds.schedule <= thresholds.sure);
    assert.match(thresholds.chosenOn, /hands D, F/u);
  });
});

describe('the dictionaries of cues', () => {
  it('spell each phrase as a folded post does, so that it can be found', () => {
    const marks = new Set(['ROOM', 'TIME', 'DAY', 'MENTION', 'NUMBER', 'TITLE', 'PICTURE', 'LINE']);
    const lost = cuePhrases.filter(({ phrase }) => {
      const tokens = tokensOfPhrase(phrase);
      if (tokens.some((token) => marks.has(token)))
        return tokens.some((token) => /[A-Z]/u.test(token) && !marks.has(token));
      const spelled = intentTokens(openPage(phrase)).map(({ text }) => text);
      return spelled.join(' ') !== tokens.join(' ');
    });
    assert.deepEqual(
      lost.map(({ name, phrase }) => `${name}: ${phrase}`),
      [],
    );
  });
});
