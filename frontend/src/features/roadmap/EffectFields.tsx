import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import classes from './EditCommitment.module.css';
import { halves, lacking, pointLabel, type EffectForm, type Measured } from './form';
import { metricQuery, metricsQuery, type Commitment, type Effect } from './queries';
import { dateOf } from './timeline';

type Props = {
  commitment: Commitment;
  value: EffectForm;
  onChange: (next: EffectForm) => void;
  /** What the server said of single fields. */
  wrong: Readonly<Record<string, string>>;
};

/** What is measured, by a metric of the touchpoint or in words of one's own, and the two measurements. */
export function EffectFields({ commitment, value, onChange, wrong }: Props) {
  const { t } = useTranslation('roadmap');
  const set = (change: Partial<EffectForm>) => onChange({ ...value, ...change });
  const touchpoint = commitment.touchpoint?.id ?? '';
  const metrics = useQuery({ ...metricsQuery(touchpoint), enabled: touchpoint !== '' });
  const metric = useQuery({ ...metricQuery(value.metric), enabled: value.metric !== '' });
  const own = commitment.effect?.metric;
  const offered = [
    ...(metrics.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    ...(own && !metrics.data?.items.some(({ id }) => id === own.id)
      ? [{ value: own.id, label: own.title }]
      : []),
  ];
  const incomplete = halves(value);
  const missing = lacking(value);
  const said = (field: 'effect.before' | 'effect.after') => {
    const half = incomplete[field];
    if (half) return t(`effectForm.${half}`);
    return wrong[field] ?? wrong[`${field}.on`] ?? wrong[`${field}.value`];
  };
  return (
    <fieldset className={classes.effect}>
      <legend className={classes.legend}>{t('effectForm.title')}</legend>
      <p className={classes.hint}>{t('effectForm.hint')}</p>
      {offered.length > 0 && (
        <NativeSelect
          label={t('effectForm.by')}
          error={wrong['effect.metric']}
          value={value.metric}
          onChange={(event) =>
            set({
              metric: event.currentTarget.value,
              before: { value: '', on: '' },
              after: { value: '', on: '' },
            })
          }
          data={[{ value: '', label: t('effectForm.ownWords') }, ...offered]}
        />
      )}
      {value.metric === '' && (
        <>
          <TextInput
            label={t('effectForm.measure')}
            placeholder={t('effectForm.measureExample')}
            error={wrong['effect.measure']}
            maxLength={200}
            value={value.measure}
            onChange={(event) => set({ measure: event.currentTarget.value })}
          />
          <div className={classes.dates}>
            <TextInput
              label={t('effectForm.unit')}
              error={wrong['effect.unit']}
              maxLength={20}
              value={value.unit}
              onChange={(event) => set({ unit: event.currentTarget.value })}
            />
            <NativeSelect
              label={t('effectForm.better')}
              error={wrong['effect.better']}
              value={value.better}
              onChange={(event) => set({ better: event.currentTarget.value as Effect['better'] })}
              data={(['higher', 'lower'] as const).map((way) => ({
                value: way,
                label: t(`effectForm.${way}`),
              }))}
            />
          </div>
        </>
      )}
      {(['before', 'after'] as const).map((field) => (
        <Measurement
          key={field}
          label={t(`effectForm.${field}`)}
          error={said(`effect.${field}`)}
          value={value[field]}
          onChange={(next) => set({ [field]: next })}
          points={value.metric === '' ? undefined : (metric.data?.points ?? [])}
          unit={metric.data?.unit ?? ''}
        />
      ))}
      {value.metric !== '' && metric.data?.points.length === 0 && (
        <p className={classes.hint}>{t('effectForm.noPoints')}</p>
      )}
      <TextInput
        type="date"
        label={t('effectForm.measureOn')}
        error={wrong['effect.measure_on']}
        value={value.measure_on}
        onChange={(event) => set({ measure_on: event.currentTarget.value })}
      />
      {missing.length > 0 && missing.length < 3 && (
        <p className={classes.hint}>
          {t('effectForm.lacks', { list: missing.map((field) => t(`effectForm.short.${field}`)).join(', ') })}
        </p>
      )}
    </fieldset>
  );
}

type MeasurementProps = {
  label: string;
  error?: string;
  value: Measured;
  onChange: (next: Measured) => void;
  /** The series to choose from; without one the value is typed. */
  points?: readonly { on: string; value: number }[];
  unit: string;
};

function Measurement({ label, error, value, onChange, points, unit }: MeasurementProps) {
  const { t } = useTranslation('roadmap');
  if (points) {
    const day = (on: string) => {
      const at = dateOf(on);
      return at ? shortDate(at) : on;
    };
    const known = points.some(({ on }) => on === value.on);
    return (
      <NativeSelect
        label={label}
        error={error}
        value={value.on}
        onChange={(event) => {
          const on = event.currentTarget.value;
          const point = points.find((one) => one.on === on);
          onChange(point ? { value: String(point.value), on } : { value: '', on: '' });
        }}
        data={[
          { value: '', label: t('effectForm.notMeasured') },
          ...(value.on !== '' && !known ? [{ value: value.on, label: day(value.on) }] : []),
          ...points
            .toReversed()
            .map((point) => ({ value: point.on, label: pointLabel(day(point.on), point.value, unit) })),
        ]}
      />
    );
  }
  return (
    <div className={classes.dates}>
      <TextInput
        label={label}
        inputMode="decimal"
        error={error}
        value={value.value}
        onChange={(event) => onChange({ ...value, value: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('effectForm.dayOf', { label })}
        value={value.on}
        onChange={(event) => onChange({ ...value, on: event.currentTarget.value })}
      />
    </div>
  );
}
