/** Delivery by HTTP, with signatures as in https://docs.slack.dev/authentication/verifying-requests-from-slack. */
import { createHmac } from 'node:crypto';
import type { Deliver, Delivered } from './delivery.ts';

/** @param ackLimit how long the app may take to answer, milliseconds */
export function deliverSigned(
  eventsUrl: string,
  signingSecret: string,
  clock: () => number,
  ackLimit: number,
): Deliver {
  return async (delivered) => {
    const [contentType, body] = encode(delivered);
    const timestamp = String(Math.floor(clock() / 1000));
    const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    try {
      const response = await fetch(eventsUrl, {
        method: 'POST',
        body,
        headers: {
          'content-type': contentType,
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
        },
        signal: AbortSignal.timeout(ackLimit),
      });
      const answer = await response.text();
      if (!response.ok) return { result: 'refused', status: response.status };
      return { result: 'acked', payload: readAnswer(answer) };
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      return { result: isLate ? 'unacked' : 'no_app_connected' };
    }
  };
}

function encode({ kind, payload }: Delivered): [contentType: string, body: string] {
  const form = 'application/x-www-form-urlencoded';
  if (kind === 'events_api') return ['application/json', JSON.stringify(payload)];
  if (kind === 'interactive') return [form, new URLSearchParams({ payload: JSON.stringify(payload) }).toString()];
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  return [form, new URLSearchParams(fields).toString()];
}

/** A slash command may be answered in plain text; everything else in JSON. */
function readAnswer(answer: string): unknown {
  if (answer === '') return undefined;
  try {
    return JSON.parse(answer) as unknown;
  } catch {
    return { text: answer };
  }
}
