import { useParams } from '@tanstack/react-router';
import { Line } from '../../features/lineage/Line';
import { MetricById } from '../../features/metric/MetricById';
import { CommitmentPage } from '../../features/roadmap/CommitmentPage';

/** A commitment with its place on the line and the series it is measured by. */
export function CommitmentRoute() {
  const { id } = useParams({ from: '/commitments/$id' });
  return (
    <CommitmentPage
      key={id}
      id={id}
      lineage={() => <Line kind="commitment" id={id} />}
      chart={(metric) => <MetricById id={metric} />}
    />
  );
}
