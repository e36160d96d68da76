import type { Child } from 'hono/jsx';
import { plainText } from '../../core/texts.ts';
import { assetPath } from './assets.ts';
import type { Markup } from './markup.ts';
import { words } from './words.ts';

/** The preview of the page when its link is shared (ogp.me; X reads the same properties). */
interface Share {
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly site: string;
  /** The public address of the pages, without a slash at the end: previews need full addresses. */
  readonly publicUrl: string;
}

interface DocumentProps {
  readonly title: string;
  /** The class of the body; it selects the style. */
  readonly look: string;
  readonly isAdmin?: boolean;
  /** Seconds after which a browser without JavaScript reloads the page. */
  readonly refresh?: number;
  readonly share?: Share;
  readonly children: Child;
}

const scripts = { admin: ['adminScript', 'boardScript', 'fieldsScript'], site: ['scheduleScript'] } as const;

/** The frame of every page. Everything that it loads is ours: no inline script or style, no third party. */
function Document({ title, look, isAdmin = false, refresh, share, children }: DocumentProps): Markup {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {share === undefined ? null : <ShareTags {...share} />}
        <link rel="icon" href={assetPath('icon')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetPath('siteStyle')} />
        {isAdmin ? <link rel="stylesheet" href={assetPath('adminStyle')} /> : null}
        {scripts[isAdmin ? 'admin' : 'site'].map((name) => (
          <script type="module" src={assetPath(name)} />
        ))}
        {refresh === undefined ? null : (
          <noscript>
            <meta http-equiv="refresh" content={String(refresh)} />
          </noscript>
        )}
      </head>
      <body class={look}>{children}</body>
    </html>
  );
}

function ShareTags({ title, description, url, site, publicUrl }: Share): Markup {
  return (
    <>
      <meta name="description" content={description} />
      <meta property="og:type" content="website" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={url} />
      <meta property="og:site_name" content={site} />
      <meta property="og:image" content={publicUrl + assetPath('shareImage')} />
      <meta property="og:image:alt" content={words.event.imageAlt} />
      <meta name="twitter:card" content="summary_large_image" />
    </>
  );
}

/** A whole page as text. Nothing that people wrote can change the text direction or hide in it. */
export function renderDocument(props: DocumentProps): string {
  const page = Document(props);
  if (page instanceof Promise) throw new TypeError('a page is rendered at once: its components must not be async');
  return plainText(`<!doctype html>${page.toString()}`);
}
