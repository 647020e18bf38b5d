import { useNavigate, useParams } from '@tanstack/react-router';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Line } from '../../features/lineage/Line';
import { StickingPointPage } from '../../features/touchpoint/StickingPointPage';
import { loadTexts } from '../../i18n';

const PickInsights = lazy(() => import('../../features/insight/PickInsights'));
const TouchpointPicker = lazy(async () => ({
  default: (await import('../../features/insight/TouchpointPicker')).TouchpointPicker,
}));
const NewIdea = lazy(async () => {
  const [module] = await Promise.all([import('../NewIdea'), loadTexts('idea')]);
  return module;
});

/** A sticking point with the pickers of insights and touchpoints, and what grows from it. */
export function StickingPointRoute() {
  const { t } = useTranslation('insight');
  const { id } = useParams({ from: '/sticking-points/$id' });
  const navigate = useNavigate();
  return (
    <StickingPointPage
      key={id}
      id={id}
      pick={(chosen, onChange, at, held) => (
        <PickInsights chosen={chosen} onChange={onChange} touchpoint={at} held={held} />
      )}
      place={(value, onChange, error) => (
        <TouchpointPicker
          label={t('field.touchpoint')}
          value={value}
          onChange={onChange}
          error={error}
          clearable={false}
        />
      )}
      line={() => <Line kind="sticking_point" id={id} />}
      newIdea={(point, onClose) => (
        <NewIdea opened onClose={onClose} from={{ kind: 'sticking_point', id, title: point.title }} />
      )}
      onMerged={(survivor) =>
        void navigate({ to: '/sticking-points/$id', params: { id: survivor }, replace: true })
      }
    />
  );
}
