import { isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { IsTrustedProxy } from '../../config/trusted-proxies.ts';

/**
 * The address that a request comes from. It is the socket's other end. If that is a trusted proxy, it is the last
 * address in `X-Forwarded-For` that is not a trusted proxy; addresses before it were written by the caller and are not
 * trusted. An IPv6 caller has a whole /64 network, so all its addresses count as one.
 */
export function clientAddress(c: Context, isTrustedProxy: IsTrustedProxy = () => false): string {
  let address = socketAddress(c);
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => withoutPort(one.trim()));
  while (isTrustedProxy(address)) {
    const before = forwarded.pop();
    if (before === undefined || isIP(before) === 0) break;
    address = plainIpv4(before);
  }
  return isIP(address) === 6 ? network64(address) : address;
}

function socketAddress(c: Context): string {
  try {
    return plainIpv4(getConnInfo(c).remote.address ?? 'unknown');
  } catch {
    // Tests pass requests without a socket.
    return 'unknown';
  }
}

/** A socket for both families shows IPv4 callers as `::ffff:192.0.2.1`. */
const plainIpv4 = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/iu, '');

/** Some proxies write `192.0.2.1:1234` and `[2001:db8::1]:1234`. */
function withoutPort(address: string): string {
  return address.replace(/^\[([^\]]+)\](?::\d+)?$/u, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/u, '$1');
}

function network64(address: string): string {
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter((group) => group !== '');
  const right = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
