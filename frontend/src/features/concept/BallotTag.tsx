import { useTranslation } from 'react-i18next';
import { IconLock } from '../../ui/icons';
import { Tag } from '../../ui/Tag';
import type { Concept } from './queries';

/** Whether the ballot a concept is on is still open; undefined when it is on none. */
export function ballotOpen({ on_ballot: ballot }: Concept): boolean | undefined {
  return ballot && ballot.status === 'open';
}

/** Says that a concept is, or was, on a ballot. */
export function BallotTag({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const open = ballotOpen(concept);
  if (open === undefined) return null;
  return open ? (
    <Tag tone="accent" icon={IconLock}>
      {t('onBallot')}
    </Tag>
  ) : (
    <Tag icon={IconLock}>{t('wasOnBallot')}</Tag>
  );
}
