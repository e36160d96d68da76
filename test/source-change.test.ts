import assert from 'node:assert/strict';
import { parseRequest, parseSourceChange } from '../core/request.ts';

describe('what operators type into the Temporal UI', () => {
  it('is no change of the tweet unless it is whole, so that it stops no workflow', () => {
    const edited = { kind: 'edited', tweetId: '1', url: 'https://x.com/a/status/1', verdict: 'review' };
    const malformed = [null, 'x', 7, [], {}, { kind: 'boom' }, { kind: 'deleted' }, { kind: 'edited' }];
    const wrongFields = [{ startAt: '5pm' }, { startAt: 1e308 }, { tweetId: 'x' }, { room: 7 }, { verdict: 'maybe' }];
    for (const typed of [...malformed, ...wrongFields.map((field) => ({ ...edited, ...field }))]) {
      assert.equal(parseSourceChange(typed), undefined, JSON.stringify(typed));
    }
    assert.deepEqual(parseSourceChange({ kind: 'deleted', why: 'gone' }), { kind: 'deleted', why: 'gone' });
    assert.deepEqual(parseSourceChange({ ...edited, more: 1 }), edited);
  });

  it('is no instant beyond those that can be written down', () => {
    for (const startAt of [8.64e15 + 1, 8.64e15, Number.MAX_SAFE_INTEGER, 1e308, 1.5, '5pm', null]) {
      const problem = parseRequest({ verb: 'change', startAt, by: 'ana' }, 0);
      assert.match(typeof problem === 'string' ? problem : 'accepted', /^startAt /u);
    }
  });
});
