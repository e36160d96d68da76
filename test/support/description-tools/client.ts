// Somebody else's program: it knows the API from its description alone, as openapi-typescript turns it into types. It
// is compiled strictly, then run with the API's address and a token; it approves what waits, and says so on a line of
// JSON.
import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

declare const process: { readonly argv: readonly string[] };

const [baseUrl = '', token = ''] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

const listed = await client.GET('/open-spaces', { params: { query: { status: 'needs_action' } } });
if (listed.error !== undefined) throw new Error(listed.error.detail);
const [first] = listed.data.items;
if (first === undefined) throw new Error('nothing waits');

const params = { path: { id: first.id } };
const read = await client.GET('/open-spaces/{id}', { params });
if (read.error !== undefined) throw new Error(read.error.detail);

const approved = await client.POST('/open-spaces/{id}/approve', { params });
if (approved.error !== undefined) throw new Error(approved.error.detail);

const after = await client.GET('/open-spaces/{id}', { params });
console.log(
  JSON.stringify({ id: first.id, room: read.data.room, before: read.data.status, after: after.data?.status }),
);
