import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { MarkdownView } from '../../ui/MarkdownView';
import { RichText, words } from '../../ui/RichText';
import classes from './CommitmentCard.module.css';
import type { Commitment } from './queries';
import { StatusTag } from './StatusTag';
import { when } from './when';

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
  const { title, owner, concept, decision: decided } = commitment;
  return (
    <li id={`commitment-${commitment.id}`} className={classes.card}>
      <div className={classes.top}>
        <h3 className={classes.title}>
          {concept ? (
            <Link to="/concepts/$id" params={{ id: concept.id }} className={classes.link}>
              {title}
            </Link>
          ) : (
            title
          )}
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
      <p className={classes.when}>{when(t, commitment)}</p>
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
