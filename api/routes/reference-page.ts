import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import { fieldRows, inline, kindOf, type Html, type SchemaObject } from './reference-schema.ts';

/** The parts of the OpenAPI document (from `describeApi`) that the page uses. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly servers?: readonly { readonly url: string }[];
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, SchemaObject>> };
}

interface Content {
  readonly [mediaType: string]: { readonly schema?: SchemaObject; readonly example?: unknown };
}

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: SchemaObject;
  }[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const style = readFileSync(new URL('reference.css', import.meta.url), 'utf8');

/** A readable page of the API, made from the document only, without a script. */
export function addReferencePage(app: Hono, document: ApiDocument): void {
  const page = render(document);
  app.get('/api/v1/reference', async (c) => c.html(await page));
  app.get('/api/v1/reference.css', (c) => c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
}

function render(document: ApiDocument): Html {
  const entries = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const base = document.servers?.[0]?.url ?? '';
  const groups = (document.tags ?? []).map((tag) => ({
    ...tag,
    entries: entries.filter(({ operation }) => operation.tags?.includes(tag.name)),
  }));
  const schemas = Object.entries(document.components?.schemas ?? {}).toSorted(([a], [b]) => a.localeCompare(b));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${document.info.title}: API reference</title>
        <link rel="stylesheet" href="/api/v1/reference.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <nav aria-label="Operations">
          <p><a href="#content">${document.info.title}</a></p>
          ${groups.map(
            ({ name, entries: own }) =>
              html`<h2>${name}</h2>
                <ul>
                  ${own.map(
                    ({ method, path, operation }) =>
                      html`<li>
                        <a href="#${operation.operationId}"><span class="method">${method}</span> ${path}</a>
                      </li>`,
                  )}
                </ul>`,
          )}
          <p><a href="#schemas">Schemas</a></p>
        </nav>
        <main id="content">
          <h1>${document.info.title}: API reference</h1>
          ${(document.info.description ?? '').split('\n\n').map((text) => html`<p>${inline(text)}</p>`)}
          <p>For programs: <a href="/api/v1/openapi.json">openapi.json</a></p>
          <pre
            tabindex="0"
          ><code>curl -H "Authorization: Bearer $TOKEN" https://HOST${base}/open-spaces?status=needs_action</code></pre>
          ${groups.map(
            ({ name, description, entries: own }) =>
              html`<section>
                <h2>${name}</h2>
                <p>${description}</p>
                ${own.map((entry) => renderOperation(entry, base))}
              </section>`,
          )}
          <section>
            <h2 id="schemas">Schemas</h2>
            ${schemas.map(([name, schema]) => renderSchema(name, schema))}
          </section>
        </main>
      </body>
    </html>`;
}

const describedBelow = (description: string | undefined) =>
  description === undefined ? '' : html`<br />${inline(description)}`;

function renderOperation({ method, path, operation }: Entry, base: string): Html {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  return html`<article id="${operationId}">
    <h3><span class="method ${method.toLowerCase()}">${method}</span> <code>${base}${path}</code></h3>
    <p><strong>${summary}.</strong> ${inline(description ?? 'Scope: read.')}</p>
    ${
      parameters.length === 0
        ? ''
        : html`<table>
            <caption>
              Parameters
            </caption>
            ${parameters.map(
              ({ name, in: place, required, schema }) =>
                html`<tr>
                  <th scope="row">
                    <code>${name}</code> <span class="optional">${place}${required === true ? '' : ', optional'}</span>
                  </th>
                  <td>${kindOf(schema)}${describedBelow(schema.description)}</td>
                </tr>`,
            )}
          </table>`
    }
    ${requestBody === undefined ? '' : renderBody(requestBody.content)}
    <table>
      <caption>
        Answers
      </caption>
      ${Object.entries(responses).map(
        ([status, response]) =>
          html`<tr>
            <th scope="row"><code>${status}</code></th>
            <td>${inline(response.description)}${renderKind(response.content)}</td>
          </tr>`,
      )}
    </table>
  </article>`;
}

function renderBody(content: Content): Html {
  const { schema = {}, example } = content['application/json'] ?? {};
  return html`<p>Body: ${kindOf(schema)}</p>
    ${example === undefined ? '' : renderExample(example)}`;
}

function renderKind(content: Content | undefined): Html | string {
  const schema = content?.['application/json']?.schema;
  return schema === undefined ? '' : html` ${kindOf(pageItem(schema) ?? schema)}`;
}

/** Pages of lists differ only in their items, so the items are shown. */
function pageItem({ properties }: SchemaObject): SchemaObject | undefined {
  return properties?.['nextCursor'] === undefined ? undefined : properties['items'];
}

function renderSchema(name: string, schema: SchemaObject): Html {
  return html`<article id="schema-${name}">
    <h3>${name}</h3>
    ${schema.description === undefined ? '' : html`<p>${inline(schema.description)}</p>`}
    <table>
      <caption>
        Fields of ${name}
      </caption>
      ${fieldRows(schema)}
    </table>
    ${schema.example === undefined ? '' : renderExample(schema.example)}
  </article>`;
}

function renderExample(example: unknown): Html {
  return html`<pre tabindex="0"><code>${JSON.stringify(example, undefined, 2)}</code></pre>`;
}
