import { Button, Radio, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileError, Imported, Method, Result, Rules } from '../../lib/tally';
import { IconDone } from '../../ui/icons';
import { ErrorNote } from '../../ui/ErrorNote';
import { Section } from '../../ui/Section';
import { errorText, seconds } from './errorText';
import { ResultFigures } from './Figures';
import classes from './Recount.module.css';

type Props = { name: string; text: string; blt?: Imported };

type Counted = {
  result: Result;
  shortlist: string[];
  ballots: number;
  seats: number;
  ms: number;
  byNames: boolean;
};

const all: Method[] = ['pairwise', 'approval', 'star', 'dots', 'stv'];

/** Ballots alone: what the file does not say is asked first. */
export function BallotsCount({ name, text, blt }: Props) {
  const { t } = useTranslation('recount');
  const [method, setMethod] = useState<Method>(blt?.lotteryOrder ? 'stv' : 'pairwise');
  const [seats, setSeats] = useState(String(blt?.seats ?? 1));
  const [dots, setDots] = useState('');
  const [cap, setCap] = useState('');
  const [counted, setCounted] = useState<Counted>();
  const [error, setError] = useState<FileError>();
  const whole = (value: string) => (/^[1-9]\d{0,3}$/.test(value.trim()) ? Number(value) : undefined);
  const places = whole(seats);
  const budget = whole(dots) ?? 2 * (places ?? 1);

  const count = async (event: FormEvent) => {
    event.preventDefault();
    if (places === undefined) return;
    const tally = await import('../../lib/tally');
    const start = performance.now();
    setError(undefined);
    setCounted(undefined);
    try {
      const imported = blt ?? tally.readCsv(text, method);
      const rules: Rules = {
        method,
        seats: places,
        candidates: imported.candidates,
        withdrawn: imported.withdrawn,
        dots: whole(dots),
        cap: whole(cap),
        lotteryOrder: imported.lotteryOrder,
      };
      tally.check(imported, rules);
      const result = tally.count(rules, imported.ballots);
      setCounted({
        result,
        shortlist: tally.inOrder(result, imported.candidates),
        ballots: result.participants,
        seats: places,
        ms: performance.now() - start,
        byNames: !imported.lotteryOrder,
      });
    } catch (refused) {
      if (!(refused instanceof tally.FileError)) throw refused;
      setError(refused);
    }
  };

  return (
    <>
      <Section title={t('ballots.title', { name })}>
        <form className={classes.form} onSubmit={(event) => void count(event)}>
          <Radio.Group
            label={t('ballots.method')}
            description={t('ballots.methodHint')}
            value={method}
            onChange={(value) => setMethod(value as Method)}
          >
            <Stack gap="xs" mt="xs">
              {(blt ? (['pairwise', 'stv'] as const) : all).map((each) => (
                <Radio key={each} value={each} label={t(`method.${each}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <TextInput
            label={t('ballots.seats')}
            inputMode="numeric"
            value={seats}
            error={places === undefined && t('ballots.seatsBad')}
            onChange={(event) => setSeats(event.currentTarget.value)}
          />
          {method === 'dots' && (
            <>
              <TextInput
                label={t('ballots.dots')}
                description={t('ballots.optional', { value: 2 * (places ?? 1) })}
                inputMode="numeric"
                value={dots}
                onChange={(event) => setDots(event.currentTarget.value)}
              />
              <TextInput
                label={t('ballots.cap')}
                description={t('ballots.optional', { value: Math.ceil(budget / 2) })}
                inputMode="numeric"
                value={cap}
                onChange={(event) => setCap(event.currentTarget.value)}
              />
            </>
          )}
          <div>
            <Button type="submit" variant="filled" disabled={places === undefined}>
              {t('ballots.count')}
            </Button>
          </div>
        </form>
      </Section>
      {error && <ErrorNote title={t('error.title')} hint={errorText(t, error)} />}
      {counted && (
        <>
          <div className={classes.verdict} role="status">
            <IconDone size={24} />
            <div>
              <h2 className={classes.says}>{t('counted', { seconds: seconds(counted.ms) })}</h2>
              <p>{t('countedText', { count: counted.ballots })}</p>
              {counted.byNames && (counted.result.lots?.length ?? 0) > 0 && <p>{t('ballots.lots')}</p>}
            </div>
          </div>
          <Section title={t('result')}>
            {counted.shortlist.length === 0 ? (
              <p className={classes.quiet}>{t('shortlistNone')}</p>
            ) : (
              <ol className={classes.shortlist}>
                {counted.shortlist.map((id) => (
                  <li key={id}>{id}</li>
                ))}
              </ol>
            )}
          </Section>
          <Section title={t('figures')}>
            <ResultFigures result={counted.result} seats={counted.seats} title={(id) => id} />
          </Section>
        </>
      )}
    </>
  );
}
