import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { writtenDate } from '../../lib/dates';
import { PageHeader } from '../../ui/PageHeader';
import { TurnoutDots } from '../../ui/TurnoutDots';
import { CloseEarly } from './CloseEarly';
import classes from './DecisionHeader.module.css';
import type { Decision } from './queries';

type Props = {
  decision: Decision;
  /** What the page is: ballot, outcome, draft. */
  short: string;
  /** A sentence on what to do here. */
  says?: ReactNode;
  /** Leave the turnout out, once the count has said it. */
  plain?: boolean;
};

/** The head of every page of a decision; while it is open, how many have taken part and nothing more. */
export function DecisionHeader({ decision, short, says, plain = false }: Props) {
  const { t } = useTranslation('decision');
  const { turnout, quorum, closes_at: closes, extended_from: before, question, title, parent } = decision;
  return (
    <PageHeader
      title={title}
      short={short}
      crumbs={[
        { label: t('decisions'), to: '/decisions' },
        ...(parent ? [{ label: parent.title, to: `/decisions/${parent.id}` }] : []),
        { label: decision.kind === 'main' ? short : t(`round.${decision.kind}`) },
      ]}
      meta={
        <>
          {question && question !== title && <p className={classes.question}>{question}</p>}
          {says && <p>{says}</p>}
        </>
      }
      actions={
        plain ? undefined : (
          <div className={classes.turnout}>
            <TurnoutDots voted={turnout.voted} of={turnout.panel} />
            <p className={classes.quorum} title={t('turnoutNote')}>
              {t('quorumCloses', { quorum, date: writtenDate(new Date(closes)) })}
            </p>
            {before && (
              <p className={classes.quorum}>{t('extend.was', { date: writtenDate(new Date(before)) })}</p>
            )}
            <CloseEarly decision={decision} />
          </div>
        )
      }
    />
  );
}
