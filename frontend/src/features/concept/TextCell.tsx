import { Button, Textarea } from '@mantine/core';
import { useEffect, useId, useRef, useState, type FocusEvent, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconComment, IconEdit } from '../../ui/icons';
import { RichText } from '../../ui/RichText';
import type { TextField } from './canvas';
import classes from './Canvas.module.css';
import type { Concept } from './queries';
import type { Save } from './useSaver';

const pause = 1_000; // ms without a key before the text is saved
const again = 4_000; // ms before a save that found no server is tried once more

type Props = {
  concept: Concept;
  field: TextField;
  save: Save;
  editable: boolean;
  /** Opens the form for other words; left out for somebody who may not suggest any. */
  onSuggest?: (field: TextField) => void;
  /** Below the words. */
  children?: ReactNode;
};
type State = 'quiet' | 'saving' | 'saved' | 'unsaved';

/**
 * One answer of the canvas: read, or written in place. Every pause saves; what is not saved yet is kept on this device;
 * two writers see both texts.
 */
export function TextCell({ concept, field, save, editable, onSuggest, children }: Props) {
  const { t } = useTranslation('concept');
  const heading = useId();
  const shown = concept[field];
  // The text and what it started from, until the server has it.
  const draft = useDraft<{ text: string; base: string } | null>(`concept.${concept.id}.${field}`, null);
  const [open, setOpen] = useState(draft.value !== null);
  const [state, setState] = useState<State>(draft.value !== null ? 'unsaved' : 'quiet');
  const [theirs, setTheirs] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const cell = useRef<HTMLElement>(null);
  const editButton = useRef<HTMLButtonElement>(null);
  const text = draft.value?.text ?? shown;
  // What the timer and the answers act on: the newest words, not the ones of the render that started them.
  const now = useRef(draft.value);
  useEffect(() => () => clearTimeout(timer.current), []);

  const keep = (next: { text: string; base: string } | null) => {
    now.current = next;
    draft.set(next);
  };
  const store = async (settled = false) => {
    clearTimeout(timer.current);
    const sent = now.current;
    if (!sent || (theirs !== null && !settled)) return;
    setState('saving');
    setError(null);
    try {
      const answer = await save({ field, value: sent.text, base: sent.base });
      if ('theirs' in answer) {
        setTheirs(answer.theirs);
        setState('unsaved');
        setOpen(true);
        return;
      }
      if (now.current?.text === sent.text) {
        keep(null);
        setState('saved');
      } else if (now.current) {
        keep({ text: now.current.text, base: answer.saved[field] }); // written on meanwhile
      }
    } catch (cause) {
      setState('unsaved');
      if (cause instanceof Problem && cause.temporary) {
        timer.current = setTimeout(() => void store(), again);
      } else setError(cause);
    }
  };
  const write = (next: string) => {
    keep({ text: next, base: now.current?.base ?? shown });
    if (state === 'saved') setState('quiet');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void store(), pause);
  };
  const leave = (event: FocusEvent) => {
    if (cell.current?.contains(event.relatedTarget)) return;
    void store();
    if (theirs === null && !error) setOpen(false);
  };
  const settle = (next: { text: string; base: string } | null) => {
    setTheirs(null);
    keep(next);
  };
  const edit = (event?: MouseEvent) => {
    if (!editable || open) return;
    if (event && getSelection()?.toString()) return; // somebody is copying words
    setOpen(true);
  };

  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a click anywhere in the cell does what its button does; the keyboard has the button and the key e
    <section
      ref={cell}
      id={`concept-${field}`}
      tabIndex={-1}
      className={classes.cell}
      aria-labelledby={heading}
      data-field={field}
      data-open={open || undefined}
      data-editable={(editable && !open) || undefined}
      onClick={edit}
      onBlur={open ? leave : undefined}
    >
      <div className={classes.head}>
        <h2 id={heading} className={classes.label}>
          {t(`field.${field}`)}
        </h2>
        {onSuggest && !open && (
          <button
            type="button"
            className={classes.edit}
            aria-label={t('suggest.actOf', { field: t(`field.${field}`) })}
            title={t('suggest.act')}
            onClick={(event) => {
              event.stopPropagation();
              onSuggest(field);
            }}
          >
            <IconComment size={16} />
          </button>
        )}
        {editable && !open && (
          <button
            ref={editButton}
            type="button"
            className={classes.edit}
            data-edit
            aria-label={t('edit', { field: t(`field.${field}`) })}
            onClick={() => setOpen(true)}
          >
            <IconEdit size={16} />
          </button>
        )}
      </div>
      {open && editable ? (
        <>
          {theirs !== null && (
            <div role="alert" className={classes.conflict}>
              <h3>{t('conflict.title')}</h3>
              <p className={classes.side}>{t('conflict.theirs')}</p>
              <blockquote className={classes.theirs}>{theirs || t('conflict.empty')}</blockquote>
              <p className={classes.side}>{t('conflict.mine')}</p>
            </div>
          )}
          <Textarea
            aria-labelledby={heading}
            placeholder={t(`question.${field}`)}
            value={text}
            autosize
            minRows={3}
            maxRows={18}
            maxLength={5000}
            // eslint-disable-next-line jsx-a11y/no-autofocus -- the reader has just asked to write here
            autoFocus
            onFocus={(event) => {
              const { length } = event.currentTarget.value;
              event.currentTarget.setSelectionRange(length, length);
            }}
            onChange={(event) => write(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              void store();
              if (theirs === null) setOpen(false);
              setTimeout(() => editButton.current?.focus());
            }}
          />
          {theirs !== null && (
            <div className={classes.choices}>
              <Button
                variant="filled"
                onClick={() => {
                  settle({ text, base: theirs });
                  void store(true);
                }}
              >
                {t('conflict.keepMine')}
              </Button>
              <Button
                onClick={() => {
                  settle(null);
                  setState('quiet');
                }}
              >
                {t('conflict.takeTheirs')}
              </Button>
              <Button variant="subtle" onClick={() => settle({ text: `${theirs}\n\n${text}`, base: theirs })}>
                {t('conflict.both')}
              </Button>
            </div>
          )}
          {Boolean(error) && <ErrorNote title={t('notSaved')} error={error} onRetry={() => void store()} />}
          <p className={classes.foot}>
            <span>
              <RichText text={t('editHint')} b={(key) => <kbd className="tk-kbd">{key}</kbd>} />
            </span>
          </p>
        </>
      ) : shown ? (
        <p className={classes.text}>{text}</p>
      ) : (
        <p className={classes.question}>{text || t(`question.${field}`)}</p>
      )}
      {children}
      <p role="status" className={classes.state}>
        {state === 'saving' && t('saving')}
        {state === 'saved' && t('saved')}
        {state === 'unsaved' && theirs === null && !error && t('unsaved')}
      </p>
    </section>
  );
}
