import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import { IconDone } from '../../ui/icons';
import { MarkdownView } from '../../ui/MarkdownView';
import { Section } from '../../ui/Section';
import { Skeleton } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import classes from './Answer.module.css';
import type { Idea } from './queries';

const AnswerForm = lazy(() => import('./AnswerForm'));

type Props = { idea: Idea; answering: boolean; onAnswer: (open: boolean) => void };

/** What became of the idea, in the words of whoever answered; a facilitator writes it in the same place. */
export function AnswerGiven({ idea, answering, onAnswer }: Props) {
  const { t } = useTranslation('idea');
  const { answer } = idea;
  const may = idea.can.includes('idea.answer');
  if (!answer && !answering) return null;
  return (
    <Section
      title={t('answer.title')}
      action={
        answer &&
        may &&
        !answering && (
          <button type="button" className="tk-link" onClick={() => onAnswer(true)}>
            {t('answer.change')}
          </button>
        )
      }
    >
      {answering ? (
        <Suspense fallback={<Skeleton heights={[80, 120]} />}>
          <AnswerForm idea={idea} onDone={() => onAnswer(false)} />
        </Suspense>
      ) : (
        answer && (
          <div className={classes.given}>
            <p className={classes.by}>
              <Tag tone="accent" icon={IconDone}>
                {t(`answer.status.${answer.status}`)}
              </Tag>
              <span>
                {answer.by.name} · <time dateTime={answer.at}>{shortDate(new Date(answer.at))}</time>
              </span>
              {!!answer.late_days && (
                <span className={classes.lateDays}>{t('answer.cameLate', { count: answer.late_days })}</span>
              )}
            </p>
            <MarkdownView html={answer.reason_html} size="body" />
          </div>
        )
      )}
    </Section>
  );
}
