import type { Hono } from 'hono';

export function addReferencePage(_app: Hono, _document: object): void {}
