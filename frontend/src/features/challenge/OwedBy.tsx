import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { locale } from '../../i18n';
import { challengeQuery } from './queries';

/** Who owes the answers of a challenge: the people who run it. */
export function OwedBy({ challenge }: { challenge: string }) {
  const { t } = useTranslation('challenge');
  const query = useQuery(challengeQuery(challenge));
  const names = query.data?.facilitators.map((person) => person.name) ?? [];
  // Words of the usual length keep the place until the names are here.
  if (query.isPending) return <span aria-hidden="true">{'\u2007'.repeat(24)} </span>;
  if (names.length === 0) return null;
  return <>{t('owedBy', { names: new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names) })} </>;
}
