import { useParams } from '@tanstack/react-router';
import { CommitmentPage } from '../../features/roadmap/CommitmentPage';

/** A commitment with the series it is measured by. */
export function CommitmentRoute() {
  const { id } = useParams({ from: '/commitments/$id' });
  return <CommitmentPage key={id} id={id} />;
}
