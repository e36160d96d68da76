import { inTime } from '../core/in-time.ts';
import { rememberFor } from '../core/remember-for.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { workflowUrl, type TemporalUi } from '../temporal/workflow-url.ts';
import { openSpaceWorkflowId } from '../workflows/messages.ts';
import { cardIn, roleOf } from './card-role.ts';
import type { OwnWorkspace } from './who-may-act.ts';

/** The addresses of an open space in Slack and on the pages. Each is undefined if that site's address is not known. */
export type Links = ReturnType<typeof createLinks>;

export interface LinkOptions {
  /** The address of the organisers' pages, without a slash at the end. */
  readonly admin?: string | undefined;
  readonly temporal?: TemporalUi | undefined;
  /** The address of the workspace in Slack. */
  readonly workspace?: string | undefined;
}

/** How long a message waits for Slack to say which workspace it is; milliseconds. */
const patience = 1_500;
/** For how long no message waits again after Slack did not say it; milliseconds. */
const askedAgainAfter = 60_000;

/** The links with those to cards, which need the workspace's address. */
export function createLinksWithCards(ownWorkspace: () => Promise<OwnWorkspace>, options: LinkOptions = {}) {
  const ask = async (): Promise<string | undefined> => {
    const known = ownWorkspace().catch(() => undefined);
    return (await inTime(patience, known))?.url;
  };
  const addressOf = rememberFor(askedAgainAfter, ask, Date.now);
  return async (): Promise<Links> => createLinks({ ...options, workspace: await addressOf() });
}

export function createLinks({ admin, temporal, workspace }: LinkOptions = {}) {
  const base = admin?.replace(/\/$/u, '');
  return {
    admin: (id: string) => (base === undefined ? undefined : `${base}/admin/open-spaces/${id}`),
    /** Its card: Slack's permalink, made here, because a call for each line of a list would take too long. */
    card(view: Pick<OpenSpaceView, 'space' | 'cards'>): string | undefined {
      const card = cardIn(view, roleOf(view));
      if (card === undefined || workspace === undefined) return undefined;
      return new URL(`/archives/${card.channel}/p${card.ts.replace('.', '')}`, workspace).href;
    },
    /** The id of the open space that an address of our public or organisers' pages leads to. */
    openSpaceIn(url: string): string | undefined {
      if (base === undefined || !url.startsWith(`${base}/`)) return undefined;
      return /^\/(?:admin\/)?open-spaces\/([\w-]{1,60})(?:[?#].*)?$/u.exec(url.slice(base.length))?.[1];
    },
    workflow: (conferenceId: string, id: string) =>
      temporal && workflowUrl(temporal, openSpaceWorkflowId(conferenceId, id)),
  };
}
