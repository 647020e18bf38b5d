import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/session';
import { useListKeys } from '../../lib/listKeys';
import { useNow } from '../../lib/now';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconPlus } from '../../ui/icons';
import { MoreRows } from '../../ui/MoreRows';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import { ChallengeRow } from './ChallengeRow';
import classes from './ChallengeRow.module.css';
import { standing } from './phases';
import { challengesQuery } from './queries';

/** Every challenge: open ones first, then those that open later, then closed ones. */
export function ChallengesPage() {
  const { t } = useTranslation('challenge');
  const challenges = useInfiniteQuery(challengesQuery);
  const may = useMe().can.includes('challenge.create');
  const now = useNow();
  const list = useRef<HTMLDivElement>(null);
  useListKeys(list);
  const all = challenges.data?.pages.flatMap((page) => page.items);
  const groups = [
    { name: 'open', stands: ['open', 'between'] },
    { name: 'coming', stands: ['coming'] },
    { name: 'closed', stands: ['closed'] },
  ] as const;
  const add = may && (
    <Button component={Link} to="/challenges/new" leftSection={<IconPlus size={16} />}>
      {t('new')}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t('list')} meta={t('listMeta')} actions={all?.length !== 0 && add} />
      <div ref={list}>
        {challenges.isPending && <SkeletonRows rows={3} height={116} />}
        {challenges.isError && !all && (
          <ErrorNote
            title={t('loadFailed')}
            error={challenges.error}
            onRetry={() => void challenges.refetch()}
          />
        )}
        {all?.length === 0 && (
          <EmptyState text={t(may ? 'noneYours' : 'noneAtAll')} action={add || undefined} />
        )}
        {groups.map((group) => {
          const rows = all?.filter((each) => group.stands.some((stands) => stands === standing(each, now)));
          return (
            !!rows?.length && (
              <Section key={group.name} title={t(group.name)} hint={rows.length}>
                <ul className={classes.list}>
                  {rows.map((challenge) => (
                    <ChallengeRow key={challenge.id} challenge={challenge} />
                  ))}
                </ul>
              </Section>
            )
          );
        })}
        <MoreRows query={challenges} />
      </div>
    </Page>
  );
}
