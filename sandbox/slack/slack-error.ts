import type { Json } from './state.ts';

/** A refusal with Slack's error code. */
export class SlackError extends Error {
  readonly code: string;
  readonly more: Json;
  /** Seconds; only for rate limits. */
  readonly retryAfter: number | undefined;
  constructor(code: string, more: Json = {}, retryAfter?: number) {
    super(code);
    this.code = code;
    this.more = more;
    this.retryAfter = retryAfter;
  }
}

/** Throws if there are problems, listed in Slack's format. */
export function refuseProblems(code: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new SlackError(code, {
    errors: problems,
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  });
}
