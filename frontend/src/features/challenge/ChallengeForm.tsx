import { Button, Checkbox, MultiSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { companyQuery } from '../../api/session';
import { ErrorNote } from '../../ui/ErrorNote';
import classes from './ChallengeForm.module.css';
import { mistakesOf, themeRows, type Fields } from './form';
import { phaseNames } from './phases';
import { facilitatorsQuery, type PhaseName } from './queries';
import { ThemesEditor } from './ThemesEditor';

type Props = {
  fields: Fields;
  onChange: (next: Fields) => void;
  onSend: () => void;
  sending: boolean;
  /** What the server said against the last attempt. */
  error: unknown;
  failed: string;
  send: string;
  kept: boolean;
  /** People already named, so that they show even when they no longer hold the role. */
  named?: { id: string; name: string }[];
  children?: ReactNode;
};

/** The fields of a challenge, for a new one and for changing one. */
export function ChallengeForm(props: Props) {
  const { fields, onChange, onSend, sending, error, failed, send, kept, named = [], children } = props;
  const { t: f } = useTranslation('challengeForm');
  const { t: ui } = useTranslation();
  const company = useQuery(companyQuery);
  const facilitators = useQuery(facilitatorsQuery);
  const [tried, setTried] = useState(false);
  const mistakes = tried ? mistakesOf(fields) : {};
  const said = error instanceof Problem ? error.fields : {};
  const set = (part: Partial<Fields>) => onChange({ ...fields, ...part });
  const people = new Map(
    [...named, ...(facilitators.data?.items ?? [])].map((person) => [person.id, person.name]),
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(mistakesOf(fields)).length === 0 && !sending) onSend();
  };
  const phaseMistake = mistakes.phases
    ? f('form.onePhase')
    : mistakes.times
      ? f('form.phaseTimes')
      : mistakes.overlap
        ? f('form.phaseOverlap', { phase: ui(`phase.${mistakes.overlap}`) })
        : Object.entries(said).find(([field]) => field.startsWith('phases'))?.[1];

  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      <Stack gap="lg">
        <Textarea
          label={f('form.title')}
          description={f('form.titleHint')}
          required
          autosize
          minRows={1}
          maxLength={200}
          value={fields.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
          error={mistakes.title ? f('form.needsTitle') : said.title}
        />
        <Textarea
          label={f('form.brief')}
          description={f('form.briefHint')}
          autosize
          minRows={4}
          maxRows={16}
          maxLength={20000}
          value={fields.brief}
          onChange={(event) => set({ brief: event.currentTarget.value })}
          error={said.brief}
        />
        <fieldset className={classes.phases}>
          <legend className={classes.legend}>{f('form.phases')}</legend>
          <p className={classes.hint}>{f('form.phasesHint')}</p>
          {phaseNames.map((name) => (
            <PhaseRow
              key={name}
              name={name}
              value={fields.phases[name]}
              wrong={mistakes.times === name || mistakes.overlap === name}
              onChange={(next) => set({ phases: { ...fields.phases, [name]: next } })}
            />
          ))}
          {phaseMistake && (
            <p role="alert" className={classes.mistake}>
              {phaseMistake}
            </p>
          )}
        </fieldset>
        <Radio.Group
          label={f('form.voteMode')}
          value={fields.voteMode}
          onChange={(value) => set({ voteMode: value as Fields['voteMode'] })}
          error={said.vote_mode}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="support" label={f('form.support')} />
            <Radio value="stance" label={f('form.stance')} />
          </Stack>
        </Radio.Group>
        <MultiSelect
          label={f('form.audience')}
          description={f('form.audienceHint')}
          placeholder={fields.audience.length === 0 ? f('form.everybody') : undefined}
          data={[...new Set([...(company.data?.departments ?? []), ...fields.audience])]}
          value={fields.audience}
          onChange={(audience) => set({ audience })}
          searchable
          error={said.audience}
        />
        <ThemesEditor
          themes={themeRows(fields)}
          onChange={(themes) => set({ themes })}
          error={mistakes.themes ? f('form.themeTwice') : said.themes}
        />
        <TextInput
          className={classes.days}
          label={f('form.answerDays')}
          description={f('form.answerDaysHint')}
          inputMode="numeric"
          maxLength={3}
          value={fields.answerDays ?? '14'}
          onChange={(event) => set({ answerDays: event.currentTarget.value.trim() })}
          error={mistakes.answerDays ? f('form.answerDaysWrong') : said.answer_days}
        />
        <MultiSelect
          label={f('form.facilitators')}
          description={f('form.facilitatorsHint')}
          data={[...people].map(([value, label]) => ({ value, label }))}
          value={fields.facilitators.filter((id) => people.has(id))}
          onChange={(next) => set({ facilitators: next })}
          searchable
          error={said.facilitators}
        />
        {children}
        {!!error && <ErrorNote title={failed} error={error} />}
        <div className={classes.foot}>
          <span className={classes.kept}>{kept ? ui('draft.kept') : ''}</span>
          <Button type="submit" variant="filled" size="md" loading={sending}>
            {send}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

type PhaseRowProps = {
  name: PhaseName;
  value: Fields['phases'][PhaseName];
  wrong: boolean;
  onChange: (next: Fields['phases'][PhaseName]) => void;
};

function PhaseRow({ name, value, wrong, onChange }: PhaseRowProps) {
  const { t: f } = useTranslation('challengeForm');
  const { t: ui } = useTranslation();
  const phase = ui(`phase.${name}`);
  const hintId = useId();
  return (
    <div className={classes.phase}>
      <Checkbox
        label={phase}
        description={f(`form.${name}`)}
        checked={value.on}
        onChange={(event) => onChange({ ...value, on: event.currentTarget.checked })}
      />
      {(['opens', 'closes'] as const).map((end) => (
        <TextInput
          key={end}
          id={`${hintId}-${end}`}
          type="datetime-local"
          label={f(`form.${end}Short`)}
          aria-label={f(`form.${end}`, { phase })}
          disabled={!value.on}
          value={value[end]}
          error={wrong}
          onChange={(event) => onChange({ ...value, [end]: event.currentTarget.value })}
        />
      ))}
    </div>
  );
}
