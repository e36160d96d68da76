import { shortText } from '../../config/end-with-error.ts';
import { StartError } from '../../config/start-error.ts';
import { shortReason, type Say } from './resolve.ts';

const attempts = 3;

/**
 * Starts a server, with further attempts if it fails. Another program may take the port between the check and the
 * start, and a busy machine may be too slow for the server's own limits.
 *
 * @param remedy what to do if no attempt helps: whole sentences
 * @throws {StartError} with the words of the last attempt; at once if another attempt cannot help
 */
export async function retryStart<T>(server: string, start: () => Promise<T>, say: Say, remedy: string): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (error instanceof StartError) throw error;
      if (attempt === attempts) {
        throw new StartError({ what: `${server} does not start. ${shortText(error)}`, remedy }, { cause: error });
      }
      say(`${server} did not start (${shortReason(error)}); trying again`);
    }
  }
}
