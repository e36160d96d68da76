/** The sentences that the rules say to people, by subject. Slack, the pages, the API and Temporal show the same. */
export { inPlace } from './in-place.ts';
export * from './words/button-words.ts';
export * from './words/config-words.ts';
export * from './words/deadline-words.ts';
export * from './words/decision-words.ts';
export * from './words/hold-words.ts';
export * from './words/name-words.ts';
export * from './words/outcome-words.ts';
export * from './words/post-words.ts';
export * from './words/reading-words.ts';
export * from './words/refusal-words.ts';
export * from './words/status-words.ts';
