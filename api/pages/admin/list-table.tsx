import type { Child } from 'hono/jsx';
import type { Markup } from '../markup.ts';

interface ListTableProps {
  /** The list's content, for screen readers. */
  readonly label: string;
  /** Headings of the columns. On phones each one is before its cell, unless `leading` is given. */
  readonly columns: readonly string[];
  /** The index of the column that leads each card on phones. The other cells then have no headings. */
  readonly leading?: number;
  /** The index of a column whose heading is before its cell nevertheless, because the cell alone is not clear. */
  readonly named?: number;
  readonly rows: readonly (readonly Child[])[];
}

/**
 * A list: a table on wide screens, a card for each row on phones. The roles say that it is a table, because browsers
 * forget this when the style sheet makes cards of the rows.
 */
export function ListTable({ label, columns, leading, named, rows }: ListTableProps): Markup {
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={label}>
      <table class={leading === undefined ? 'list labelled' : 'list'} role="table">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th scope="col" role="columnheader">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((cells) => (
            <tr role="row">
              {cells.map((cell, index) => (
                <td
                  role="cell"
                  data-label={columns[index]}
                  class={index === leading ? 'leading' : index === named ? 'named' : undefined}
                >
                  <div>{cell}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
