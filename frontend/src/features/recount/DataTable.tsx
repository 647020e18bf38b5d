import classes from './DataTable.module.css';

type Props = {
  caption: string;
  /** The caption is for screen readers only: something visible says the same. */
  quietCaption?: boolean;
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  /** Rows that stand out. */
  strong?: readonly number[];
  /** Columns of words; the others are numbers. */
  words?: readonly number[];
  /** Columns of hashes. */
  codes?: readonly number[];
};

/** A plain table; the first column names the row. Wider than its place it scrolls, also by keyboard. */
export function DataTable({ caption, quietCaption, head, rows, strong = [], words = [], codes = [] }: Props) {
  const kind = (column: number) =>
    codes.includes(column) ? 'code' : words.includes(column) ? 'word' : undefined;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className={classes.scroll} role="group" aria-label={caption} tabIndex={0}>
      <table className={classes.table}>
        <caption className={quietCaption ? 'tk-hidden' : classes.caption}>{caption}</caption>
        <thead>
          <tr>
            {head.map((name, column) => (
              <th key={column} scope="col" data-kind={column === 0 ? 'word' : kind(column)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest], row) => (
            <tr key={row} data-strong={strong.includes(row) || undefined}>
              <th scope="row">{first}</th>
              {rest.map((value, index) => (
                <td key={index} data-kind={kind(index + 1)}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
