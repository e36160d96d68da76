import type { Db } from 'mongodb';
import type { Services } from '../config/env.ts';
import { unlessTaken } from './duplicate-key.ts';

type Row = { readonly _id: 'origin' } & Partial<Services>;

/**
 * The services that this installation's data was made with; the first start stores them, and a service that was off is
 * added later. So approvals from a sandbox are never posted by a real account, and the other way round.
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
