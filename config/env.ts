import { homedir } from 'node:os';
import { join } from 'node:path';

type Source = Readonly<Record<string, string | undefined>>;

/** Where downloaded servers are kept, for this user and all checkouts. */
export function userCacheDir(source: Source = process.env): string {
  return join(source['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'open-spaces-bot');
}

/** The PATH to look for executables on. */
export function pathVariable(source: Source = process.env): string {
  return source['PATH'] ?? '';
}
