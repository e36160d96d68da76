import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';

const types = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
} as const;

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * Reads a file once. Its name contains a hash of its content, so browsers may keep it for good and still get a new
 * version at once.
 *
 * @param parts the files that it consists of, in this order
 */
function load(name: string, extension: keyof typeof types, parts: readonly string[] = [name]): Asset {
  const files = parts.map((part) => readFileSync(new URL(`./static/${part}.${extension}`, import.meta.url)));
  const body = Uint8Array.from(Buffer.concat(files));
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 10);
  return { path: `/assets/${name}.${hash}.${extension}`, type: types[extension], body };
}

const assets = {
  siteStyle: load('site', 'css', ['site', 'site-screen']),
  adminStyle: load('admin', 'css', ['admin', 'admin-cards', 'admin-lists', 'admin-board', 'admin-phone']),
  scheduleScript: load('schedule', 'js'),
  adminScript: load('admin', 'js'),
  boardScript: load('admin-board', 'js'),
  fieldsScript: load('admin-fields', 'js'),
  icon: load('icon', 'svg'),
  /** 1200 × 630, the size to which previews of links are cut. */
  shareImage: load('share', 'png'),
} as const;

export const assetPath = (name: keyof typeof assets): string => assets[name].path;

/** Only names of loaded files are answered, so no path reaches the disk. */
export function createAssetRoutes(): Hono {
  const app = new Hono();
  for (const { path, type, body } of Object.values(assets)) {
    app.get(path, (c) => {
      c.header('content-type', type);
      c.header('cache-control', 'public, max-age=31536000, immutable');
      return c.body(body);
    });
  }
  return app;
}
