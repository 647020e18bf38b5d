import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { textFields } from './canvas';
import { useSuggestions, type CanvasField, type Concept } from './queries';
import classes from './Suggestions.module.css';

const WordDiff = lazy(() => import('./WordDiff'));

const fields = ['title', ...textFields] as const satisfies readonly CanvasField[];

type Props = { concept: Concept; field: CanvasField; onClose: () => void };

/** Other words for one text of the canvas, with the difference shown while they are written. What is not sent stays here. */
export default function SuggestDialog({ concept, field: asked, onClose }: Props) {
  const { t } = useTranslation(['concept', 'ui']);
  const [field, setField] = useState(asked);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('suggest.title')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <NativeSelect
        label={t('suggest.field')}
        data={fields.map((each) => ({ value: each, label: t(`field.${each}`) }))}
        value={field}
        onChange={(event) => setField(event.currentTarget.value as CanvasField)}
      />
      <Form key={field} concept={concept} field={field} onClose={onClose} />
    </Modal>
  );
}

function Form({ concept, field, onClose }: Props) {
  const { t } = useTranslation(['concept', 'ui']);
  const stands = concept[field];
  const draft = useDraft(`concept.${concept.id}.suggest.${field}`, { words: stands, note: '' });
  const { suggest } = useSuggestions(concept.id);
  const [key] = useState(idempotencyKey);
  const { words, note } = draft.value;
  const wrong: Readonly<Record<string, string>> =
    suggest.error instanceof Problem ? suggest.error.fields : {};
  const same = words.trim() === '' || words.trim() === stands.trim();
  const send = () =>
    suggest.mutate(
      { field, words: words.trim(), note: note.trim() || undefined, key },
      {
        onSuccess: () => {
          draft.clear();
          notify(t('suggest.sent'));
          onClose();
        },
      },
    );
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!same && !suggest.isPending) send();
      }}
    >
      <Textarea
        label={t('suggest.words')}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={field === 'title' ? 200 : 5000}
        data-autofocus
        error={wrong.words}
        value={words}
        onChange={(event) => draft.set({ words: event.currentTarget.value, note })}
      />
      {!same && stands !== '' && (
        <div>
          <p className={classes.label}>{t('suggest.change')}</p>
          <Suspense fallback={<p>{words}</p>}>
            <WordDiff older={stands} newer={words.trim()} />
          </Suspense>
        </div>
      )}
      <TextInput
        label={t('suggest.note')}
        placeholder={t('suggest.notePlaceholder')}
        maxLength={1000}
        error={wrong.note}
        value={note}
        onChange={(event) => draft.set({ words, note: event.currentTarget.value })}
      />
      {suggest.error && <ErrorNote title={t('suggest.failed')} error={suggest.error} />}
      <div className={classes.acts}>
        <Button onClick={onClose}>{t('ui:cancel')}</Button>
        <Button type="submit" variant="filled" disabled={same} loading={suggest.isPending}>
          {t('suggest.send')}
        </Button>
      </div>
    </form>
  );
}
