import type { HtmlEscapedString } from 'hono/utils/html';

/** The result of a component: text in which hono/jsx has escaped every value. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;
