import { useTranslation } from 'react-i18next';
import { Problem } from '../api/problem';
import { ErrorNote } from '../ui/ErrorNote';
import { NotFoundPage } from './NotFoundPage';

type Props = { error: unknown; reset: () => void };

/** In place of a page that could not be shown. */
export function ErrorPage({ error, reset }: Props) {
  const { t } = useTranslation('shell');
  if (error instanceof Problem && error.status === 404) return <NotFoundPage />;
  return (
    <ErrorNote
      title={t('error.title')}
      error={error}
      hint={t('error.text')}
      onRetry={() => (error instanceof Problem ? reset() : location.reload())}
    />
  );
}
