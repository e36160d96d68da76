import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** Stands before a Temporal. While it stands still, connections stay open, and nothing comes through. */
export type TemporalProxy = TcpProxy & { readonly address: string };

/** @param to `host:port` */
export async function startTemporalProxy(to: string): Promise<TemporalProxy> {
  const [host = '', port = ''] = to.split(':');
  const proxy = await startTcpProxy({ host, port: Number(port) }, (client, upstream, { isUp, notePiece }) => {
    client.on('data', (bytes) => {
      notePiece();
      if (isUp()) upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (isUp()) client.write(bytes);
    });
  });
  return { ...proxy, address: `127.0.0.1:${proxy.port}` };
}
