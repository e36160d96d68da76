import { isGrpcServiceError, type Connection } from '@temporalio/client';
import { StartError } from '../config/start-error.ts';
import { searchAttributeKeys } from '../workflows/search-attributes.ts';

type Key = (typeof searchAttributeKeys)[number];

/** `temporal.api.enums.v1.IndexedValueType`, which the SDK does not export. */
const codes = { KEYWORD: 2, DATETIME: 6 } as const satisfies Record<Key['type'], number>;

/** gRPC's PERMISSION_DENIED, UNIMPLEMENTED and UNAUTHENTICATED: Temporal Cloud has its own UI for search attributes. */
const refusals: ReadonlySet<number> = new Set([7, 12, 16]);
const notFound = 5;

/**
 * Registers the workflow's missing search attributes in a namespace. Existing ones stay.
 *
 * @returns the names that were added, and the names that existed
 * @throws {StartError} if the namespace is unknown, the server refuses, or an attribute has another type
 */
export async function registerSearchAttributes(
  connection: Connection,
  namespace: string,
): Promise<{ added: string[]; present: string[] }> {
  const { operatorService } = connection;
  try {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const wrong = searchAttributeKeys.filter(
      ({ name, type }) => (customAttributes[name] ?? codes[type]) !== codes[type],
    );
    if (wrong.length > 0) {
      const names = wrong.map((key) => `${key.name} must be ${typeName(key)}`).join(', ');
      throw new StartError({
        what: `Namespace ${namespace} has search attributes of another type: ${names}.`,
        remedy: 'Remove them there first.',
      });
    }
    const missing = searchAttributeKeys.filter(({ name }) => customAttributes[name] === undefined);
    if (missing.length > 0) {
      const searchAttributes = Object.fromEntries(missing.map(({ name, type }) => [name, codes[type]]));
      await operatorService.addSearchAttributes({ namespace, searchAttributes });
    }
    const added = missing.map(({ name }) => name);
    const present = searchAttributeKeys.map(({ name }) => name).filter((name) => !added.includes(name));
    return { added, present };
  } catch (error) {
    if (!isGrpcServiceError(error)) throw error;
    const code: number = error.code;
    if (code === notFound) {
      throw new StartError(
        {
          what: `Temporal does not know the namespace ${namespace} (${error.details}).`,
          remedy: 'Create it, or set TEMPORAL_NAMESPACE.',
        },
        { cause: error },
      );
    }
    if (!refusals.has(code)) throw error;
    throw new StartError(
      {
        what: `Temporal does not let this client register search attributes (${error.details}).`,
        remedy: byHand(namespace),
      },
      { cause: error },
    );
  }
}

function byHand(namespace: string): string {
  return [
    `On Temporal Cloud add them yourself, in the Cloud UI under the namespace's "Search Attributes", or with tcld:`,
    ...searchAttributeKeys.map(
      (key) =>
        `  tcld namespace search-attributes add --namespace ${namespace} ` +
        `--search-attribute "${key.name}=${typeName(key)}"`,
    ),
  ].join('\n');
}

function typeName({ type }: Key): string {
  return type === 'DATETIME' ? 'Datetime' : 'Keyword';
}
