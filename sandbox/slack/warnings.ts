/** Notes things that Slack accepts, but that a careful app would not send. */
import { textsWithin } from './blocks.ts';
import { isJson } from './state.ts';
import type { State, Warning } from './state.ts';

const raw: [Warning['kind'], RegExp][] = [
  ['raw_broadcast', /<!(?:channel|here|everyone|subteam\^)[^>]*>/gu],
  ['raw_mention', /<@[^>]+>/gu],
  ['raw_link', /<[a-z][a-z+.-]*:[^>|]*\|[^>]*>/gu],
];

/**
 * Notes every mention, because the author of a mention is unknown here. So an app shows up if it puts other people's
 * words unescaped into top-level `text` or mrkdwn, but so do the app's own mentions of organisers.
 */
export function noteWarnings(state: State, method: string, where: string, text: string, blocks: unknown): void {
  const note = (kind: Warning['kind'], detail: string): void => {
    const at = new Date(state.clock()).toISOString();
    state.warnings.set(`${at}/${where}/${kind}/${detail}`, { at, kind, method, where, detail });
  };
  if (text === '') note('missing_text', 'no top-level text: screen readers and notifications have nothing to say');
  for (const written of new Set([text, ...mrkdwnWithin(blocks)])) {
    for (const [kind, form] of raw) for (const [found] of written.matchAll(form)) note(kind, found);
  }
}

function* mrkdwnWithin(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* mrkdwnWithin(item);
  else if (isJson(value)) {
    if (value['type'] === 'mrkdwn') yield* textsWithin(value);
    else for (const inner of Object.values(value)) yield* mrkdwnWithin(inner);
  }
}
