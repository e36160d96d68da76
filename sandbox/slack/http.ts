/** HTTP helpers for all routes of the sandbox. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJson } from './state.ts';
import type { Json } from './state.ts';

const largestBody = 1_000_000;

/** A refusal with its status. Control routes throw it; the answer is `{ok: false, error, message}`. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new Refusal(413, 'too_large', `a body may have ${largestBody} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Slack's Web API accepts JSON and forms. In a form, structured arguments are JSON texts. */
export function parseArguments(contentType: string | undefined, body: string, query: URLSearchParams): Json {
  const fromQuery = Object.fromEntries(query);
  if (contentType?.startsWith('application/json') === true) {
    const parsed: unknown = body === '' ? {} : JSON.parse(body);
    if (!isJson(parsed)) throw new Refusal(400, 'invalid_json', 'the body must be a JSON object');
    return { ...fromQuery, ...parsed };
  }
  return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
}

/** An argument that is JSON text in a form and a value in a JSON body. Undefined if it is neither. */
export function structured(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return value === '' ? undefined : value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
