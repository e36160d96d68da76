import type { HtmlEscapedString } from 'hono/utils/html';

/** What a component gives back: text whose every value was escaped by hono/jsx. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;
