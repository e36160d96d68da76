import { streamSSE } from 'hono/streaming';
import { warnOf } from '../../../core/log.ts';
import { callerOf } from '../../auth/sign-in.ts';
import type { ApiContext } from '../../context.ts';
import type { Pulse } from '../pulse.ts';
import type { AdminContext } from './frame.tsx';

/** Proxies cut connections that are silent for about a minute; milliseconds. */
const heartbeat = 20_000;

/** Tells an open page that something changed. The page then requests itself again. */
export function eventsRoute(c: AdminContext, context: ApiContext, pulse: Pulse): Response {
  // Without this header, nginx buffers the stream.
  c.header('x-accel-buffering', 'no');
  // A stream for HEAD would have no reader, so it would never end.
  if (c.req.method === 'HEAD') return c.body(null);
  return streamSSE(c, async (stream) => {
    let wake: () => void = () => undefined;
    let changed: number | undefined;
    const unsubscribe = pulse.subscribe((version) => {
      changed = version;
      wake();
    });
    stream.onAbort(() => {
      unsubscribe();
      wake();
    });
    try {
      changed ??= await pulse.version();
      while (!stream.aborted && !stream.closed) {
        const version = changed;
        changed = undefined;
        await (version === undefined
          ? stream.writeSSE({ event: 'still-here', data: '' })
          : stream.writeSSE({ event: 'changed', data: String(version) }));
        if (changed !== undefined) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, heartbeat).unref();
        });
        // A person who signed out or was taken off the list gets no more events.
        if (!stream.aborted && (await callerOf(c, context)).kind !== 'organiser') break;
      }
    } catch (error) {
      warnOf(context.log, 'a page gets no more changes')(error);
    }
    unsubscribe();
  });
}
