import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './ErrorNote.module.css';
import { IconWarning } from './icons';

type Props = {
  /** What was tried: "This list did not load". */
  title: string;
  /** What was thrown. A problem document's own words are shown; of other errors only that they happened. */
  error?: unknown;
  /** What to do, or what is safe. */
  hint?: string;
  onRetry?: () => void;
};

type ProblemLike = { status: number; title: string; detail?: string; instance?: string };

function isProblem(error: unknown): error is ProblemLike {
  return typeof error === 'object' && error !== null && 'status' in error && 'title' in error;
}

/** An error in the place it belongs to: what happened, what to do, and a way to try again. */
export function ErrorNote({ title, error, hint, onRetry }: Props) {
  const { t } = useTranslation();
  const problem = isProblem(error) ? error : undefined;
  const cause = problem
    ? problem.status === 0
      ? t('error.network')
      : (problem.detail ?? problem.title)
    : error
      ? t('error.unexpected')
      : undefined;
  return (
    <div role="alert" className={classes.note}>
      <IconWarning size={18} />
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        {cause && <p>{cause}</p>}
        {hint && <p>{hint}</p>}
        {problem?.instance && problem.status >= 500 && (
          <p className={classes.trace}>{t('error.instance', { instance: problem.instance })}</p>
        )}
      </div>
      {onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}
    </div>
  );
}
