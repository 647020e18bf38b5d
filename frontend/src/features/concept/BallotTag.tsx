import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IconLock } from '../../ui/icons';
import { Tag } from '../../ui/Tag';
import { ballotsQuery, type Concept } from './queries';

/** Whether the ballot a concept is on is still open; undefined while that is not known, or when it is on none. */
export function useBallotOpen({ on_ballot: ballot }: Concept): boolean | undefined {
  const ballots = useInfiniteQuery({ ...ballotsQuery, enabled: ballot !== undefined });
  const found = ballots.data?.pages.flatMap((page) => page.items).find(({ id }) => id === ballot?.id);
  return found && found.state === 'open';
}

/** Says that a concept is, or was, on a ballot. */
export function BallotTag({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const open = useBallotOpen(concept);
  if (!concept.on_ballot || open === undefined) return null;
  return open ? (
    <Tag tone="accent" icon={IconLock}>
      {t('onBallot')}
    </Tag>
  ) : (
    <Tag icon={IconLock}>{t('wasOnBallot')}</Tag>
  );
}
