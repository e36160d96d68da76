/** The entry of the workflow bundle: every export is a workflow type. */
export { desk, listen } from './long-running.ts';
export { openSpace } from './open-space.ts';
