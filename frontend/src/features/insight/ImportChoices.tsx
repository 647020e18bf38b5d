import { NativeSelect, Radio, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../../ui/Skeleton';
import classes from './ImportDraft.module.css';
import { fields, type Import, type Settings } from './importQueries';
import { sourceKinds, type PersonalChoice, type SourceKind } from './queries';

const TouchpointPicker = lazy(async () => ({
  default: (await import('./TouchpointPicker')).TouchpointPicker,
}));

type Props = { one: Import; onChange: (change: Settings) => void };

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'latin-1'] as const;
const delimiters = ['comma', 'semicolon', 'tab'] as const;
const dates = ['auto', 'ymd', 'dmy', 'mdy'] as const;
const scales = [5, 10, 100] as const;

/** How the file is read; guessed from the file, and mended here. */
export function Reading({ one: { settings }, onChange }: Props) {
  const { t } = useTranslation('insight');
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={t('import.encoding')}
        value={settings.encoding}
        data={[...encodings]}
        onChange={(event) => onChange({ encoding: event.currentTarget.value as Settings['encoding'] })}
      />
      <NativeSelect
        label={t('import.delimiter')}
        value={settings.delimiter}
        data={delimiters.map((value) => ({ value, label: t(`import.delimiters.${value}`) }))}
        onChange={(event) => onChange({ delimiter: event.currentTarget.value as Settings['delimiter'] })}
      />
      <NativeSelect
        label={t('import.header')}
        value={settings.header ? 'yes' : 'no'}
        data={[
          { value: 'yes', label: t('import.headerYes') },
          { value: 'no', label: t('import.headerNo') },
        ]}
        onChange={(event) => onChange({ header: event.currentTarget.value === 'yes' })}
      />
      <Words
        label={t('import.source')}
        value={settings.source ?? ''}
        maxLength={200}
        onChange={(source) => onChange({ source })}
      />
    </div>
  );
}

/** Which column is what. */
export function Columns({ one: { settings, columns = [] }, onChange }: Props) {
  const { t } = useTranslation('insight');
  const chosen = settings.columns ?? {};
  const options = [
    { value: '', label: t('import.noColumn') },
    ...columns.map((name, index) => ({
      value: String(index),
      label: name.trim() || t('import.column', { number: index + 1 }),
    })),
  ];
  return (
    <div className={classes.fields}>
      {fields.map((field) => (
        <NativeSelect
          key={field}
          label={t(`import.field.${field}`)}
          required={field === 'quote'}
          value={chosen[field] === undefined ? '' : String(chosen[field])}
          data={options}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const next = { ...chosen };
            delete next[field];
            if (value !== '') next[field] = Number(value);
            onChange({ columns: next });
          }}
        />
      ))}
      {chosen.said_on !== undefined && (
        <NativeSelect
          label={t('import.dates')}
          value={settings.date_format ?? 'auto'}
          data={dates.map((value) => ({ value, label: t(`import.dateForms.${value}`) }))}
          onChange={(event) =>
            onChange({ date_format: event.currentTarget.value as Settings['date_format'] })
          }
        />
      )}
      {chosen.rating !== undefined && (
        <NativeSelect
          label={t('import.scale')}
          value={String(settings.rating_max ?? 5)}
          data={scales.map((most) => ({ value: String(most), label: t(`import.scales.${most}`) }))}
          onChange={(event) => onChange({ rating_max: Number(event.currentTarget.value) as 5 | 10 | 100 })}
        />
      )}
    </div>
  );
}

/** What holds for rows that do not say it themselves, and what happens to personal data. */
export function Rest({ one: { settings }, onChange }: Props) {
  const { t } = useTranslation('insight');
  const { t: ui } = useTranslation();
  const [place, setPlace] = useState(settings.touchpoint ? { id: settings.touchpoint, title: '…' } : null);
  return (
    <>
      <div className={classes.fields}>
        <NativeSelect
          label={t('field.source_kind')}
          value={settings.source_kind}
          data={sourceKinds.map((kind) => ({ value: kind, label: ui(`sourceKind.${kind}`) }))}
          onChange={(event) => onChange({ source_kind: event.currentTarget.value as SourceKind })}
        />
        <Words
          label={t('field.segment')}
          value={settings.segment ?? ''}
          maxLength={100}
          onChange={(segment) => onChange({ segment })}
        />
        <Suspense fallback={<Skeleton heights={[60]} />}>
          <TouchpointPicker
            label={t('field.touchpoint')}
            value={place}
            onChange={(next) => {
              setPlace(next);
              onChange({ touchpoint: next?.id ?? '' });
            }}
          />
        </Suspense>
      </div>
      <Radio.Group
        className={classes.personal}
        label={t('import.personal')}
        value={settings.personal ?? 'mask'}
        onChange={(value) => onChange({ personal: value as PersonalChoice })}
      >
        <Radio value="mask" mt={6} label={t('import.personalMask')} />
        <Radio value="keep" mt={6} label={t('import.personalKeep')} />
      </Radio.Group>
    </>
  );
}

type WordsProps = { label: string; value: string; maxLength: number; onChange: (next: string) => void };

/** A text that is sent after a pause, not with every letter. */
function Words({ label, value, maxLength, onChange }: WordsProps) {
  const [typed, setTyped] = useState(value);
  const send = useDebouncedCallback(onChange, { delay: 600, flushOnUnmount: true });
  return (
    <TextInput
      label={label}
      maxLength={maxLength}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value.trim());
      }}
    />
  );
}
