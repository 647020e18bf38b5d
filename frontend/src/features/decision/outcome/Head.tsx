import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { writtenDate } from '../../../lib/dates';
import { PageHeader } from '../../../ui/PageHeader';
import { RichText, words } from '../../../ui/RichText';
import type { Decision, Result } from '../queries';
import classes from './OutcomePage.module.css';

function turnoutOf(t: TFunction<'outcome'>, { participants, panel, quorum, abstained = 0 }: Result): string {
  const told = [
    participants === panel ? t('head.all', { panel }) : t('head.some', { participants, panel, quorum }),
    abstained > 0 && t('head.abstained', { count: abstained }),
  ];
  return told.filter(Boolean).join(' ');
}

/** How many of the panel have signed the shortlist as it stands. */
export const signedOf = ({ sign_offs: signs, cycle }: Decision) =>
  signs.filter((sign) => sign.cycle === cycle).length;

/** The head of the page: the question, who published what stands here, and how far it has come. */
export function Head({ decision, result }: { decision: Decision; result?: Result }) {
  const { t } = useTranslation('outcome');
  const { state, kind, parent, question, title, panel } = decision;
  const short = kind === 'main' ? t('outcome') : t(`kind.${kind}`);
  const date = writtenDate(new Date(result?.closed_at ?? decision.closed_at ?? decision.closes_at));
  const says = (turnout: string) => {
    switch (state) {
      case 'adopted':
      case 'closed':
        return t('head.published', { date, turnout });
      case 'inquorate':
        return t('head.none', { date, turnout });
      case 'not_adopted':
        return t('head.notAdopted', { date, turnout });
      case 'no_consensus':
        return t('head.noConsensus', { date, turnout });
      case 'proposed':
        return t('head.signing', { date, turnout, signed: signedOf(decision), panel: panel.length });
      default:
        return t('head.counted', { date, turnout });
    }
  };
  const due = state === 'proposed' && decision.due_at;
  return (
    <PageHeader
      title={title}
      short={short}
      crumbs={[
        { label: t('decisions'), to: '/decisions' },
        ...(parent ? [{ label: parent.title, to: `/decisions/${parent.id}` }] : []),
        { label: short },
      ]}
      meta={
        <>
          {question && question !== title && <p className={classes.question}>{question}</p>}
          {result && (
            <p aria-live="polite">
              <RichText
                text={says(turnoutOf(t, result))}
                b={(text) => <strong className={classes.published}>{text}</strong>}
              />
              {due && ` ${t('head.signingUntil', { date: writtenDate(new Date(due)) })}`}
            </p>
          )}
          {parent && (
            <p>
              <RichText
                text={t('partOf', words({ title: parent.title }))}
                b={(text) => (
                  <Link to="/decisions/$id" params={{ id: parent.id }} className="tk-link">
                    {text}
                  </Link>
                )}
              />
            </p>
          )}
        </>
      }
    />
  );
}
