import { Button, Textarea, TextInput } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconDelete, IconPlus } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { Section } from '../../ui/Section';
import classes from './Evidence.module.css';
import { most, useEvidence, type Piece } from './useEvidence';
import type { Concept } from './queries';

const untouched: Piece = { quote: '', source: '' };

/** What customers said, in their own words and with where they come from: without any, a concept cannot be on a ballot. */
export function Evidence({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const editable = concept.can.includes('concept.edit');
  const change = useEvidence(concept.id);
  const draft = useDraft(`concept.${concept.id}.evidence`, untouched);
  const [adding, setAdding] = useState(draft.kept);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  const { evidence } = concept;

  /** Changes the list as the server has it now; false when it could not. */
  const save = async (next: (list: readonly Piece[]) => readonly Piece[]) => {
    setBusy(true);
    setError(null);
    try {
      await change(next);
      return true;
    } catch (cause) {
      setError(cause);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const close = () => {
    setAdding(false);
    setError(null);
    setTimeout(() => add.current?.focus());
  };
  const take = async (piece: Piece, index: number) => {
    if (!(await save((list) => without(list, piece)))) return;
    notify(t('evidence.gone'), () => void save((list) => list.toSpliced(index, 0, piece)));
    add.current?.focus();
  };
  return (
    <div className={classes.evidence}>
      <Section title={t('field.evidence')}>
        {evidence.length === 0 && <p className={classes.none}>{t('evidence.none')}</p>}
        <ul>
          {evidence.map((piece, index) => (
            <li key={`${index} ${piece.quote}`} className={classes.row}>
              <figure className={classes.said}>
                <blockquote className={classes.quote}>{piece.quote}</blockquote>
                <figcaption className={classes.from}>{piece.source}</figcaption>
              </figure>
              {editable && (
                <Button
                  variant="subtle"
                  aria-label={t('evidence.take', { quote: piece.quote })}
                  title={t('evidence.takeShort')}
                  disabled={busy}
                  onClick={() => void take(piece, index)}
                >
                  <IconDelete size={16} />
                </Button>
              )}
            </li>
          ))}
        </ul>
        {editable && adding && (
          <Form
            draft={draft}
            busy={busy}
            error={error}
            onAdd={async (piece) => {
              if (!(await save((list) => [...list, piece]))) return;
              draft.clear();
              close();
            }}
            onCancel={() => {
              draft.clear();
              close();
            }}
          />
        )}
        {error !== null && !adding && <ErrorNote title={t('notSaved')} error={error} />}
        {editable && !adding && evidence.length < most && (
          <Button ref={add} leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('evidence.add')}
          </Button>
        )}
      </Section>
    </div>
  );
}

/** The list without the first piece that says the same. */
function without(list: readonly Piece[], piece: Piece): readonly Piece[] {
  const at = list.findIndex(({ quote, source }) => quote === piece.quote && source === piece.source);
  return at < 0 ? list : list.toSpliced(at, 1);
}

type FormProps = {
  draft: { value: Piece; set: (next: Piece) => void };
  busy: boolean;
  error: unknown;
  onAdd: (piece: Piece) => Promise<void>;
  onCancel: () => void;
};

function Form({ draft, busy, error, onAdd, onCancel }: FormProps) {
  const { t } = useTranslation(['concept', 'ui']);
  const { quote, source } = draft.value;
  const whole = quote.trim() !== '' && source.trim() !== '';
  const fields: Readonly<Record<string, string>> = error instanceof Problem ? error.fields : {};
  const wrong = (name: string) => Object.entries(fields).find(([field]) => field.endsWith(name))?.[1];
  const send = () => {
    if (whole && !busy) void onAdd({ quote: quote.trim(), source: source.trim() });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        label={t('evidence.quote')}
        placeholder={t('evidence.quotePlaceholder')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={1000}
        data-autofocus
        ref={focus}
        error={wrong('quote')}
        value={quote}
        onChange={(event) => draft.set({ quote: event.currentTarget.value, source })}
        onKeyDown={onKeyDown}
      />
      <TextInput
        label={t('evidence.source')}
        placeholder={t('evidence.sourcePlaceholder')}
        maxLength={200}
        error={wrong('source')}
        value={source}
        onChange={(event) => draft.set({ quote, source: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      {error !== null && <ErrorNote title={t('notSaved')} error={error} />}
      <div className={classes.acts}>
        <Button type="submit" disabled={!whole} loading={busy}>
          {t('evidence.act')}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('ui:cancel')}
        </Button>
      </div>
    </form>
  );
}

/** The form opens where the hands are. */
const focus = (field: HTMLTextAreaElement | null) => field?.focus();
