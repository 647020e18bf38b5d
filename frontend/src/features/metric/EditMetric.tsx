import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import classes from './MetricPanel.module.css';
import { kinds, useCreateMetric, useDeleteMetric, useUpdateMetric, type Kind, type Metric } from './queries';

type Props = { metric?: Metric; touchpoint: { id: string }; onClose: () => void };

/** A new metric, or name, unit and direction of one that is there. */
export default function EditMetric({ metric, touchpoint, onClose }: Props) {
  return metric ? (
    <Edit metric={metric} onClose={onClose} />
  ) : (
    <New touchpoint={touchpoint.id} onClose={onClose} />
  );
}

type Form = { kind: Kind; name: string; unit: string; better: Metric['better'] };

function New({ touchpoint, onClose }: { touchpoint: string; onClose: () => void }) {
  const { t } = useTranslation('metric');
  const [key] = useState(idempotencyKey);
  const create = useCreateMetric();
  const draft = useDraft<Form>(`metric.new.${touchpoint}`, {
    kind: 'csat',
    name: '',
    unit: '',
    better: 'higher',
  });
  return (
    <Fields
      title={t('newTitle')}
      act={t('create')}
      form={draft.value}
      onChange={draft.set}
      onClose={onClose}
      busy={create.isPending}
      error={create.error}
      chooseKind
      onSend={() =>
        create.mutate(
          { key, metric: { touchpoint, ...draft.value } },
          {
            onSuccess: ({ name }) => {
              draft.clear();
              notify(t('created', { name }));
              onClose();
            },
          },
        )
      }
    />
  );
}

function Edit({ metric, onClose }: { metric: Metric; onClose: () => void }) {
  const { t } = useTranslation('metric');
  const update = useUpdateMetric(metric);
  const remove = useDeleteMetric(metric.id);
  const { kind, name, unit, better } = metric;
  const [form, setForm] = useState<Form>({ kind, name, unit, better });
  return (
    <Fields
      title={t('editTitle')}
      act={t('save')}
      form={form}
      onChange={setForm}
      onClose={onClose}
      busy={update.isPending || remove.isPending}
      error={update.error ?? remove.error}
      onSend={() =>
        update.mutate(
          { name: form.name, unit: form.unit, better: form.better },
          {
            onSuccess: () => {
              notify(t('saved'));
              onClose();
            },
          },
        )
      }
      onDelete={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            notify(t('deleted', { name }));
            onClose();
          },
        })
      }
    />
  );
}

type FieldsProps = {
  title: string;
  act: string;
  form: Form;
  onChange: (next: Form) => void;
  onClose: () => void;
  onSend: () => void;
  onDelete?: () => void;
  busy: boolean;
  error: Error | null;
  chooseKind?: boolean;
};

function Fields({
  title,
  act,
  form,
  onChange,
  onClose,
  onSend,
  onDelete,
  busy,
  error,
  chooseKind,
}: FieldsProps) {
  const { t } = useTranslation(['metric', 'ui']);
  const [sure, setSure] = useState(false);
  const fields = error instanceof Problem ? error.fields : {};
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSend();
        }}
      >
        {chooseKind && (
          <NativeSelect
            label={t('kindField')}
            description={t(`kindHint.${form.kind}`)}
            error={fields.kind}
            value={form.kind}
            onChange={(event) =>
              onChange({ ...form, kind: event.currentTarget.value as Kind, better: 'higher' })
            }
            data={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          />
        )}
        <TextInput
          required
          label={t('nameField')}
          error={fields.name}
          maxLength={100}
          value={form.name}
          onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
        />
        <div className={classes.row}>
          <TextInput
            label={t('unitField')}
            error={fields.unit}
            maxLength={20}
            value={form.unit}
            onChange={(event) => onChange({ ...form, unit: event.currentTarget.value })}
          />
          {(form.kind === 'ces' || form.kind === 'own') && (
            <NativeSelect
              label={t('betterField')}
              error={fields.better}
              value={form.better}
              onChange={(event) =>
                onChange({ ...form, better: event.currentTarget.value as Metric['better'] })
              }
              data={(['higher', 'lower'] as const).map((way) => ({ value: way, label: t(way) }))}
            />
          )}
        </div>
        {error && Object.keys(fields).length === 0 && <ErrorNote title={t('notSaved')} error={error} />}
        <div className={classes.foot}>
          {onDelete && (
            <Button
              className={classes.left}
              variant="subtle"
              color="bad"
              onClick={() => (sure ? onDelete() : setSure(true))}
            >
              {t(sure ? 'deleteSure' : 'delete')}
            </Button>
          )}
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button type="submit" variant="filled" disabled={form.name.trim() === ''} loading={busy}>
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
