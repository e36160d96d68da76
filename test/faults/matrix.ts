import { readFileSync } from 'node:fs';
import { z } from 'zod';

const faultSchema = z.strictObject({
  /** From 1 to 58 as the list of faults that this project began with has them; from 101 on, what was added. */
  number: z.int(),
  fault: z.string(),
  /** What must come of it. */
  outcome: z.string(),
  /** Who hears of it, and how. */
  told: z.string(),
  /** The files and words of the titles of the tests that make it and judge what came of it. */
  tests: z.array(z.tuple([z.string(), z.string()])).min(1),
});

/** One fault of the matrix. */
export type Fault = z.infer<typeof faultSchema>;

const file = new URL('matrix.jsonl', import.meta.url);

/** Every fault, one a line in `matrix.jsonl`. */
export const matrix: readonly Fault[] = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => faultSchema.parse(JSON.parse(line)));
