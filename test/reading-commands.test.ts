import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutBuildNote } from './support/run-command.ts';

const CONFERENCES = 'test/cases/corpus/conferences.json';

function runRead(
  input: string,
  file = CONFERENCES,
): { lines: Record<string, unknown>[]; errors: string; code: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['commands/launch.mjs', 'read', file], {
    input,
    encoding: 'utf8',
  });
  const lines = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { lines, errors: withoutBuildNote(stderr), code: status };
}

const tweet = (id: string, text: string): string =>
  JSON.stringify({ id, conference: 'pycon2017', postedAt: '2017-05-19T17:00:00Z', text });

describe('npm run read', () => {
  it('answers each tweet with one JSON line: verdict, start with offset, listed room, confidence, reasons', () => {
    const { lines, code } = runRead(
      `${tweet('1', 'BoF 5pm b114')}\n${tweet('2', 'hello')}\n${tweet('3', 'BoF 5pm B114 or A103')}\n`,
    );
    const [first, second, third] = lines;
    assert.equal(code, 0);
    assert.deepEqual(
      { ...first, confidence: 0, sure: false, reasons: [] },
      {
        id: '1',
        verdict: 'schedule',
        start: '2017-05-19T17:00:00-07:00',
        room: 'B114',
        confidence: 0,
        sure: false,
        reasons: [],
      },
    );
    assert.ok(Number(first?.confidence) > 0.5 && Number(first?.confidence) <= 1);
    assert.deepEqual([second?.confidence, second?.sure], [0, false]);
    assert.equal(second?.verdict, 'ignore');
    assert.deepEqual([third?.verdict, third?.start, third?.room], ['review', '2017-05-19T17:00:00-07:00', undefined]);
    assert.ok(lines.every((line) => Array.isArray(line.reasons) && line.reasons.length > 0));
  });
  it('explains each reading in one line for people with --explain, on standard error', () => {
    const command = ['commands/launch.mjs', 'read', CONFERENCES, '--explain'];
    const { stdout, stderr } = spawnSync(process.execPath, command, {
      input: tweet('7', 'Sorry, the BoF in B114 at 5pm is cancelled'),
      encoding: 'utf8',
    });
    assert.equal((JSON.parse(stdout) as Record<string, unknown>).id, '7');
    assert.match(
      withoutBuildNote(stderr),
      /^7: review · \d+% please check: .*room B114 from “B114”.*“cancelled” cancels[^\n]*\n$/u,
    );
  });
  it('names a broken line on standard error, fails, and still answers the others', () => {
    const { lines, errors, code } = runRead(
      [
        tweet('1', 'BoF 5pm b114'),
        '{"id": ',
        '{"id":"x","conference":"nowhere","postedAt":"2017-05-19T17:00:00Z","text":""}',
        tweet('4', 'hello'),
      ].join('\n'),
    );
    assert.equal(code, 1);
    assert.deepEqual(
      lines.map((line) => line.id),
      ['1', '4'],
    );
    assert.match(errors, /line 2: /u);
    assert.match(errors, /line 3: no conference “nowhere”/u);
  });
  it('reads files that begin with a byte order mark, and changes no id', () => {
    const folder = mkdtempSync(join(tmpdir(), 'conferences-'));
    try {
      const file = join(folder, 'conferences.json');
      writeFileSync(file, `\uFEFF${readFileSync(CONFERENCES, 'utf8')}`);
      const isTooBig = tweet('big', 'BoF 5pm b114').replace('"big"', '2124865346996273153');
      const { lines, errors } = runRead(`\uFEFF${tweet('1', 'BoF 5pm b114')}\r\n${isTooBig}\r\n`, file);
      assert.deepEqual(
        lines.map(({ id, room }) => [id, room]),
        [['1', 'B114']],
      );
      assert.match(errors, /^line 2: .*id/u);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('ends quietly when the next program of a pipe wants no more lines', () => {
    const input = `${tweet('1', 'BoF 5pm b114')}\n`.repeat(3_000);
    const command = `"${process.execPath}" commands/launch.mjs read ${CONFERENCES} | head -n 1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { input, encoding: 'utf8' });
    assert.match(stdout, /^\{"id":"1",.*\}\n$/u);
    assert.equal(withoutBuildNote(stderr), '');
  });
  it('accepts rooms with aliases', () => {
    const folder = mkdtempSync(join(tmpdir(), 'conferences-'));
    try {
      const file = join(folder, 'conferences.json');
      writeFileSync(
        file,
        JSON.stringify({
          pycon2017: {
            name: 'PyCon',
            timeZone: 'America/Los_Angeles',
            startDate: '2017-05-19',
            endDate: '2017-05-21',
            rooms: [{ name: 'B114', aliases: ['the cave'] }],
          },
        }),
      );
      assert.equal(runRead(tweet('1', 'BoF 5pm, the cave'), file).lines[0]?.room, 'B114');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
