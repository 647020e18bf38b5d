import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { MarkdownView } from '../../ui/MarkdownView';
import { RichText, words } from '../../ui/RichText';
import classes from './CommitmentCard.module.css';
import { said } from './effect';
import type { Commitment } from './queries';
import { StatusTag } from './StatusTag';
import { measuredWhen, when } from './when';

type Props = {
  commitment: Commitment;
  today: Date;
  /** Name the decision, where the lane does not. */
  decision: boolean;
  onEdit: (id: string) => void;
};

/** A commitment in words: title, who carries it, when, and how it stands. */
export function CommitmentCard({ commitment, today, decision, onEdit }: Props) {
  const { t } = useTranslation('roadmap');
  const { title, owner, effect, reason, status, decision: decided } = commitment;
  return (
    <li id={`commitment-${commitment.id}`} className={classes.card}>
      <div className={classes.top}>
        <h3 className={classes.title}>
          <Link to="/commitments/$id" params={{ id: commitment.id }} className={classes.link}>
            {title}
          </Link>
        </h3>
        <StatusTag commitment={commitment} today={today} />
      </div>
      <p className={classes.owner}>
        {owner ? (
          <>
            {owner.name} <DepartmentTag name={owner.department} />
          </>
        ) : (
          t('noOwner')
        )}
      </p>
      <p className={classes.when}>
        {[when(t, commitment), measuredWhen(t, commitment)].filter(Boolean).join(' · ')}
      </p>
      {effect?.verdict && <p className={classes.effect}>{said(t, commitment, effect)}</p>}
      {status === 'stopped' && reason && <p className={classes.when}>{t('stoppedBecause', { reason })}</p>}
      {commitment.note_html && (
        <div className={classes.note}>
          <MarkdownView html={commitment.note_html} size="body" />
        </div>
      )}
      <div className={classes.foot}>
        {decision && decided && (
          <span className={classes.decision}>
            <RichText
              text={t('decidedBy', words({ title: decided.title }))}
              b={(text) => (
                <Link to="/decisions/$id" params={{ id: decided.id }} className={classes.link}>
                  {text}
                </Link>
              )}
            />
          </span>
        )}
        {commitment.can.includes('commitment.edit') && (
          <Button
            className={classes.edit}
            aria-label={t('editOf', { title })}
            onClick={() => onEdit(commitment.id)}
          >
            {t('edit')}
          </Button>
        )}
      </div>
    </li>
  );
}
