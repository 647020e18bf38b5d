import { typed, written } from '../../lib/numbers';
import type { Commitment, CommitmentUpdate, Effect, EffectWrite } from './queries';

/** A measurement as it is typed. */
export type Measured = { value: string; on: string };

/** An effect as it is typed; an empty metric is the company's own words. */
export type EffectForm = {
  metric: string;
  measure: string;
  unit: string;
  better: Effect['better'];
  before: Measured;
  after: Measured;
  measure_on: string;
};

const fields = ['status', 'note', 'starts_on', 'due_on', 'reason'] as const;
export type Form = Pick<Commitment, (typeof fields)[number] | 'owner'> & {
  effect: EffectForm;
  version: number;
};

const measuredOf = (measurement: Effect['before']): Measured =>
  measurement ? { value: String(measurement.value), on: measurement.on } : { value: '', on: '' };

export function formOf(commitment: Commitment): Form {
  const { status, note, starts_on, due_on, reason, owner, version, effect } = commitment;
  return {
    status,
    note,
    starts_on,
    due_on,
    reason,
    owner,
    version,
    effect: {
      metric: effect?.metric?.id ?? '',
      measure: effect?.metric ? '' : (effect?.measure ?? ''),
      unit: effect?.metric ? '' : (effect?.unit ?? ''),
      better: effect?.better ?? 'higher',
      before: measuredOf(effect?.before),
      after: measuredOf(effect?.after),
      measure_on: effect?.measure_on ?? '',
    },
  };
}

const measurementOf = ({ value, on }: Measured) =>
  value.trim() === '' && on === '' ? undefined : { value: typed(value) ?? 0, on };

/** What the server is sent: the whole effect, or an empty one to take it away. */
export function effectOf(form: EffectForm): EffectWrite {
  const { metric, measure, unit, better, measure_on } = form;
  const [before, after] = [measurementOf(form.before), measurementOf(form.after)];
  const measurements = { ...(before && { before }), ...(after && { after }) };
  if (metric) return { metric, measure_on, ...measurements };
  if (measure.trim() === '' && !before && !after && measure_on === '') return {};
  return { measure, unit, better, measure_on, ...measurements };
}

export const effectChanged = (form: EffectForm, base: EffectForm) =>
  JSON.stringify(form) !== JSON.stringify(base);

/** The fields that differ from `base`; with no base all of them, to put them over somebody else's. */
export function changesOf(form: Form, base?: Form): CommitmentUpdate {
  const changed = fields.filter((field) => !base || form[field] !== base[field]);
  return {
    ...Object.fromEntries(changed.map((field) => [field, form[field]])),
    ...(form.owner && form.owner.id !== base?.owner?.id && { owner: form.owner.id }),
    ...((!base || effectChanged(form.effect, base.effect)) && { effect: effectOf(form.effect) }),
  };
}

/** What cannot be sent: a measurement with half of it missing, or one that is no number. Keys are fields of the API. */
export function halves(
  form: EffectForm,
): Partial<Record<'effect.before' | 'effect.after', 'number' | 'half'>> {
  const found: ReturnType<typeof halves> = {};
  for (const field of ['before', 'after'] as const) {
    const { value, on } = form[field];
    if (value.trim() !== '' && typed(value) === undefined) found[`effect.${field}`] = 'number';
    else if ((value.trim() === '') !== (on === '')) found[`effect.${field}`] = 'half';
  }
  return found;
}

/** What "done" still lacks. */
export function lacking(form: EffectForm): ('before' | 'after' | 'measure_on')[] {
  const measured = ({ value, on }: Measured) => value.trim() !== '' && on !== '';
  return [
    ...(['before', 'after'] as const).filter((field) => !measured(form[field])),
    ...(form.measure_on === '' ? (['measure_on'] as const) : []),
  ];
}

/** A measurement of a series, for a list to choose from: its day is the value, as a series has one a day. */
export const pointLabel = (day: string, value: number, unit: string) =>
  `${day}: ${written(value)}${unit && `\u00a0${unit}`}`;
