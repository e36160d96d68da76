import type { Child } from 'hono/jsx';
import type { After } from '../../../store/queries.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';

/** Rows on one page of a list. */
export const pageSize = 50;

/** The place that `More` puts into an address: epoch milliseconds, or nothing, then `_` and an id. */
export function readPlace(text: string | undefined): After | undefined {
  if (text === undefined) return undefined;
  const [at = '', ...id] = text.split('_');
  return { at: at === '' ? null : new Date(Number(at)), id: id.join('_') };
}

/** A search and its filters, as a plain form: addresses can be kept and sent to others. */
export function Filters(props: { action: string; submitsOnChange?: boolean; children: Child }): Markup {
  const { action, submitsOnChange = false, children } = props;
  return (
    <form
      method="get"
      action={action}
      class="filters"
      role="search"
      data-submit-on-change={submitsOnChange ? '' : undefined}
    >
      {children}
      <button type="submit">{words.show}</button>
    </form>
  );
}

export function SearchBox({ value, label }: { value: string | undefined; label: string }): Markup {
  return (
    <label>
      {label}
      <input type="search" name="q" value={value ?? ''} maxlength={100} />
    </label>
  );
}

export function Choice(props: {
  readonly name: string;
  readonly label: string;
  readonly all: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly value: string | undefined;
}): Markup {
  const { name, label, all, options, value } = props;
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">{all}</option>
        {options.map(([option, words]) => (
          <option value={option} selected={option === value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The address of what follows, with the same filters. */
export function More({
  path,
  query,
  cursor,
}: {
  path: string;
  query: Record<string, string | undefined>;
  cursor: string;
}): Markup {
  const pairs = Object.entries({ ...query, after: cursor }).filter((pair): pair is [string, string] =>
    Boolean(pair[1]),
  );
  return (
    <p class="more">
      <a href={`${path}?${new URLSearchParams(pairs).toString()}`}>{words.more}</a>
    </p>
  );
}
