import { useSearch } from '@tanstack/react-router';
import { NewConceptPage } from '../../features/concept/NewConceptPage';

/** The form of a concept; the address may name the challenge and the ideas it grows from. */
export function NewConceptRoute() {
  const { challenge, ideas } = useSearch({ from: '/concepts/new' });
  return <NewConceptPage challenge={challenge ?? ''} ideas={(ideas ?? '').split(',').filter(Boolean)} />;
}
