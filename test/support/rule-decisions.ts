/** What the rules say to ana's requests, for tests of the rules. */
import assert from 'node:assert/strict';
import type { Conflict } from '../../core/conflict.ts';
import { decide } from '../../core/decide.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Verb } from '../../core/request.ts';
import { ana, minute, now, rules, startAt } from './rule-spaces.ts';

export const byAna = { status: 'approved', by: ana } as const;
export const later = startAt + 60 * minute;
export const approve = { verb: 'decide', approval: 'approved' } as const satisfies Verb;
export const deny = { verb: 'decide', approval: 'denied' } as const satisfies Verb;
export const takeBack = { verb: 'decide', approval: 'needs_action' } as const satisfies Verb;
export const change = (more: object): Verb => ({ verb: 'change', ...more });
/** Why nothing is decided once it has started. */
export const passed = 'Fri 19 May 17:00 PDT has passed: nothing is posted after the start.';

interface More {
  /** Epoch milliseconds [now]. */
  readonly at?: number;
  readonly taken?: Conflict;
  /** What she saw. */
  readonly revision?: number;
}

export function answer(space: OpenSpace, verb: Verb, { at = now, revision, ...taken }: More = {}) {
  const seen = revision === undefined ? {} : { revision };
  return decide({ space, now: at, rules, ...taken }, { ...verb, id: 'r', by: ana, ...seen });
}

export function accepted(space: OpenSpace, verb: Verb, more?: More): OpenSpace {
  const told = answer(space, verb, more);
  assert.ok(told.kind === 'accepted', JSON.stringify(told));
  return told.space;
}

export function refusal(space: OpenSpace, verb: Verb, more?: More): string {
  const told = answer(space, verb, more);
  assert.ok(told.kind === 'refused', JSON.stringify(told));
  return told.reason;
}

/** What the decision changed in the open space, except its revision and decisions. A removed field is undefined. */
export function changed(space: OpenSpace, verb: Verb, more?: More): Partial<OpenSpace> {
  const next: Readonly<Record<string, unknown>> = { ...accepted(space, verb, more) };
  const before: Readonly<Record<string, unknown>> = { ...space };
  const names = Object.keys({ ...before, ...next }).filter((name) => !['revision', 'decisions'].includes(name));
  const differ = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(next[name]));
  return Object.fromEntries(differ.map((name) => [name, next[name]]));
}
