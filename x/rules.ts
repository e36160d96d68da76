import { z } from 'zod';
import type { XClient } from './client.ts';
import { withoutNulls } from './without-nulls.ts';

/** The tag of our rules, which may be deleted: an app may have rules of others too. */
const TAG = 'open-spaces';

const rule = z.object({ id: z.string(), value: z.string(), tag: z.string().optional() });

const ruleList = z.object({ data: z.array(rule).default([]) });

/** X found the rule invalid: trying again soon changes nothing. */
export class RuleRefused extends Error {}

/**
 * Changes X's stream rules to exactly `query`. Adds before it deletes, so that no tweet is missed between. Throws the
 * library's errors.
 *
 * @param onMissing called if no rule says `query` yet, before one is added
 * @returns the id of the rule, which the stream names with each tweet; if it differs from the id before, tweets may
 * have
 * been missed
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
  // The list is read again: for an invalid rule X answers 200 with errors, and another worker may have added the rule
  // first.
  const added = (await listRules(client)).find((rule) => rule.value === query);
  if (added === undefined) throw new RuleRefused(`X did not take the stream rule ${query}`);
  return added.id;
}

async function listRules(client: XClient) {
  const answer: unknown = await client.app.v2.streamRules();
  return ruleList.parse(withoutNulls(answer)).data;
}
