import { titleOf, type OpenSpace } from '../../../core/open-space.ts';
import type { Markup } from '../markup.ts';

/** The host beside the title; without a title, the host is in its place already (`headingOf`). */
export function HostBeside({ space }: { space: OpenSpace }): Markup | null {
  const { source } = space;
  return source === undefined || titleOf(space) === undefined ? null : (
    <span class="host">@{source.host.username}</span>
  );
}
