import { useNavigate, useParams } from '@tanstack/react-router';
import { lazy } from 'react';
import { InsightPage } from '../../features/insight/InsightPage';
import { Line } from '../../features/lineage/Line';
import { loadTexts } from '../../i18n';

const NewIdea = lazy(async () => {
  const [module] = await Promise.all([import('../NewIdea'), loadTexts('idea')]);
  return module;
});
const Raise = lazy(async () => {
  const [module] = await Promise.all([import('./Raise'), loadTexts('touchpoint', 'insight')]);
  return module;
});

/** An insight with what grows from it. */
export function InsightRoute() {
  const { id } = useParams({ from: '/insights/$id' });
  const navigate = useNavigate();
  return (
    <InsightPage
      key={id}
      id={id}
      line={() => <Line kind="insight" id={id} />}
      newIdea={(insight, onClose) => (
        <NewIdea opened onClose={onClose} from={{ kind: 'insight', id, title: insight.quote }} />
      )}
      raise={(insight, onClose) => (
        <Raise onClose={onClose} touchpoint={insight.touchpoint} insights={[insight]} />
      )}
      onDeleted={() => void navigate({ to: '/insights', replace: true })}
    />
  );
}
