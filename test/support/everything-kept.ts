import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import { MongoClient } from 'mongodb';
import { readServers } from '../../standalone/servers/noted-servers.ts';
import type { RunningBot } from './running-bot.ts';

/** Of gRPC. */
const notFound = 5;

/**
 * Everything that a bot keeps and says: its logs, its store, the histories of its workflows and their list, and its
 * messages in Slack, by name. What the sandboxes keep for themselves is not the bot's.
 */
export async function everythingKept(bot: RunningBot): Promise<Map<string, string>> {
  const { mongodbUri = '', temporalAddress = '', temporalNamespace = '' } = (await readServers(bot.dataDir)) ?? {};
  const kept = new Map<string, string>();
  for (const file of (await readdir(bot.dataDir)).filter((name) => /\.log(?:\.1)?$/u.test(name)))
    kept.set(file, await readFile(join(bot.dataDir, file), 'utf8'));
  for (const channel of ['outgoing_tweets', 'need_review', 'event_conflict'])
    kept.set(`Slack ${channel}`, JSON.stringify(await bot.messages(channel)));

  const mongo = await MongoClient.connect(mongodbUri);
  const db = mongo.db('openspaces');
  for (const { name } of await db.listCollections().toArray())
    kept.set(`collection ${name}`, JSON.stringify(await db.collection(name).find().toArray()));
  await mongo.close();

  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection, namespace: temporalNamespace });
  for await (const { workflowId, runId, raw } of client.workflow.list()) {
    // The list may still show a workflow whose history is deleted already.
    const history = await client.workflow
      .getHandle(workflowId, runId)
      .fetchHistory()
      .catch((error: unknown) => {
        if (isGrpcServiceError(error) && (error.code as number) === notFound) return undefined;
        throw error;
      });
    kept.set(`workflow ${workflowId} ${runId}`, readable(raw) + readable(history ?? {}));
  }
  await connection.close();
  return kept;
}

/** Protobuf as JSON, with payloads as the text that they are. */
function readable(message: unknown): string {
  return JSON.stringify(message, (_, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value) {
      return Buffer.from(value.data as number[]).toString('utf8');
    }
    return value;
  });
}
