import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useMe } from '../../api/session';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { Section } from '../../ui/Section';
import { Skeleton } from '../../ui/Skeleton';
import { ImportDraft } from './ImportDraft';
import { ImportList } from './ImportList';
import { ImportState } from './ImportState';
import { ImportUpload } from './ImportUpload';
import classes from './ImportPage.module.css';
import { importQuery, importsQuery } from './importQueries';

type Props = { id: string | undefined; onOpen: (id: string | undefined) => void };

/** Insights from a file: choose it, see how it is read, start; it goes on by itself and can be undone as a whole. */
export function ImportPage({ id, onOpen }: Props) {
  const { t } = useTranslation('insight');
  const { can } = useMe();
  const imports = useInfiniteQuery({ ...importsQuery, enabled: can.includes('insight.import') });
  const header = (
    <PageHeader
      title={t('import.title')}
      crumbs={[{ label: t('title'), to: '/insights' }, { label: t('import.title') }]}
    />
  );
  if (!can.includes('insight.import')) {
    return (
      <Page>
        {header}
        <EmptyState
          text={t('import.notYou')}
          action={
            <Button component={Link} to="/insights">
              {t('gone.act')}
            </Button>
          }
        />
      </Page>
    );
  }
  const rows = imports.data?.pages.flatMap((page) => page.items);
  return (
    <Page>
      {header}
      <div className={classes.body}>
        {id ? (
          <One key={id} id={id} onOpen={onOpen} />
        ) : (
          <ImportUpload
            sources={[...new Set(rows?.map((each) => each.settings.source ?? '').filter(Boolean))]}
            onUploaded={(one) => onOpen(one.id)}
          />
        )}
        <Section title={t('import.earlier')}>
          <ImportList query={imports} shown={id} />
        </Section>
      </div>
    </Page>
  );
}

function One({ id, onOpen }: { id: string; onOpen: Props['onOpen'] }) {
  const { t } = useTranslation('insight');
  const query = useQuery(importQuery(id));
  if (query.isPending) return <Skeleton heights={[56, 240, 200]} />;
  const other = (
    <Button className={classes.other} onClick={() => onOpen(undefined)}>
      {t('import.another')}
    </Button>
  );
  if (query.error instanceof Problem && query.error.status === 404) {
    return <EmptyState text={t('import.gone')} action={other} />;
  }
  if (!query.data) {
    return <ErrorNote title={t('import.failed')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      {query.data.state === 'draft' ? (
        <ImportDraft one={query.data} onDropped={() => onOpen(undefined)} />
      ) : (
        <ImportState one={query.data} lost={query.isError} />
      )}
      {query.data.state !== 'draft' && other}
    </>
  );
}
