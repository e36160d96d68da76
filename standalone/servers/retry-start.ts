import { StartError } from '../../config/start-error.ts';
import { shortReason, type Say } from './resolve.ts';

const attempts = 3;

/**
 * Starts a server, again where it did not come up: between looking for a free port and taking it another program may be
 * quicker, and a busy machine may be too slow for the server's own limits.
 *
 * @throws what the last attempt threw; at once where starting again will not help
 */
export async function retryStart<T>(server: string, start: () => Promise<T>, say: Say): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (error instanceof StartError || attempt === attempts) throw error;
      say(`${server} did not start (${shortReason(error)}); trying again`);
    }
  }
}
