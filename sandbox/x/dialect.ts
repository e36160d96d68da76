/**
 * The names that X uses: `tweet` as its documentation has them, `post` as its OpenAPI document since 2.167 (August 2026).
 * Only what is asked for and answered differs; paths and request bodies are the same.
 */
export type Dialect = 'tweet' | 'post';
