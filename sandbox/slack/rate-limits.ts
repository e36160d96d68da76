import { SlackError } from './slack-error.ts';

export interface RateLimits {
  /** Counts one message to a channel. @throws SlackError `ratelimited` with the whole seconds to wait */
  countPost(channelId: string): void;
}

/**
 * About one message per second and channel, with short bursts: https://docs.slack.dev/apis/web-api/rate-limits. Slack
 * does not document the size of a burst; 30 is generous.
 */
export function createRateLimits(clock: () => number, isOn: boolean, burst = 30, perSecond = 1): RateLimits {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    countPost(channelId) {
      if (!isOn) return;
      const now = clock();
      const bucket = buckets.get(channelId) ?? { left: burst, at: now };
      const left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
      if (left < 1) throw new SlackError('ratelimited', {}, Math.ceil((1 - left) / perSecond));
      buckets.set(channelId, { left: left - 1, at: now });
    },
  };
}
