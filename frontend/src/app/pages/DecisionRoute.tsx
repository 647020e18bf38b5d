import { useParams } from '@tanstack/react-router';
import { DecisionPage } from '../../features/decision/DecisionPage';

/** A decision in whatever state it is. */
export function DecisionRoute() {
  const { id } = useParams({ from: '/decisions/$id' });
  return <DecisionPage id={id} />;
}
