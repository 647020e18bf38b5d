import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import { dayOf } from '../../lib/day';
import { signed } from '../../ui/sentiment';
import { Tag } from '../../ui/Tag';
import classes from './ImportPreview.module.css';
import type { Import, ImportRow } from './importQueries';

const columns = ['said_on', 'sentiment', 'source_kind', 'source', 'segment', 'touchpoint'] as const;

/** The first rows as they would be imported; what would be left out says why. */
export function ImportPreview({ one, busy }: { one: Import; busy: boolean }) {
  const { t } = useTranslation('insight');
  const rows = one.preview ?? [];
  const shown = columns.filter((column) =>
    rows.some((row) => row[column] !== undefined && row[column] !== ''),
  );
  const bad = rows.filter((row) => row.error).length;
  if (rows.length === 0) return <p role="status">{t('import.noRows')}</p>;
  return (
    <>
      <p role="status" className={classes.sum}>
        {bad > 0
          ? t('import.someBad', { count: bad, of: rows.length })
          : t('import.allGood', { count: rows.length })}
      </p>
      <div
        className={classes.scroll}
        role="group"
        aria-label={t('import.preview')}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-busy={busy}
      >
        <table className={classes.table}>
          <caption className="tk-hidden">{t('import.preview')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('import.line')}</th>
              <th scope="col">{t('import.field.quote')}</th>
              {shown.map((column) => (
                <th key={column} scope="col">
                  {t(`import.field.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.line} row={row} shown={shown} mask={one.settings.personal !== 'keep'} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

type RowProps = { row: ImportRow; shown: readonly (typeof columns)[number][]; mask: boolean };

function Row({ row, shown, mask }: RowProps) {
  const { t } = useTranslation('insight');
  const { t: ui } = useTranslation();
  const cell = (column: (typeof columns)[number]) => {
    const value = row[column];
    if (value === undefined || value === '') return '';
    if (column === 'sentiment') return signed(Number(value));
    if (column === 'said_on') return shortDate(dayOf(String(value)));
    if (column === 'source_kind')
      return ui(`sourceKind.${value as 'review'}`, { defaultValue: String(value) });
    return value;
  };
  return (
    <tr data-bad={row.error ? true : undefined}>
      <th scope="row">{row.line}</th>
      <td className={classes.quote}>
        <span>{row.quote ?? row.cells.join(' · ')}</span>
        {row.error && <span className={classes.error}>{t('import.leftOut', { reason: row.error })}</span>}
        {!!row.personal && (
          <span className={classes.personal}>
            <Tag tone="warn">{t(mask ? 'import.willMask' : 'import.willKeep', { count: row.personal })}</Tag>
          </span>
        )}
      </td>
      {shown.map((column) => (
        <td key={column}>{cell(column)}</td>
      ))}
    </tr>
  );
}
