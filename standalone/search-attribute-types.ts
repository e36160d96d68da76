import { searchAttributeKeys } from '../workflows/search-attributes.ts';
import type { SearchAttributeTypes } from './servers/temporal.ts';

/** The workflow's search attributes, with the type names of the dev server's command line. */
export const searchAttributeTypes: SearchAttributeTypes = Object.fromEntries(
  searchAttributeKeys.map(({ name, type }) => [name, type === 'DATETIME' ? 'Datetime' : 'Keyword']),
);
