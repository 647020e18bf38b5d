import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/now';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import { ChallengeRow } from './ChallengeRow';
import classes from './ChallengeRow.module.css';
import { phaseAt } from './phases';
import { challengesQuery } from './queries';

/** The challenges with a phase open now, for the home page. */
export function OpenChallenges() {
  const { t } = useTranslation('challenge');
  const challenges = useInfiniteQuery(challengesQuery);
  const now = useNow();
  const open = challenges.data?.pages.flatMap((page) => page.items).filter((each) => phaseAt(each, now));
  return (
    <Section title={t('openSection')} action={<Link to={'/challenges' as string}>{t('all')}</Link>}>
      {challenges.isPending ? (
        <SkeletonRows rows={2} height={116} />
      ) : !open ? (
        <ErrorNote
          title={t('loadFailed')}
          error={challenges.error}
          onRetry={() => void challenges.refetch()}
        />
      ) : open.length === 0 ? (
        <EmptyState text={t('noneOpen')} />
      ) : (
        <ul className={classes.list}>
          {open.map((challenge) => (
            <ChallengeRow key={challenge.id} challenge={challenge} />
          ))}
        </ul>
      )}
    </Section>
  );
}
