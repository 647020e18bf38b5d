import { Checkbox, NativeSelect, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './DecisionForm.module.css';
import { mostFollowUp, type Draft } from './form';

type Props = {
  draft: Draft;
  fields: Readonly<Record<string, string>>;
  onChange: (change: Partial<Draft>) => void;
};

const usual = { 1440: 'followUpDay', 2880: 'followUpTwoDays', 10080: 'followUpWeek' } as const;
type Usual = keyof typeof usual;
const isUsual = (minutes: number): minutes is Usual => minutes in usual;

/** What follows the count: how long each step may take, and whether the panel first discusses what split it. */
export function StepsAfter({ draft, fields, onChange }: Props) {
  const { t } = useTranslation('decision');
  const { followUp, secondRound } = draft;
  const [own, setOwn] = useState(!isUsual(followUp));
  const hours = Math.floor(followUp / 60);
  const minutes = followUp % 60;
  const number = (value: string | number) => Math.max(0, Math.floor(Number(value) || 0));
  return (
    <>
      <div className={classes.line}>
        <NativeSelect
          id="decision-followUp"
          label={t('form.followUp')}
          description={t('form.followUpHint')}
          className={classes.steps}
          error={fields.follow_up}
          value={own ? 'own' : String(followUp)}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            setOwn(chosen === 'own');
            if (chosen !== 'own') onChange({ followUp: Number(chosen) });
          }}
          data={[
            ...Object.entries(usual).map(([value, name]) => ({ value, label: t(`form.${name}`) })),
            { value: 'own', label: t('form.followUpOwn') },
          ]}
        />
        {own && (
          <>
            <NumberInput
              label={t('form.followUpHours')}
              className={classes.number}
              min={0}
              max={mostFollowUp / 60}
              allowDecimal={false}
              value={hours}
              onChange={(value) => onChange({ followUp: number(value) * 60 + minutes })}
            />
            <NumberInput
              label={t('form.followUpMinutes')}
              className={classes.number}
              min={0}
              max={59}
              allowDecimal={false}
              value={minutes}
              onChange={(value) => onChange({ followUp: hours * 60 + Math.min(59, number(value)) })}
            />
          </>
        )}
      </div>
      <Checkbox
        label={t('form.secondRound')}
        description={t('form.secondRoundHint')}
        checked={secondRound}
        onChange={(event) => onChange({ secondRound: event.currentTarget.checked })}
      />
      {fields.second_round && <p className={classes.error}>{fields.second_round}</p>}
    </>
  );
}
