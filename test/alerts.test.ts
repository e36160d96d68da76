import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { verdicts } from '../core/reading/reading.ts';
import { reminderStatuses } from '../core/reminder.ts';
import { alarmCauses } from '../store/alarms.ts';
import { startTestApi } from './support/api-server.ts';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

interface Panels {
  readonly panels: readonly { readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[] }[];
}

/** A query of an alert or a panel, and the words that show its labels. */
const rules = () =>
  [...read('deploy/alerts.yaml').matchAll(/expr: (.+)\n[^-]*summary: '(.*)'/gu)].map(([, query = '', words = '']) => ({
    query,
    words,
  }));
const panels = () =>
  (JSON.parse(read('deploy/grafana.json')) as Panels).panels.flatMap(({ targets }) =>
    targets.map(({ expr, legendFormat }) => ({ query: expr, words: legendFormat })),
  );

describe('the alarms and the dashboard', () => {
  it('ask only for metrics that exist, and each alarm is explained', async () => {
    const api = await startTestApi();
    try {
      await api.context.store.health.say('listener', { connected: true, since: new Date() }, new Date());
      const { text } = await api.call('GET //metrics');
      // A number that appears with its first missed reminder would be no change for Prometheus.
      for (const status of reminderStatuses)
        assert.ok(text.includes(`openspaces_reminders{status="${status}"} 0`), status);
      for (const verdict of ['received', ...verdicts]) {
        assert.ok(text.includes(`openspaces_tweets{verdict="${verdict}"} 0`), verdict);
      }
      const existing = new Set([...text.matchAll(/^# TYPE (\S+)/gmu)].map(([, name]) => name));
      for (const file of ['deploy/alerts.yaml', 'deploy/grafana.json']) {
        const asked = [...read(file).matchAll(/\bopenspaces_\w+/gu)].map(([name]) => name.replace(/_bucket$/u, ''));
        assert.ok(asked.length > 5, file);
        for (const name of asked) assert.ok(existing.has(name), `${file} asks for ${name}`);
      }
      // Every api process exports these numbers, so a query that does not join them gives one alert for each process.
      const joined = /^(?:absent|(?:min|max|sum)(?: by \((?<label>\w+)\) )?)\((?:rate\(|delta\()?$/u;
      assert.equal(rules().length, read('deploy/alerts.yaml').split('- alert:').length - 1);
      for (const { query, words } of [...rules(), ...panels()]) {
        for (const { 0: name, index } of query.matchAll(/\bopenspaces_\w+/gu)) {
          const [before = ''] = query
            .slice(0, index)
            .split(/[-*,>] /u)
            .slice(-1);
          const by = joined.exec(before);
          assert.ok(by, `${query} joins ${name} of all api processes`);
          for (const [, shown] of words.matchAll(/\{\{ ?(?:\$labels\.)?(\w+) ?\}\}/gu)) {
            assert.equal(by.groups?.['label'], shown, `${query} keeps the label that is shown`);
            const samples = text.split('\n').filter((line) => line.startsWith(`${name}{`));
            for (const line of samples) assert.match(line, new RegExp(`\\b${shown}="`, 'u'));
          }
        }
      }
      const operations = read('docs/operations.md');
      for (const [, name] of read('deploy/alerts.yaml').matchAll(/- alert: (\w+)/gu))
        assert.ok(operations.includes(`**${name}**`), `docs/operations.md says what to do about ${name}`);
      for (const cause of alarmCauses) {
        assert.ok(operations.includes(`**${cause}**`), `docs/operations.md says what to do about ${cause}`);
        assert.ok(text.includes(`openspaces_alarms{cause="${cause}"} `), `there is a metric for ${cause}`);
      }
    } finally {
      await api.stop();
    }
  });
});
