/** What the worker bundles: every export is a workflow type. */
export { desk } from './desk.ts';
export { listen } from './listen.ts';
export { openSpace } from './open-space.ts';
