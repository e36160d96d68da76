import { z } from 'zod';
import { invalidRequest } from './problems.ts';
import { parseQuery, QueryError } from './query-language.ts';
import type { World } from './world.ts';

const LONGEST_RULE = 1024;

const change = z.union([
  z.object({ add: z.array(z.object({ value: z.string(), tag: z.string().optional() })).min(1) }),
  z.object({ delete: z.object({ ids: z.array(z.string()).optional(), values: z.array(z.string()).optional() }) }),
]);

export function listRules(world: World, now: number): object {
  const data = [...world.rules.values()];
  return {
    ...(data.length > 0 ? { data } : {}),
    meta: { sent: new Date(now).toISOString(), result_count: data.length },
  };
}

/** Adds or deletes rules. Always 200; `errors` has the reasons for rules that were refused. */
export function changeRules(world: World, body: unknown, now: number): { status: number; body: object } {
  const parsed = change.safeParse(body);
  if (!parsed.success) return { status: 400, body: invalidRequest('a rule change holds either add or delete') };
  const sent = new Date(now).toISOString();
  if ('delete' in parsed.data) {
    const { ids = [], values = [] } = parsed.data.delete;
    const named = [...world.rules.values()].filter((rule) => ids.includes(rule.id) || values.includes(rule.value));
    const deleted = named.filter((rule) => world.deleteRule(rule.id)).length;
    return {
      status: 200,
      body: { meta: { sent, summary: { deleted, not_deleted: ids.length + values.length - deleted } } },
    };
  }
  const results = parsed.data.add.map(({ value, tag }) => addRule(world, value, tag));
  const data = results.flatMap((result) => ('rule' in result ? [result.rule] : []));
  const errors = results.flatMap((result) => ('error' in result ? [result.error] : []));
  const summary = { created: data.length, not_created: errors.length, valid: data.length, invalid: errors.length };
  return {
    status: 200,
    body: { ...(data.length > 0 ? { data } : {}), ...(errors.length > 0 ? { errors } : {}), meta: { sent, summary } },
  };
}

function addRule(world: World, value: string, tag: string | undefined) {
  const same = [...world.rules.values()].find((rule) => rule.value === value);
  if (same !== undefined) {
    return {
      error: { value, id: same.id, title: 'DuplicateRule', type: 'https://api.x.com/2/problems/duplicate-rules' },
    };
  }
  const problem = problemWith(value);
  if (problem !== undefined) {
    return {
      error: {
        value,
        details: [problem],
        detail: problem,
        title: 'UnprocessableEntity',
        type: 'https://api.x.com/2/problems/invalid-rules',
      },
    };
  }
  return { rule: world.addRule(value, tag) };
}

function problemWith(value: string): string | undefined {
  if (value.length > LONGEST_RULE) return `Rules must be no longer than ${LONGEST_RULE} characters`;
  try {
    parseQuery(value);
    return undefined;
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
}
