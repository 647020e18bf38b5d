import { useNavigate } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { PickInsights } from '../../features/insight/PickInsights';
import { TouchpointPicker } from '../../features/insight/TouchpointPicker';
import { RaiseStickingPoint } from '../../features/touchpoint/RaiseStickingPoint';

type Raising = ComponentProps<typeof RaiseStickingPoint>;
type Props = Pick<Raising, 'onClose' | 'touchpoint' | 'insights' | 'onRaised'>;

/** "Raise a sticking point", with the pickers of touchpoints and insights; goes on to its page. */
export default function Raise({ onRaised, touchpoint, ...props }: Props) {
  const { t } = useTranslation('insight');
  const navigate = useNavigate();
  return (
    <RaiseStickingPoint
      opened
      {...props}
      touchpoint={touchpoint && { id: touchpoint.id, title: touchpoint.title }}
      onRaised={
        onRaised ?? ((point) => void navigate({ to: '/sticking-points/$id', params: { id: point.id } }))
      }
      place={(value, onChange, error) => (
        <TouchpointPicker label={t('field.touchpoint')} value={value} onChange={onChange} error={error} />
      )}
      pick={(chosen, onChange, at) => (
        <PickInsights key={at?.id} chosen={chosen} onChange={onChange} touchpoint={at} />
      )}
    />
  );
}
