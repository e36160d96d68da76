import type { Config } from '../core/config.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { isNews } from '../core/source-change.ts';
import type { SourceChange } from '../core/request.ts';
import { runAgain, type Starter } from './start-open-space.ts';

/**
 * Tells an open space what its host did. One whose workflow ended with its last reminder runs again for it, until its
 * start (`docs/decisions/0012`): what people were told may be wrong by now.
 *
 * @returns false where it is over
 */
export async function tellSourceChange(
  deps: Starter,
  space: OpenSpace,
  change: SourceChange,
  config: Config,
): Promise<boolean> {
  const { id, conferenceId, standing, startAt = 0 } = space;
  if (await deps.openSpaces.sourceChanged(conferenceId, id, change)) return true;
  if (standing.status !== 'scheduled' || startAt <= deps.clock() || !isNews(space, change)) return false;
  await runAgain(deps, space, config, (input) => deps.openSpaces.start(input));
  return deps.openSpaces.sourceChanged(conferenceId, id, change);
}
