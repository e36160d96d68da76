import { html } from 'hono/html';

/** The parts of a JSON Schema that the page uses. */
export interface SchemaObject {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly items?: SchemaObject;
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly SchemaObject[];
  readonly oneOf?: readonly SchemaObject[];
  readonly allOf?: readonly SchemaObject[];
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly default?: unknown;
  readonly example?: unknown;
}

export type Html = ReturnType<typeof html>;

/** The type of a value, in a few words. A named type links to its own entry. */
export function kindOf(schema: SchemaObject): Html {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  const alternatives = schema.anyOf ?? schema.allOf;
  if (alternatives !== undefined) return joined(alternatives.map(kindOf), ' or ');
  if (schema.enum !== undefined) {
    const values = schema.enum.map((value) => html`<code>${JSON.stringify(value)}</code>`);
    return joined(values, ' | ');
  }
  const types = [schema.type ?? 'any'].flat();
  const nullable = types.includes('null') ? ' or null' : '';
  const type = types.filter((one) => one !== 'null').join(' or ');
  if (type === 'array') return html`list of ${kindOf(schema.items ?? {})}${nullable}`;
  return html`${schema.format === 'date-time' ? 'time' : type}${limits(schema)}${nullable}`;
}

function limits({ minimum, maximum, maxLength }: SchemaObject): string {
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER)
    return ` ${minimum}–${maximum}`;
  return maxLength === undefined ? '' : `, at most ${maxLength} characters`;
}

function joined(parts: readonly Html[], separator: string): Html {
  return html`${parts.map((part, n) => html`${n === 0 ? '' : separator}${part}`)}`;
}

/** The fields of an object, with the fields of inner objects below. */
export function fieldRows(schema: SchemaObject, prefix = ''): Html[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const optional = schema.required?.includes(name) === true ? '' : html` <span class="optional">optional</span>`;
    const row = html`<tr>
      <th scope="row"><code>${prefix}${name}</code>${optional}</th>
      <td>${kindOf(field)}${field.description === undefined ? '' : html`<br />${inline(field.description)}`}</td>
    </tr>`;
    const inner = field.properties === undefined ? (field.items ?? {}) : field;
    const step = field.properties === undefined ? '[].' : '.';
    return [row, ...(inner.properties === undefined ? [] : fieldRows(inner, `${prefix}${name}${step}`))];
  });
}

/** Renders the two marks that the descriptions use: `code` and **bold**. */
export function inline(text: string): Html {
  const parts = text.split(/(`[^`]+`|\*\*[^*]+\*\*)/u);
  return html`${parts.map((part) =>
    part.startsWith('`')
      ? html`<code>${part.slice(1, -1)}</code>`
      : part.startsWith('**')
        ? html`<strong>${part.slice(2, -2)}</strong>`
        : part,
  )}`;
}
