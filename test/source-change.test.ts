import assert from 'node:assert/strict';
import { parseRequest } from '../core/parse-request.ts';
import { isSourceChange } from '../core/source-change.ts';

describe('what operators type into the Temporal UI', () => {
  it('is no change of the tweet unless it is whole, so that it stops no workflow', () => {
    for (const typed of [null, 'x', 7, [], {}, { kind: 'boom' }, { kind: 'deleted' }, { kind: 'edited' }]) {
      assert.equal(isSourceChange(typed), false, JSON.stringify(typed));
    }
    assert.ok(isSourceChange({ kind: 'deleted', why: 'the tweet was deleted' }));
    const edited = {
      kind: 'edited',
      tweetId: '1',
      url: 'https://x.com/a/status/1',
      verdict: 'review',
      planChanged: true,
    };
    assert.ok(isSourceChange(edited));
  });

  it('is no instant beyond those that can be written down', () => {
    for (const startAt of [8.64e15 + 1, Number.MAX_SAFE_INTEGER, 1e308, 1.5, '5pm', null]) {
      assert.equal(parseRequest({ verb: 'change', startAt, by: 'ana' }, 0), 'startAt must be a whole number');
    }
  });
});
