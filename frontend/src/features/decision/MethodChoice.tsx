import { Checkbox, NumberInput, Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { defaultCap, defaultDots, methods, type Draft } from './form';
import classes from './DecisionForm.module.css';

type Props = {
  draft: Draft;
  fields: Readonly<Record<string, string>>;
  onChange: (change: Partial<Draft>) => void;
};

/** The five ways to vote, each with when it fits and what it asks of a member, and what a method leaves to choose. */
export function MethodChoice({ draft, fields, onChange }: Props) {
  const { t } = useTranslation('decision');
  const { method, options, seats } = draft;
  const dots = options.dots ?? defaultDots(seats);
  const set = (change: Draft['options']) => onChange({ options: { ...options, ...change } });
  const number = (value: string | number) => (value === '' ? undefined : Number(value));
  return (
    <>
      {methods.map((each) => (
        <div key={each} className={classes.method} data-chosen={method === each || undefined}>
          <Radio
            name="method"
            value={each}
            label={t(`method.${each}`)}
            description={t(`method.${each}Use`)}
            checked={method === each}
            onChange={() => onChange({ method: each })}
          />
          {each === 'approval' && method === 'approval' && (
            <Checkbox
              className={classes.option}
              label={t('form.expand')}
              description={t('form.expandHint')}
              checked={options.on_tie === 'expand'}
              onChange={(event) => set({ on_tie: event.currentTarget.checked ? 'expand' : undefined })}
            />
          )}
          {each === 'dots' && method === 'dots' && (
            <div className={classes.budget}>
              <NumberInput
                id="decision-dots"
                label={t('form.dotsBudget')}
                description={t('form.dotsBudgetHint', { count: defaultDots(seats) })}
                min={1}
                max={100}
                allowDecimal={false}
                placeholder={String(defaultDots(seats))}
                error={fields['options.dots']}
                value={options.dots ?? ''}
                onChange={(value) => set({ dots: number(value) })}
              />
              <NumberInput
                id="decision-cap"
                label={t('form.dotsCap')}
                description={t('form.dotsCapHint', { count: defaultCap(dots) })}
                min={1}
                max={dots}
                allowDecimal={false}
                placeholder={String(defaultCap(dots))}
                error={fields['options.cap']}
                value={options.cap ?? ''}
                onChange={(value) => set({ cap: number(value) })}
              />
            </div>
          )}
        </div>
      ))}
      {(fields.method ?? fields.options) && (
        <p className={classes.error}>{fields.method ?? fields.options}</p>
      )}
    </>
  );
}
