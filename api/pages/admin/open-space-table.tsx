import { localDayAndTime } from '../../../core/local-time.ts';
import { whereOf } from '../../../core/open-space.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import type { Markup } from '../markup.ts';
import { titleOf } from '../schedule/public-open-space.ts';
import { StatusWord } from './status-word.tsx';

/** Open spaces as lines. */
export function OpenSpaceTable(props: {
  readonly views: readonly OpenSpaceView[];
  readonly tweets: ReadonlyMap<string, TweetDoc>;
  readonly keywords: readonly string[];
}): Markup {
  const { views, tweets, keywords } = props;
  return (
    <div class="scroll" tabindex={0} role="region" aria-label="Open spaces">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Start</th>
            <th scope="col">Where</th>
            <th scope="col">What</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {views.map(({ _id, space, status }) => (
            <tr>
              <td>{space.startAt === undefined ? 'none yet' : localDayAndTime(space.startAt, space.timeZone)}</td>
              <td>{whereOf(space) ?? 'none yet'}</td>
              <td>
                <a href={`/admin/open-spaces/${_id}`}>{titleOf(space, tweets.get(_id), keywords)}</a>{' '}
                {space.source === undefined ? null : <span class="host">@{space.source.host.username}</span>}
              </td>
              <td>
                <StatusWord status={status} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
