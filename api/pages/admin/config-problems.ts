import type { z } from 'zod';
import { words } from '../words.ts';
import { allFields, type Field } from './config-fields.ts';

/** The problems of a config in words, by the path of the form's field: `keywords.0` belongs to `keywords`. */
export function problemsByField(error: z.ZodError): Map<string, string> {
  const problems = new Map<string, string[]>();
  for (const issue of error.issues) {
    const dotted = issue.path.join('.');
    const field = allFields.find((one) => dotted === one.path || dotted.startsWith(`${one.path}.`));
    const index = issue.path.find((key) => typeof key === 'number');
    const problem = issueWords(issue, field);
    const path = field?.path ?? 'paused';
    problems.set(path, [
      ...(problems.get(path) ?? []),
      index === undefined ? problem : words.config.entry(index + 1, problem),
    ]);
  }
  return new Map([...problems].map(([path, sentences]) => [path, sentences.join('. ')]));
}

/** Zod's own messages mention inputs and types. The config's own messages are already for people. */
function issueWords(issue: z.core.$ZodIssue, field: Field | undefined): string {
  const unit = field?.unit;
  if (unit !== undefined) {
    if (issue.code === 'invalid_type')
      return unit.isWhole ? words.config.whole(unit.name) : words.config.number(unit.name);
    if (issue.code === 'too_small' && issue.origin !== 'array') return words.config.atLeast(unit.name, issue.minimum);
    if (issue.code === 'too_big' && issue.origin !== 'array') return words.config.atMost(unit.name, issue.maximum);
  }
  if (issue.code === 'too_small') return words.config.empty;
  if (issue.code === 'too_big') {
    return issue.origin === 'array' ? words.config.tooMany(issue.maximum) : words.config.tooLong(issue.maximum);
  }
  return issue.message;
}
