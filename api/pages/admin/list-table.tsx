import type { Child } from 'hono/jsx';
import type { Markup } from '../markup.ts';

interface ListTableProps {
  /** What the list holds, for those who do not see it. */
  readonly label: string;
  /** Headings of the columns. On phones each stands before its cell, unless `leading` is given. */
  readonly columns: readonly string[];
  /** The column that leads each card on phones, where the cells say themselves what they are. */
  readonly leading?: number;
  readonly rows: readonly (readonly Child[])[];
}

/**
 * A list: lines with columns where there is room, a card for each line on phones. The roles say that it is a table:
 * browsers forget it where the style sheet makes cards of it.
 */
export function ListTable({ label, columns, leading, rows }: ListTableProps): Markup {
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
                <td role="cell" data-label={columns[index]} class={index === leading ? 'leading' : undefined}>
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
