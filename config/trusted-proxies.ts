import { BlockList, isIP } from 'node:net';

/** Whether an address belongs to one of our proxies, whose `X-Forwarded-For` is trusted. */
export type IsTrustedProxy = (address: string) => boolean;

/**
 * @param list addresses and networks such as `127.0.0.1, 10.0.0.0/8, fd00::/8`
 * @throws {Error} that names the invalid part
 */
export function trustedProxies(list: string): IsTrustedProxy {
  const trusted = new BlockList();
  for (const part of list.split(',').map((one) => one.trim())) {
    const [address = '', prefix, ...rest] = part.split('/');
    const family = familyOf(address);
    const bits = prefix === undefined ? undefined : Number(prefix);
    const mostBits = family === 'ipv6' ? 128 : 32;
    const isNetwork = bits === undefined || (/^\d{1,3}$/u.test(prefix ?? '') && bits <= mostBits);
    if (family === undefined || rest.length > 0 || !isNetwork) throw new Error(`${part} is no address or network`);
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, bits, family);
  }
  return (address) => {
    const family = familyOf(address);
    return family !== undefined && trusted.check(address, family);
  };
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 6 ? 'ipv6' : 'ipv4';
}
