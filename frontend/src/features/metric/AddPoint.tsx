import { Button, Modal, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { typed } from '../../lib/numbers';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import classes from './MetricPanel.module.css';
import { usePutPoint, type Kind, type Metric, type PointWrite } from './queries';

const counts = {
  nps: ['promoters', 'passives', 'detractors'],
  csat: ['satisfied', 'answers'],
  ces: [],
  own: [],
} as const satisfies Record<Kind, readonly (keyof PointWrite)[]>;

type Field = 'on' | 'value' | 'answers' | 'promoters' | 'passives' | 'detractors' | 'satisfied';

/** One measurement: counts where they give the value and its interval, else the value itself. */
export default function AddPoint({ metric, onClose }: { metric: Metric; onClose: () => void }) {
  const { t } = useTranslation(['metric', 'ui']);
  const put = usePutPoint(metric.id);
  const draft = useDraft<Partial<Record<Field, string>>>(`metric.point.${metric.id}`, {});
  const form = draft.value;
  const asked = counts[metric.kind];
  const counting = asked.some((field) => form[field]);
  const fields: Field[] = counting || asked.length > 0 ? [...asked] : ['value', 'answers'];
  const alone = asked.length > 0 && !counting;
  const problem = put.error instanceof Problem ? put.error : undefined;
  const wrong = (field: Field) =>
    problem?.fields[`points.0.${field}`] ??
    (form[field] && field !== 'on' && typed(form[field]) === undefined ? t('number') : undefined);
  const shown: Field[] = alone ? [...fields, 'value'] : fields;
  const numbers = shown.flatMap((field) => {
    const value = typed(form[field] ?? '');
    return value === undefined ? [] : [[field, value] as const];
  });
  const ready = Boolean(form.on) && numbers.length > 0 && shown.every((field) => !wrong(field) || problem);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('addTitle', { name: metric.name })}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          put.mutate({ on: form.on ?? '', ...Object.fromEntries(numbers) } as PointWrite, {
            onSuccess: () => {
              draft.clear();
              notify(t('added'));
              onClose();
            },
          });
        }}
      >
        <TextInput
          type="date"
          required
          label={t('column.on')}
          error={wrong('on')}
          value={form.on ?? ''}
          onChange={(event) => draft.set({ ...form, on: event.currentTarget.value })}
        />
        <div className={classes.row}>
          {fields.map((field) => (
            <TextInput
              key={field}
              inputMode="decimal"
              label={t(`field.${field as 'value'}`)}
              error={wrong(field)}
              value={form[field] ?? ''}
              onChange={(event) => draft.set({ ...form, [field]: event.currentTarget.value })}
            />
          ))}
        </div>
        {alone && (
          <TextInput
            inputMode="decimal"
            label={t('field.alone')}
            description={t('field.aloneHint')}
            error={wrong('value')}
            value={form.value ?? ''}
            onChange={(event) => draft.set({ ...form, value: event.currentTarget.value })}
          />
        )}
        <p className={classes.hint}>{t('replaces')}</p>
        {problem && Object.keys(problem.fields).length === 0 && (
          <ErrorNote title={t('notAdded')} error={problem} />
        )}
        <div className={classes.foot}>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button type="submit" variant="filled" disabled={!ready} loading={put.isPending}>
            {t('add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
