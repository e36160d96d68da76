import type { LinkUnfurls, RichTextBlock } from '@slack/types';
import { whereOf, type OpenSpace } from '../core/open-space.ts';
import { isPublic, publicHeading } from '../core/public-schedule.ts';
import type { Listeners } from './conversation.ts';
import { oneLine } from './plain-words.ts';
import { bold, line, plain, richText } from './rich-text.ts';
import { headlineOf, noRoom, signOf, whenOf } from './words.ts';
import { headingOf } from '../core/words.ts';

/** Slack previews at most five links of a message. */
const most = 5;

/**
 * Shows a preview of a link to an open space. In channels other than the organisers' own, it shows only facts that are
 * on the public schedule too.
 */
export function listenForLinks({ app, client, openSpaces, links, log }: Listeners): void {
  app.event('link_shared', async ({ event }) => {
    const shared = event.links.slice(0, most).flatMap(({ url }) => {
      const id = links.openSpaceIn(url);
      return id === undefined ? [] : [{ url, id }];
    });
    if (shared.length === 0) return;
    try {
      const config = await openSpaces.config();
      const isAmongOrganisers = Object.values(config.slackChannels).includes(event.channel);
      const unfurls: LinkUnfurls = {};
      for (const { url, id } of shared) {
        const space = (await openSpaces.find(id))?.space;
        if (space !== undefined && (isAmongOrganisers || isPublic(space, config.publicSchedule))) {
          unfurls[url] = { blocks: [preview(space, isAmongOrganisers)] };
        }
      }
      if (Object.keys(unfurls).length === 0) return;
      await client.chat.unfurl({ channel: event.channel, ts: event.message_ts, unfurls });
    } catch (error) {
      // A failed preview is no error: the link still works.
      log.warn(`a link could not be previewed: ${String(error)}`);
    }
  });
}

/** @param isForOrganisers whether to show the status and facts that are not public */
export function preview(space: OpenSpace, isForOrganisers: boolean): RichTextBlock {
  const isCancelled = space.standing.status === 'cancelled';
  const status = isForOrganisers || isCancelled ? `${signOf(space)} ${headlineOf(space)} · ` : '';
  const heading = isForOrganisers ? headingOf(space) : publicHeading(space);
  return richText(
    line([plain(status), bold(oneLine(heading, 200))]),
    line([plain(`${oneLine(whereOf(space) ?? noRoom, 80)} · ${whenOf(space)}`)]),
  );
}
