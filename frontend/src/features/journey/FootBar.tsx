import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './FootBar.module.css';
import { toneOf } from './mood';
import type { Facts } from './selection';

type Props = { facts: Facts; onOpenStage: () => void };

/** What is selected, in one line, and the way into it. */
export function FootBar({ facts, onOpenStage }: Props) {
  const { t } = useTranslation('journey');
  const counts = [
    t('insights', { count: facts.insights }),
    ...(facts.meToo ? [t('foot.meToo', { count: facts.meToo })] : []),
    ...(facts.ideas > 0 ? [t('foot.ideas', { count: facts.ideas })] : []),
    ...(facts.concepts > 0 ? [t('foot.concepts', { count: facts.concepts })] : []),
  ];
  return (
    <section className={classes.foot} aria-label={t('foot.label')}>
      <span
        className={classes.dot}
        aria-hidden="true"
        style={{
          background: facts.mean === undefined ? 'var(--tk-track)' : `var(--tk-sent-${toneOf(facts.mean)})`,
        }}
      />
      <p className={classes.words} aria-live="polite">
        <strong className={classes.title}>{facts.title}</strong>
        {facts.where && <span className={classes.where}>{facts.where}</span>}
        {facts.quote && <q className={classes.quote}>{facts.quote}</q>}
      </p>
      <span className={classes.counts}>{counts.join(' · ')}</span>
      {facts.touchpoint ? (
        <Button className={classes.open} component={Link} to={`/touchpoints/${facts.touchpoint}`}>
          {t('foot.open')}
        </Button>
      ) : (
        <Button className={classes.open} onClick={onOpenStage}>
          {t('foot.openStage')}
        </Button>
      )}
    </section>
  );
}
