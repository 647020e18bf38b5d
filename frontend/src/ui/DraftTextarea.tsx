import { Button, Textarea } from '@mantine/core';
import { useId, type KeyboardEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../lib/draft';
import classes from './DraftTextarea.module.css';

type Props = {
  /** Names the draft, such as `comment.IDEA`; it is kept for each person on this device. */
  draftKey: string;
  label: string;
  placeholder?: string;
  /** The words of the button: what happens when it is pressed. */
  sendLabel: string;
  /** Sends; the draft is emptied when it resolves and kept when it rejects. */
  onSend: (text: string) => Promise<unknown>;
  sending?: boolean;
  /** What was wrong with the last attempt. */
  error?: string;
  maxLength?: number;
  minRows?: number;
  onCancel?: () => void;
  ref?: Ref<HTMLTextAreaElement>;
};

/** A text that is written, kept and sent: Ctrl+Enter sends, and nothing typed is ever lost. */
export function DraftTextarea(props: Props) {
  const {
    draftKey,
    label,
    placeholder,
    sendLabel,
    onSend,
    sending,
    error,
    maxLength,
    minRows = 2,
    onCancel,
    ref,
  } = props;
  const { t } = useTranslation();
  const draft = useDraft(draftKey, '');
  const keptId = useId();
  const empty = draft.value.trim() === '';

  const send = () => {
    if (empty || sending) return;
    onSend(draft.value.trim()).then(draft.clear, () => {
      // The caller shows the error; the words stay where they are.
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  };
  return (
    <div className={classes.box}>
      <Textarea
        ref={ref}
        aria-label={label}
        aria-describedby={keptId}
        placeholder={placeholder}
        value={draft.value}
        onChange={(event) => draft.set(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        autosize
        minRows={minRows}
        maxRows={14}
        maxLength={maxLength}
        error={error}
      />
      <div className={classes.foot} data-empty={empty || undefined}>
        <span id={keptId} className={classes.kept}>
          {draft.kept && !empty ? t('draft.kept') : ''}
        </span>
        {onCancel && (
          <Button variant="subtle" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
        <Button
          variant="filled"
          onClick={send}
          disabled={empty}
          loading={sending}
          rightSection={<kbd className={classes.key}>{t('draft.send')}</kbd>}
        >
          {sendLabel}
        </Button>
      </div>
    </div>
  );
}
