import type { Json } from './state.ts';

/** A refusal with the code that Slack uses for it. */
export class SlackError extends Error {
  readonly code: string;
  readonly more: Json;
  /** Seconds; set for rate limits only. */
  readonly retryAfter: number | undefined;
  constructor(code: string, more: Json = {}, retryAfter?: number) {
    super(code);
    this.code = code;
    this.more = more;
    this.retryAfter = retryAfter;
  }
}

/** Problems of a payload, as Slack lists them. */
export function refuseProblems(code: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new SlackError(code, {
    errors: problems,
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  });
}
