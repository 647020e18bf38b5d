import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../ui/Section';
import { candidateQuery, type Decision, type Result } from '../queries';
import classes from './OutcomePage.module.css';

/** What happens now, in one sentence. */
export function Next({ decision, result }: { decision: Decision; result: Result }) {
  const { t } = useTranslation('outcome');
  const { state } = decision;
  const adopted = state === 'adopted';
  const concepts = useQueries({
    queries: result.shortlist.map((id) => ({ ...candidateQuery(id), enabled: adopted })),
  });
  const authors = new Set(concepts.flatMap(({ data }) => data?.authors.map(({ id }) => id) ?? []));
  const text = () => {
    if (adopted) {
      return concepts.every(({ isSuccess }) => isSuccess) && authors.size > 0
        ? t('next.adopted', { count: authors.size })
        : t('next.adoptedPlain');
    }
    if (decision.kind !== 'main') return t('next.closed');
    switch (state) {
      case 'proposed':
      case 'objections':
      case 'runoff':
      case 'second_round':
      case 'discussion':
        return t(`next.${state}`);
      default:
        return t('next.none');
    }
  };
  return (
    <Section title={t('next.title')}>
      <p className={classes.quiet}>{text()}</p>
    </Section>
  );
}
