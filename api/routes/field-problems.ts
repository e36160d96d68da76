import type { z } from '@hono/zod-openapi';
import type { FieldProblem } from '../problem.ts';

type Issue = z.core.$ZodIssue;

/** The problems by field, one line each, with what to do. */
export function fieldProblems(issues: readonly Issue[]): FieldProblem[] {
  const byPath = new Map<string, FieldProblem>();
  for (const line of issues.flatMap(linesOf)) if (!byPath.has(line.path)) byPath.set(line.path, line);
  return [...byPath.values()].slice(0, 50);
}

function linesOf(issue: Issue): FieldProblem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key.slice(0, 100)].join('.'),
      message: 'there is no such field: leave it out, or check its spelling',
    }));
  }
  return [{ path: path.join('.'), message: messageOf(issue) }];
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function messageOf(issue: Issue): string {
  const { message } = issue;
  if (issue.code === 'invalid_type' && message.startsWith('Invalid input')) {
    const wanted = kinds[issue.expected] ?? issue.expected;
    return message.endsWith('received undefined') ? `is missing: give ${wanted}` : `give ${wanted}`;
  }
  if (issue.code === 'invalid_value' && message.startsWith('Invalid')) {
    return `give ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
  }
  if (issue.code === 'too_big' && message.startsWith('Too big')) {
    return `give at most ${issue.maximum}${unit(issue.origin)}`;
  }
  if (issue.code === 'too_small' && message.startsWith('Too small')) {
    return `give at least ${issue.minimum}${unit(issue.origin)}`;
  }
  return message;
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}
