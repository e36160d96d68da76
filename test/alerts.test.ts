import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { verdicts } from '../core/reading/reading.ts';
import { reminderStatuses } from '../core/reminder.ts';
import { alarmCauses } from '../store/alarms.ts';
import { startTestApi } from './support/api-server.ts';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

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
