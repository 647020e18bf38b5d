import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../api/problem';
import { useDraft } from '../../../lib/draft';
import { ErrorNote } from '../../../ui/ErrorNote';
import classes from './SavedField.module.css';

type Row = { value: string; version: number };

type Props = Row & {
  /** Names the draft on this device. */
  draftKey: string;
  label: string;
  /** What it is the text of, for the words about a conflict. */
  of: string;
  /** Shows the label; else it is for the screen reader. */
  labelled?: boolean;
  multiline?: boolean;
  required?: boolean;
  maxLength: number;
  big?: boolean;
  save: (text: string, version: number) => Promise<unknown>;
  /** Reads it again after somebody else was quicker; undefined when it is gone. */
  reload: () => Promise<Row | undefined>;
};

/**
 * A text that is written in place and saved when the field is left. Until the server has it, it is kept on this device;
 * where somebody else has changed the same text meanwhile, both are shown.
 */
export function SavedField(props: Props) {
  const { value, version, label, of, save, reload, required = false, maxLength, big } = props;
  const { t } = useTranslation('journey');
  const draft = useDraft<{ text: string; base: string; version: number } | null>(props.draftKey, null);
  const [theirs, setTheirs] = useState<Row | 'gone' | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const text = draft.value?.text ?? value;
  const now = useRef(draft.value);
  const keep = (next: { text: string; base: string; version: number } | null) => {
    now.current = next;
    draft.set(next);
  };

  const store = async (over?: number): Promise<void> => {
    const sent = now.current;
    if (!sent || busy) return;
    const trimmed = sent.text.trim();
    if ((required && trimmed === '') || (trimmed === value && over === undefined)) {
      keep(null);
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await save(trimmed, over ?? sent.version);
      setTheirs(null);
      if (now.current?.text === sent.text) keep(null);
    } catch (cause) {
      if (cause instanceof Problem && (cause.status === 412 || cause.status === 404)) {
        const fresh = cause.status === 404 ? undefined : await reload();
        setTheirs(fresh ?? 'gone');
        // Somebody changed another part of it: there is nothing to choose.
        if (fresh && fresh.value === sent.base) {
          try {
            await save(trimmed, fresh.version);
            setTheirs(null);
            keep(null);
          } catch (again) {
            setError(again);
          }
        }
      } else setError(cause);
    } finally {
      setBusy(false);
    }
  };

  const shared = {
    value: text,
    maxLength,
    onBlur: () => void (theirs === null && store()),
    onChange: (event: { currentTarget: { value: string } }) =>
      keep({
        text: event.currentTarget.value,
        base: now.current?.base ?? value,
        version: now.current?.version ?? version,
      }),
    ...(props.labelled ? { label } : { 'aria-label': label }),
  };
  return (
    <div className={classes.field}>
      {props.multiline ? (
        <Textarea {...shared} autosize minRows={2} maxRows={8} />
      ) : (
        // A name wraps, as it does on the map; it is still one line.
        <Textarea
          {...shared}
          autosize
          minRows={1}
          classNames={{ input: big ? classes.big : classes.name }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault();
              void store();
            } else if (event.key === 'Escape' && theirs === null) keep(null);
          }}
        />
      )}
      {theirs === 'gone' ? (
        <ErrorNote title={t('edit.gone', { name: of })} />
      ) : (
        theirs && (
          <div className={classes.stale}>
            <ErrorNote
              title={t('edit.stale', { name: of })}
              hint={t('edit.staleHint', { theirs: theirs.value || t('edit.staleNone') })}
            />
            <div className={classes.acts}>
              <Button size="xs" variant="filled" loading={busy} onClick={() => void store(theirs.version)}>
                {t('edit.saveMine')}
              </Button>
              <Button
                size="xs"
                onClick={() => {
                  setTheirs(null);
                  keep(null);
                }}
              >
                {t('edit.takeTheirs')}
              </Button>
            </div>
          </div>
        )
      )}
      {Boolean(error) && <ErrorNote title={t('edit.failed')} error={error} onRetry={() => void store()} />}
    </div>
  );
}
