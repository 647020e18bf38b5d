import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { toDay } from '../../lib/day';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconDown, IconUp } from '../../ui/icons';
import { sentimentOfKey } from '../../ui/sentiment';
import { SentimentScale } from '../../ui/SentimentScale';
import classes from './InsightForm.module.css';
import { MarkedTextarea } from './MarkedTextarea';
import { PersonalNote } from './PersonalNote';
import { sourceKinds, type PersonalChoice, type SourceKind } from './queries';
import { TouchpointPicker, type Place } from './TouchpointPicker';
import { usePersonal, type Texts } from './usePersonal';

/** An insight as it is being written. */
export type Written = {
  quote: string;
  sentiment: number | null;
  source_kind: SourceKind;
  source: string;
  segment: string;
  note: string;
  /** Empty stands for today. */
  said_on: string;
  touchpoint: Place | null;
};

type Props = {
  written: Written;
  onWrite: (part: Partial<Written>) => void;
  onSend: (personal: PersonalChoice | undefined) => void;
  sending: boolean;
  /** What was thrown at the last attempt. */
  error: unknown;
  sendLabel: string;
  failed: string;
  /** What is said at the foot: that a draft is kept. */
  hint?: string;
  onCancel?: () => void;
  /** Segments in use, offered while typing. */
  segments?: readonly string[];
};

const typing = 'input:not([type="radio"]), textarea, select';

/** The fields of an insight: the words first, the feeling second, where they belong third; the rest is folded away. */
export function InsightForm(props: Props) {
  const {
    written,
    onWrite,
    onSend,
    sending,
    error,
    sendLabel,
    failed,
    hint,
    onCancel,
    segments = [],
  } = props;
  const { t } = useTranslation('insight');
  const { t: ui } = useTranslation();
  const texts: Texts = { quote: written.quote, source: written.source, note: written.note };
  const personal = usePersonal(texts);
  const field = useRef<HTMLTextAreaElement>(null);
  const [unmasked, setUnmasked] = useState<Texts>();
  const [asksFeeling, setAsksFeeling] = useState(false);
  const [maskError, setMaskError] = useState<unknown>(null);
  const [more, setMore] = useState(!!(written.source || written.segment || written.note));
  useEffect(() => {
    // At once: whoever opened the form types on.
    field.current?.focus();
  }, []);

  const problem = error instanceof Problem ? error : undefined;
  const refused = problem?.code === 'personal_data' ? Object.values(problem.fields) : undefined;
  const said: Readonly<Record<string, string>> = refused ? {} : (problem?.fields ?? {});
  const empty = written.quote.trim() === '';

  const send = async (choice?: PersonalChoice) => {
    if (empty || sending) return;
    if (written.sentiment === null) {
      setAsksFeeling(true);
      return;
    }
    try {
      onSend(choice ?? (await personal.choice()));
    } catch {
      onSend(undefined); // The server says what is wrong.
    }
  };
  const mask = async () => {
    setMaskError(null);
    if (refused) {
      await send('mask');
      return;
    }
    try {
      const masked = await personal.masked();
      setUnmasked(texts);
      onWrite(masked);
    } catch (cause) {
      setMaskError(cause);
    }
  };
  const keep = () => {
    personal.keep();
    if (refused) void send('keep');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
      return;
    }
    const feeling = sentimentOfKey(event);
    if (feeling === undefined || (event.target instanceof Element && event.target.matches(typing))) return;
    event.preventDefault();
    feel(feeling);
  };
  const feel = (sentiment: number) => {
    setAsksFeeling(false);
    onWrite({ sentiment });
  };
  const write = (part: Partial<Written>) => {
    setUnmasked(undefined);
    onWrite(part);
  };
  const shown = more || said.source || said.segment || said.note;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter sends from every field
    <form
      className={classes.form}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <MarkedTextarea
        ref={field}
        first
        label={t('field.quote')}
        placeholder={t('field.quotePlaceholder')}
        value={written.quote}
        onChange={(quote) => write({ quote })}
        marks={personal.open.filter((each) => each.field === 'quote')}
        maxLength={2000}
        error={said.quote}
      />
      {(refused || personal.open.length > 0) && (
        <PersonalNote
          findings={refused ? personal.findings : personal.open}
          refused={refused}
          onMask={() => void mask()}
          onKeep={keep}
          busy={sending}
        />
      )}
      {unmasked && (
        <p role="status" className={classes.masked}>
          {t('personal.masked')}{' '}
          <button
            type="button"
            className="tk-link"
            onClick={() => {
              onWrite(unmasked);
              setUnmasked(undefined);
            }}
          >
            {ui('undo')}
          </button>
        </p>
      )}
      {maskError !== null && <ErrorNote title={t('personal.maskFailed')} error={maskError} />}
      <SentimentScale
        label={t('field.sentiment')}
        value={written.sentiment ?? undefined}
        onChange={feel}
        error={asksFeeling ? t('field.sentimentMissing') : said.sentiment}
      />
      <div className={classes.row}>
        <NativeSelect
          label={t('field.source_kind')}
          value={written.source_kind}
          onChange={(event) => write({ source_kind: event.currentTarget.value as SourceKind })}
          data={sourceKinds.map((kind) => ({ value: kind, label: ui(`sourceKind.${kind}`) }))}
          error={said.source_kind}
        />
        <TextInput
          type="date"
          label={t('field.said_on')}
          value={written.said_on || toDay(new Date())}
          max={toDay(new Date())}
          onChange={(event) => write({ said_on: event.currentTarget.value })}
          error={said.said_on}
        />
      </div>
      <TouchpointPicker
        label={t('field.touchpoint')}
        value={written.touchpoint}
        onChange={(touchpoint) => write({ touchpoint })}
        error={said.touchpoint}
      />
      <div>
        <Button
          variant="subtle"
          aria-expanded={!!shown}
          rightSection={shown ? <IconUp size={16} /> : <IconDown size={16} />}
          onClick={() => setMore(!shown)}
        >
          {t('field.more')}
        </Button>
      </div>
      {shown && (
        <>
          <div className={classes.row}>
            <TextInput
              label={t('field.source')}
              placeholder={t('field.sourcePlaceholder')}
              maxLength={200}
              value={written.source}
              onChange={(event) => write({ source: event.currentTarget.value })}
              error={said.source}
            />
            <TextInput
              label={t('field.segment')}
              placeholder={t('field.segmentPlaceholder')}
              maxLength={100}
              list="insight-segments"
              value={written.segment}
              onChange={(event) => write({ segment: event.currentTarget.value })}
              error={said.segment}
            />
            <datalist id="insight-segments">
              {segments.map((each) => (
                <option key={each} value={each} />
              ))}
            </datalist>
          </div>
          <Textarea
            label={t('field.note')}
            placeholder={t('field.notePlaceholder')}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={5000}
            value={written.note}
            onChange={(event) => write({ note: event.currentTarget.value })}
            error={said.note}
          />
        </>
      )}
      {error !== null && error !== undefined && !refused && <ErrorNote title={failed} error={error} />}
      <div className={classes.foot}>
        <span className={classes.kept}>{hint}</span>
        {onCancel && (
          <Button variant="subtle" onClick={onCancel}>
            {ui('cancel')}
          </Button>
        )}
        <Button
          type="submit"
          variant="filled"
          disabled={empty}
          loading={sending}
          rightSection={<kbd className={classes.key}>{ui('draft.send')}</kbd>}
        >
          {sendLabel}
        </Button>
      </div>
    </form>
  );
}
