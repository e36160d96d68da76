import assert from 'node:assert/strict';
import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import {
  MongoBulkWriteError,
  MongoClientClosedError,
  MongoInvalidArgumentError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  type BulkWriteResult,
} from 'mongodb';
import { StoreTimeout } from '../store/patience.ts';
import { serverProblem } from '../temporal/server-problem.ts';

const network = new MongoNetworkError('connection closed');
const ofServer = (code: number, message = 'refused') => new MongoServerError({ message, code });
const named = (name: string) => Object.assign(new Error(name), { name });
const grpc = (code: number) => Object.assign(new Error('no'), { code, details: '', metadata: {} });

describe('which server is down', () => {
  const mongo: Record<string, unknown> = {
    'the connection is closed': network,
    'no server can be selected': new MongoServerSelectionError('refused', {} as never),
    'the client is closed, because the process ends': new MongoClientClosedError(),
    'the pool was cleared': named('MongoPoolClearedError'),
    'the connection was cut by the monitor': named('PoolClearedOnNetworkError'),
    'the pool is closed': named('MongoPoolClosedError'),
    'no connection became free': named('MongoWaitQueueTimeoutError'),
    'the call took too long': new StoreTimeout(),
    'the server is told to end': ofServer(11_600),
    'it is no primary any more': ofServer(10_107),
    'it was started again and has lost the cursor': ofServer(43),
    'in the middle of a bulk write': new MongoBulkWriteError(network, {} as BulkWriteResult),
    'as the cause of another error': new Error('the desk stopped', { cause: network }),
    'one of several': new AggregateError([new Error('other'), network]),
  };
  for (const [what, error] of Object.entries(mongo)) {
    it(`MongoDB: ${what}`, () => assert.match(serverProblem(error) ?? '', /^MongoDB does not answer\./u));
  }

  it('MongoDB: its disk is full', () => {
    assert.match(serverProblem(ofServer(14_031)) ?? '', /^The disk of MongoDB is full\./u);
  });

  const temporal: Record<string, unknown> = {
    'a call as it fails': grpc(14),
    'a call as its client reports it': new ServiceError('failed', { cause: grpc(1) }),
    'the channel is closed, because the process ends': new ServiceError('failed', { cause: new Error('shut down') }),
    'an Update that was not answered': named('WorkflowUpdateRPCTimeoutOrCancelledError'),
  };
  for (const [what, error] of Object.entries(temporal)) {
    it(`Temporal: ${what}`, () => assert.match(serverProblem(error) ?? '', /^Temporal does not answer\./u));
  }

  it('Temporal: it refuses the key', () => {
    const refused = new ServiceError('failed', { cause: grpc(16) });
    assert.match(serverProblem(refused) ?? '', /^Temporal refuses the bot’s key\. .*TEMPORAL_API_KEY/u);
  });

  it('none: the fault is in the bot', () => {
    const own = [
      new TypeError('x is not a function'),
      new MongoInvalidArgumentError('no such option'),
      ofServer(121),
      ofServer(11_000),
      new WorkflowNotFoundError('gone', 'id', undefined),
      new CancelledFailure('cancelled'),
      'text',
      undefined,
    ];
    for (const error of own) assert.equal(serverProblem(error), undefined, String(error));
  });
});
