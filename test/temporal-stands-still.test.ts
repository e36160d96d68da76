import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { createOpenSpaceService } from '../temporal/open-space-service.ts';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';
import { inMinutes, startTestApi, type Caller, type TestApi } from './support/api-server.ts';
import { temporalServer } from './support/servers.ts';

/** Passes everything on to Temporal until it stands still: connections stay open, and nothing comes through. */
async function startStoppable(to: string) {
  const [host = '', port = ''] = to.split(':');
  const sockets: Socket[] = [];
  const server = createServer((inward) => {
    const outward = connect(Number(port), host);
    sockets.push(inward, outward);
    inward.pipe(outward).pipe(inward);
    for (const socket of [inward, outward]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    standStill() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

describe('the API while Temporal stands still', () => {
  let api: TestApi;
  let call: Caller;
  let stoppable: Awaited<ReturnType<typeof startStoppable>>;
  let connection: Connection;

  before(async () => {
    api = await startTestApi();
    stoppable = await startStoppable((await temporalServer()).address);
    connection = await Connection.connect({ address: stoppable.address });
    const client = new Client({ connection, namespace: api.bench.namespace });
    const openSpaces = createOpenSpaceWorkflows(client);
    call = await api.serveWith({
      client,
      openSpaces: createOpenSpaceService({ ...api.bench.deps, client, openSpaces }),
    });
  });
  after(async () => {
    stoppable.stop();
    await connection.close();
    await api.stop();
  });

  it('answers a decision with what is away, and an entry with what is stored', async () => {
    const known = await call('POST /open-spaces', { body: { place: 'the stairs', startsAt: inMinutes(200) } });
    assert.equal(known.status, 201, known.text);
    stoppable.standStill();
    const [changed, entered] = await Promise.all([
      call(`PATCH /open-spaces/${known.body.id}`, { body: { title: 'Chess' } }),
      call('POST /open-spaces', { body: { place: 'the hall', startsAt: inMinutes(200) } }),
    ]);
    assert.equal(changed.status, 503, changed.text);
    assert.match(changed.body.detail, /Temporal does not answer/u);
    assert.equal(entered.status, 201, entered.text);
    assert.equal((await api.bench.store.openSpaces.find(entered.body.id))?.space.place, 'the hall');
  });
});
