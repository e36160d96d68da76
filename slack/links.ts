import { workflowUrl, type TemporalUi } from '../temporal/workflow-url.ts';
import { openSpaceWorkflowId } from '../workflows/messages.ts';

/** Where else an open space can be looked at. Undefined where that address is not known. */
export type Links = ReturnType<typeof createLinks>;

export interface LinkOptions {
  /** The organisers' pages' address, without a slash at the end. */
  readonly admin?: string | undefined;
  readonly temporal?: TemporalUi | undefined;
}

export function createLinks({ admin, temporal }: LinkOptions = {}) {
  const base = admin?.replace(/\/$/u, '');
  return {
    admin: (id: string) => (base === undefined ? undefined : `${base}/admin/open-spaces/${id}`),
    /** The open space that one of our own addresses leads to, public or among the organisers' pages. */
    openSpaceIn(url: string): string | undefined {
      if (base === undefined || !url.startsWith(`${base}/`)) return undefined;
      return /^\/(?:admin\/)?open-spaces\/([\w-]{1,60})(?:[?#].*)?$/u.exec(url.slice(base.length))?.[1];
    },
    workflow: (conferenceId: string, id: string) =>
      temporal && workflowUrl(temporal, openSpaceWorkflowId(conferenceId, id)),
  };
}
