import type { Child } from 'hono/jsx';
import { plainText } from '../../core/texts.ts';
import { assetPath } from './assets.ts';
import type { Markup } from './markup.ts';

interface DocumentProps {
  readonly title: string;
  /** Goes on the body: which of the looks applies. */
  readonly look: string;
  readonly isAdmin?: boolean;
  /** Seconds after which a browser without script asks again. */
  readonly refresh?: number;
  readonly children: Child;
}

/** The frame of every page. All that it loads comes from here: no inline script or style, no third party. */
function Document({ title, look, isAdmin = false, refresh, children }: DocumentProps): Markup {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href={assetPath('icon')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetPath('siteStyle')} />
        {isAdmin ? <link rel="stylesheet" href={assetPath('adminStyle')} /> : null}
        <script type="module" src={assetPath(isAdmin ? 'adminScript' : 'scheduleScript')} />
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

/** A whole page as text; nothing that anybody wrote turns its direction or hides in it. */
export function renderDocument(props: DocumentProps): string {
  const page = Document(props);
  if (page instanceof Promise) throw new TypeError('a page is rendered at once: its components must not be async');
  return plainText(`<!doctype html>${page.toString()}`);
}
