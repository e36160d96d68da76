/** The address of the Temporal UI, without a slash at the end, and the namespace. */
export interface TemporalUi {
  readonly url: string;
  readonly namespace: string;
}

export const workflowUrl = ({ url, namespace }: TemporalUi, workflowId: string): string =>
  `${url}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
