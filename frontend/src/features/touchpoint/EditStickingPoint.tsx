import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { showPoint, updateStickingPoint, type StickingPoint } from './queries';
import type { Place } from './RaiseStickingPoint';
import classes from './RaiseStickingPoint.module.css';

type Props = {
  point: StickingPoint;
  place: (value: Place | null, onChange: (next: Place | null) => void, error?: string) => ReactNode;
  onDone: () => void;
};

/** Changes the words and the place of a sticking point. */
export function EditStickingPoint({ point, place, onDone }: Props) {
  const { t } = useTranslation('touchpoint');
  const { t: ui } = useTranslation();
  const queryClient = useQueryClient();
  const draft = useDraft(`sticking-point.${point.id}`, {
    title: point.title,
    body: point.body,
    at: { id: point.touchpoint.id, title: point.touchpoint.title },
  });
  const { title, body, at } = draft.value;
  const save = useMutation({
    mutationFn: () =>
      updateStickingPoint(point.id, point.version, {
        ...(title.trim() !== point.title && { title: title.trim() }),
        ...(body.trim() !== point.body && { body: body.trim() }),
        ...(at.id !== point.touchpoint.id && { touchpoint: at.id }),
      }),
    onSuccess: (changed) => {
      draft.clear();
      showPoint(queryClient, changed);
      notify(t('point.saved'));
      onDone();
    },
  });
  const said = save.error instanceof Problem ? save.error.fields : {};
  return (
    <form
      className={classes.form}
      style={{ margin: '1.25rem 0 1.75rem' }}
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() && !save.isPending) save.mutate();
      }}
    >
      <TextInput
        label={t('raise.name')}
        maxLength={200}
        value={title}
        onChange={(event) => draft.set({ ...draft.value, title: event.currentTarget.value })}
        error={said.title}
      />
      {place(at, (next) => next && draft.set({ ...draft.value, at: next }), said.touchpoint)}
      <Textarea
        label={t('raise.body')}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={5000}
        value={body}
        onChange={(event) => draft.set({ ...draft.value, body: event.currentTarget.value })}
        error={said.body}
      />
      {save.isError && <ErrorNote title={t('point.notSaved')} error={save.error} />}
      <div className={classes.foot}>
        <span className={classes.kept}>{draft.kept ? ui('draft.kept') : ''}</span>
        <Button
          variant="subtle"
          onClick={() => {
            draft.clear();
            onDone();
          }}
        >
          {ui('cancel')}
        </Button>
        <Button type="submit" variant="filled" disabled={title.trim() === ''} loading={save.isPending}>
          {t('point.save')}
        </Button>
      </div>
    </form>
  );
}
