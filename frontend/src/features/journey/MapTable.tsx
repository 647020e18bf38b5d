import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { columnsOf, latest, type Column } from './columns';
import classes from './MapTable.module.css';
import { change, figure, meanOf, signed } from './mood';
import type { JourneyMap } from './queries';

const texts = ['does', 'feels', 'people', 'systems'] as const;

type Props = { map: JourneyMap; stage?: string; described: boolean };

/** The whole map as a table: a row for each stage and each touchpoint, a column for each lane. */
export function MapTable({ map, stage, described }: Props) {
  const { t } = useTranslation('journey');
  const stages = columnsOf(map).filter(({ id }) => !stage || id === stage);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- wider than its frame on most screens: the keyboard has to reach it to scroll it
    <div className={classes.scroll} role="region" aria-label={t('table.label')} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('table.stage')}</th>
            <th scope="col">{t('table.touchpoint')}</th>
            {described &&
              texts.map((field) => (
                <th key={field} scope="col">
                  {t(`lane.${field}`)}
                </th>
              ))}
            <th scope="col">{t('table.mean')}</th>
            <th scope="col">{t('table.insights')}</th>
            {(['quote', 'sticking', 'ideas', 'work', 'metrics'] as const).map((lane) => (
              <th key={lane} scope="col">
                {t(`lane.${lane}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stages.map((column) => (
            <Fragment key={column.id}>
              <Row column={column} stage={column.name} described={described} />
              {columnsOf(map, column.id).map((touchpoint) => (
                <Row key={touchpoint.id} column={touchpoint} stage={column.name} described={described} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ column, stage, described }: { column: Column; stage: string; described: boolean }) {
  const { t } = useTranslation('journey');
  const mean = meanOf(column.mood);
  const whole = column.kind === 'stage';
  const touchpoint = column.touchpoints[0];
  return (
    <tr data-stage={whole || undefined}>
      <th scope="row">{stage}</th>
      <td>
        {whole ? (
          t('table.whole')
        ) : (
          <Link to="/touchpoints/$id" params={{ id: column.id }} className="tk-link">
            {column.name}
          </Link>
        )}
      </td>
      {described && texts.map((field) => <td key={field}>{whole ? '' : touchpoint?.[field]}</td>)}
      <td className={classes.number}>{mean === undefined ? '–' : signed(mean)}</td>
      <td className={classes.number}>{column.mood.count}</td>
      <td>{column.quote && t('quoteOf', { quote: column.quote.quote })}</td>
      <td>
        {list(column.stickingPoints, (each) =>
          t('stickingOf', {
            title: each.title,
            insights: t('insights', { count: each.insights }),
            weight: figure(each.weight),
          }),
        )}
      </td>
      <td>{list(column.ideas, ({ title, support }) => `${title} (${support})`)}</td>
      <td>{list([...column.commitments, ...column.concepts], ({ title }) => title)}</td>
      <td>
        {list(column.metrics, (metric) => {
          const last = latest(metric);
          return last
            ? `${metric.name}: ${figure(last.value, metric.unit)} (${change(last.since)})`
            : metric.name;
        })}
      </td>
    </tr>
  );
}

function list<T extends { id: string }>(rows: readonly T[], words: (row: T) => ReactNode) {
  if (rows.length === 0) return null;
  return (
    <ul className={classes.list}>
      {rows.map((row) => (
        <li key={row.id}>{words(row)}</li>
      ))}
    </ul>
  );
}
