import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { RelativeTime } from '../../ui/RelativeTime';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import { versionsQuery, type Concept, type ConceptVersion } from './queries';
import classes from './Versions.module.css';

const Compare = lazy(() => import('./Compare'));

const known = [
  'title',
  'problem',
  'who_suffers',
  'solution',
  'customer_value',
  'company_value',
  'first_step',
  'measure',
  'effort',
  'impact',
  'owner',
  'sources',
  'themes',
  'evidence',
] as const;

/** Every version, newest first: what changed, who changed it and when; any two can be compared. */
export function Versions({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const versions = useInfiniteQuery(versionsQuery(concept.id));
  const [comparing, setComparing] = useState(false);
  const rows = versions.data?.pages.flatMap((page) => page.items) ?? [];
  const changed = (version: ConceptVersion) => {
    const fields = known
      .filter((field) => version.changed.includes(field))
      .map((field) => t(`field.${field}`));
    return version.version === 1 || fields.length === 0
      ? t('first')
      : t('changed', { fields: fields.join(', ') });
  };
  return (
    <Section
      title={t('versions')}
      action={
        rows.length > 1 && (
          <button type="button" className="tk-link" onClick={() => setComparing(true)}>
            {t('compare')}
          </button>
        )
      }
    >
      {versions.isPending && <SkeletonRows rows={3} height={40} />}
      {versions.isError && rows.length === 0 && (
        <ErrorNote
          title={t('versionsFailed')}
          error={versions.error}
          onRetry={() => void versions.refetch()}
        />
      )}
      <ol className={classes.list} reversed>
        {rows.map((version, index) => (
          <li key={version.version} className={classes.row} data-newest={index === 0 || undefined}>
            <span className={classes.number}>{version.version}</span>
            <div className={classes.words}>
              <p className={classes.what}>{changed(version)}</p>
              <p className={classes.who}>
                {version.suggested_by
                  ? t('suggestedBy', { name: version.suggested_by.name, editor: version.editor.name })
                  : version.editor.name}{' '}
                · <RelativeTime at={version.created_at} />
              </p>
            </div>
          </li>
        ))}
      </ol>
      {versions.hasNextPage && (
        <button type="button" className="tk-link" onClick={() => void versions.fetchNextPage()}>
          {t('moreVersions')}
        </button>
      )}
      <Suspense fallback={null}>
        {comparing && <Compare versions={rows} onClose={() => setComparing(false)} />}
      </Suspense>
    </Section>
  );
}
