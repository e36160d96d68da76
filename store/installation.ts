import type { Db } from 'mongodb';
import type { Services } from '../config/env.ts';
import { unlessTaken } from './duplicate-key.ts';

type Row = { readonly _id: 'origin' } & Partial<Services>;

/**
 * What this installation's data was made with, which its first start has written down. Approvals of a sandbox must not
 * post by a real account, nor the other way round. What was not known yet, such as Slack while it was off, is added.
 */
export async function rememberOrigin(db: Db, now: Services): Promise<Services> {
  const collection = db.collection<Row>('installation');
  await unlessTaken(() => collection.insertOne({ _id: 'origin' }));
  for (const name of ['x', 'slack'] as const) {
    if (now[name] === undefined) continue;
    await collection.updateOne({ _id: 'origin', [name]: { $exists: false } }, { $set: { [name]: now[name] } });
  }
  const { x, slack } = (await collection.findOne({ _id: 'origin' })) ?? {};
  return { x, slack };
}
