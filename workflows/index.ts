/** What the worker bundles: every export is a workflow type. */
export { openSpace } from './open-space.ts';
export { desk, listen } from './standing.ts';
