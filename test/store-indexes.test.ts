import assert from 'node:assert/strict';
import { MongoClient, type CommandStartedEvent } from 'mongodb';
import { ensureCollections } from '../store/connect.ts';
import { createStore } from '../store/store.ts';
import { freshDatabase } from './support/servers.ts';

/** A query's plan: for the server that runs here too, which uses no index for `$or`. */
interface Plan {
  readonly stage: string;
  readonly inputStage?: Plan;
}
const isScan = ({ stage, inputStage }: Plan): boolean =>
  stage === 'COLLSCAN' || (inputStage && isScan(inputStage)) === true;

describe('the store, with many reminders', () => {
  it('asks by an index whether a post is one of the bot’s own', async () => {
    const { uri, db, drop } = await freshDatabase();
    const client = await MongoClient.connect(uri, { monitorCommands: true });
    try {
      await ensureCollections(db);
      await db.collection<{ _id: string }>('reminders').insertOne({ _id: '1-15' });
      const asked: CommandStartedEvent['command'][] = [];
      client.on('commandStarted', ({ commandName, command }) => commandName === 'find' && asked.push(command));
      const { reminders } = createStore(client.db());
      assert.equal(await reminders.isPost('5'), false);
      assert.equal(await reminders.takePost({ id: '5', text: 'Coming up!' }, '1-15', new Date()), true);
      assert.ok(asked.length >= 5);
      for (const { find, filter } of asked) {
        const { queryPlanner } = await db.collection(String(find)).find(filter).explain();
        assert.equal(isScan(queryPlanner.winningPlan), false, JSON.stringify(filter));
      }
    } finally {
      await client.close();
      await drop();
    }
  });
});
