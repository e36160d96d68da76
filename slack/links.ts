import { workflowUrl, type TemporalUi } from '../temporal/workflow-url.ts';
import { openSpaceWorkflowId } from '../workflows/messages.ts';

/** The addresses of an open space on the pages. Each is undefined if that site's address is not known. */
export type Links = ReturnType<typeof createLinks>;

export interface LinkOptions {
  /** The address of the organisers' pages, without a slash at the end. */
  readonly admin?: string | undefined;
  readonly temporal?: TemporalUi | undefined;
}

export function createLinks({ admin, temporal }: LinkOptions = {}) {
  const base = admin?.replace(/\/$/u, '');
  return {
    admin: (id: string) => (base === undefined ? undefined : `${base}/admin/open-spaces/${id}`),
    /** The id of the open space that an address of our public or organisers' pages leads to. */
    openSpaceIn(url: string): string | undefined {
      if (base === undefined || !url.startsWith(`${base}/`)) return undefined;
      return /^\/(?:admin\/)?open-spaces\/([\w-]{1,60})(?:[?#].*)?$/u.exec(url.slice(base.length))?.[1];
    },
    workflow: (conferenceId: string, id: string) =>
      temporal && workflowUrl(temporal, openSpaceWorkflowId(conferenceId, id)),
  };
}
