import { useSearch } from '@tanstack/react-router';
import DecisionForm from '../../features/decision/DecisionForm';

/** The form of a decision; the address may name the challenge. */
export function NewDecisionRoute() {
  const { challenge } = useSearch({ from: '/decisions/new' });
  return <DecisionForm challenge={challenge} />;
}
