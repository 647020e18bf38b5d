import { useParams } from '@tanstack/react-router';
import { MetricById } from '../../features/metric/MetricById';
import { CommitmentPage } from '../../features/roadmap/CommitmentPage';

/** A commitment with the series it is measured by. */
export function CommitmentRoute() {
  const { id } = useParams({ from: '/commitments/$id' });
  return <CommitmentPage key={id} id={id} chart={(metric) => <MetricById id={metric} />} />;
}
