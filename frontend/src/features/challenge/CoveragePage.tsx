import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { Skeleton, SkeletonRows } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import classes from './CoveragePage.module.css';
import { challengeQuery, coverageQuery, type Coverage } from './queries';

/** What has come together under each theme, from the customers' words to the commitments. */
export function CoveragePage() {
  const { id } = useParams({ from: '/challenges/$id/coverage' });
  const { t } = useTranslation('challenge');
  const challenge = useQuery(challengeQuery(id));
  const coverage = useQuery(coverageQuery(id));
  if (challenge.isPending) return <Skeleton heights={[18, 34, 18, 200]} />;
  if (!challenge.data) {
    return (
      <ErrorNote title={t('oneFailed')} error={challenge.error} onRetry={() => void challenge.refetch()} />
    );
  }
  const { title, can, themes } = challenge.data;
  // What has no theme is a row only where there is something in it.
  const rows = coverage.data?.themes.filter((row) => row.id || sum(row) > 0);
  return (
    <Page wide>
      <PageHeader
        title={t('coverage.title')}
        crumbs={[
          { label: t('list'), to: '/challenges' },
          { label: title, to: `/challenges/${id}` },
          { label: t('coverage.title') },
        ]}
        meta={t('coverage.meta')}
      />
      {coverage.isPending ? (
        <SkeletonRows rows={Math.max(3, themes.length)} height={64} />
      ) : !rows ? (
        <ErrorNote
          title={t('coverage.failed')}
          error={coverage.error}
          onRetry={() => void coverage.refetch()}
        />
      ) : themes.length === 0 ? (
        <EmptyState
          text={t(can.includes('challenge.edit') ? 'coverage.noThemesYours' : 'coverage.noThemes')}
          action={
            can.includes('challenge.edit') && (
              <Button component={Link} to={`/challenges/${id}/edit`}>
                {t('coverage.addThemes')}
              </Button>
            )
          }
        />
      ) : (
        <>
          <Picture id={id} rows={rows} />
          <details className={classes.asTable}>
            <summary>{t('coverage.asTable')}</summary>
            <CoverageTable rows={rows} />
          </details>
        </>
      )}
    </Page>
  );
}

const measures = ['evidence', 'ideas', 'concepts', 'commitments'] as const;
type Measure = (typeof measures)[number];

const value = (row: Coverage, measure: Measure) =>
  measure === 'evidence' ? row.insights + row.sticking_points : row[measure];
const sum = (row: Coverage) => measures.reduce((all, measure) => all + value(row, measure), 0);

/** One row a theme, one bar a measure; the bars of a measure share one scale, so that its column can be compared. */
function Picture({ id, rows }: { id: string; rows: readonly Coverage[] }) {
  const { t } = useTranslation('challenge');
  const most = Object.fromEntries(
    measures.map((measure) => [measure, Math.max(1, ...rows.map((row) => value(row, measure)))]),
  ) as Record<Measure, number>;
  return (
    <ul className={classes.rows}>
      {rows.map((row) => {
        const empty = sum(row) === 0;
        return (
          <li key={row.id ?? ''} className={classes.row} data-empty={empty || undefined}>
            <div className={classes.theme}>
              <h2 className={classes.name}>
                {row.id ? (
                  <Link to="/challenges/$id" params={{ id }} search={{ theme: row.id, show: 'ideas' }}>
                    {row.name}
                  </Link>
                ) : (
                  t('coverage.noTheme')
                )}
              </h2>
              {row.about && <p className={classes.about}>{row.about}</p>}
              {empty && <Tag tone="warn">{t('coverage.empty')}</Tag>}
            </div>
            <dl className={classes.bars}>
              {measures.map((measure) => {
                const count = value(row, measure);
                return (
                  <div key={measure} className={classes.measure} data-measure={measure}>
                    <dt className={classes.label}>{t(`coverage.${measure}`)}</dt>
                    <dd className={classes.value}>
                      <span className={classes.track} aria-hidden="true">
                        <span
                          className={classes.bar}
                          style={{ width: `${(count / most[measure]) * 100}%` }}
                        />
                      </span>
                      <span className={classes.number} data-none={count === 0 || undefined}>
                        {count}
                      </span>
                    </dd>
                  </div>
                );
              })}
            </dl>
          </li>
        );
      })}
    </ul>
  );
}

function CoverageTable({ rows }: { rows: readonly Coverage[] }) {
  const { t } = useTranslation('challenge');
  const columns = ['insights', 'sticking_points', 'ideas', 'concepts', 'commitments'] as const;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways on a phone, so the keyboard must reach it
    <div className={classes.scroll} role="region" aria-label={t('coverage.asTable')} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('coverage.theme')}</th>
            {columns.map((column) => (
              <th key={column} scope="col" className={classes.figure}>
                {t(`coverage.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id ?? ''}>
              <th scope="row">{row.name || t('coverage.noTheme')}</th>
              {columns.map((column) => (
                <td key={column} className={classes.figure}>
                  {row[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
