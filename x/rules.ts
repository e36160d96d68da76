import { z } from 'zod';
import type { XClient } from './client.ts';

/** Marks the rules that are ours to delete: an app may carry other people's as well. */
const TAG = 'open-spaces';

const rule = z.object({ id: z.string(), value: z.string(), tag: z.string().optional() });

const ruleList = z.object({ data: z.array(rule).default([]) });

/** X read the rule and found it wrong: trying again soon changes nothing. */
export class RuleRefused extends Error {}

/**
 * Makes X's stream rules say exactly `query`, adding before deleting so that no tweet falls between. Throws what the
 * library throws.
 *
 * @param onMissing called where no rule says it yet, before one is added
 * @returns the id of the rule, which the stream names with what it sends; where it is another one than before, tweets
 *   may have been missed
 */
export async function reconcileRules(
  client: XClient,
  query: string,
  onMissing: () => void = () => undefined,
): Promise<string> {
  const rules = await listRules(client);
  const stale = rules.filter((rule) => rule.tag === TAG && rule.value !== query);
  const present = rules.find((rule) => rule.value === query);
  if (present === undefined) {
    onMissing();
    await client.app.v2.updateStreamRules({ add: [{ value: query, tag: TAG }] });
  }
  if (stale.length > 0) await client.app.v2.updateStreamRules({ delete: { ids: stale.map((rule) => rule.id) } });
  if (present !== undefined) return present.id;
  // Read back: a rule that X found invalid comes as 200 with errors, and another worker may have added it first.
  const added = (await listRules(client)).find((rule) => rule.value === query);
  if (added === undefined) throw new RuleRefused(`X did not take the stream rule ${query}`);
  return added.id;
}

async function listRules(client: XClient) {
  const answer: unknown = await client.app.v2.streamRules();
  return ruleList.parse(answer).data;
}
