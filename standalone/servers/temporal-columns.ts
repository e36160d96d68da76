/**
 * Columns that make the list of workflows readable: the name, the status, the room, the host and the start. The type is
 * first, because people click it to open a workflow, and because listener and desk have no other column.
 */
const columns = ['Type', 'OpenSpace', 'OpenSpaceStatus', 'Room', 'Host', 'StartsAt', 'Status'] as const;

/** The path of `columnsPage` on the Web UI's own port. */
export const columnsPath = '/open-spaces';

/**
 * A page on the Web UI's own address that sets the columns and then opens the list. Temporal has no setting for them:
 * the UI keeps each browser's choice in its local storage, by namespace (`temporalio/ui`,
 * stores/configurable-table-columns). Columns that somebody chose before stay.
 */
export function columnsPage(namespace: string): string {
  const shown = JSON.stringify(columns.map((label) => ({ label })));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Open spaces in Temporal</title>
<script>
  const key = 'namespace-workflow-table-columns';
  const usual = ['Status', 'Workflow ID', 'Run ID', 'Type', 'Start', 'End'];
  const namespace = ${JSON.stringify(namespace)};
  let chosen = {};
  try { chosen = JSON.parse(localStorage.getItem(key)) ?? {}; } catch {}
  const before = chosen[namespace]?.map(({ label }) => label);
  if (before === undefined || before.join() === usual.join()) chosen[namespace] = ${shown};
  localStorage.setItem(key, JSON.stringify(chosen));
  location.replace('/namespaces/' + encodeURIComponent(namespace) + '/workflows');
</script>
<p><a href="/namespaces/${encodeURIComponent(namespace)}/workflows">The list of open spaces</a></p>
</html>
`;
}
