import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';

/** What the server said against something, or that it said nothing. */
export function useCause(error: Error | null): string {
  const { t } = useTranslation('discussion');
  return error instanceof Problem && error.status === 0 ? t('noAnswer') : (error?.message ?? '');
}
