/**
 * What is wrong with the address of a service, or undefined. Tokens are part of each request, so plain http is allowed
 * only on loopback.
 */
export function problemWithUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL; write it in full, with https://';
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) return undefined;
  return 'must begin with https:// (plain http only to 127.0.0.1 or localhost)';
}

/** Whether only this machine reaches that host. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}
