import { useParams } from '@tanstack/react-router';
import { DecisionPage } from '../../features/decision/DecisionPage';
import { Line } from '../../features/lineage/Line';

/** A decision in whatever state it is, with its place on the line. */
export function DecisionRoute() {
  const { id } = useParams({ from: '/decisions/$id' });
  return <DecisionPage id={id} line={<Line kind="decision" id={id} />} />;
}
