import { useSearch } from '@tanstack/react-router';
import { lazy } from 'react';
import { NewConceptPage } from '../../features/concept/NewConceptPage';
import { loadTexts } from '../../i18n';

const ChooseInsights = lazy(async () => {
  const [module] = await Promise.all([import('./ChooseInsights'), loadTexts('insight')]);
  return module;
});

const listed = (ids: string | undefined) => (ids ?? '').split(',').filter(Boolean);

/** The form of a concept; the address may name the challenge and what it grows from. */
export function NewConceptRoute() {
  const search = useSearch({ from: '/concepts/new' });
  return (
    <NewConceptPage
      challenge={search.challenge ?? ''}
      named={{
        ideas: listed(search.ideas),
        insights: listed(search.insights),
        stickingPoints: listed(search.sticking_points),
      }}
      insights={ChooseInsights}
    />
  );
}
