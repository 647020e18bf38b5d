import { TextInput } from '@mantine/core';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { findReceipt, FoundBallot, Json, Verification } from '../../lib/tally';
import { IconCheck, IconWarning } from '../../ui/icons';
import { Section } from '../../ui/Section';
import classes from './Recount.module.css';

/** The reader's own ballot among all the others. The receipt is looked for here and sent nowhere. */
export function ReceiptFinder({ found }: { found: Verification }) {
  const { t } = useTranslation('recount');
  const [typed, setTyped] = useState('');
  const [find, setFind] = useState<{ findReceipt: typeof findReceipt }>();
  useEffect(
    () => void import('../../lib/tally').then((tally) => setFind({ findReceipt: tally.findReceipt })),
    [],
  );
  const receipt = useDeferredValue(typed.replace(/\s/g, '').toLowerCase());
  if (found.rounds.every(({ ballots }) => ballots.length === 0)) return null;
  const whole = receipt.length === 64;
  const own = whole ? find?.findReceipt(found, receipt) : undefined;
  return (
    <Section title={t('receipt.title')}>
      <TextInput
        className={classes.receipt}
        label={t('receipt.label')}
        description={t('receipt.hint')}
        value={typed}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={200}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div role="status" className={classes.lookup}>
        {receipt !== '' && !whole && (
          <p className={classes.quiet}>{t('receipt.short', { count: receipt.length })}</p>
        )}
        {own && (
          <p className={classes.among}>
            <IconCheck size={16} />
            {t('receipt.found', {
              number: own.index + 1,
              of: own.round.ballots.length,
              round: t(`round.${own.round.kind}`),
            })}
          </p>
        )}
        {whole && find && !own && (
          <p className={classes.absent}>
            <IconWarning size={16} />
            {t('receipt.missing')}
          </p>
        )}
      </div>
      {own && <Own own={own} titles={found.rounds[0]?.names ?? {}} />}
    </Section>
  );
}

/** A ballot in words, and the text its hash is made of. */
function Own({ own, titles }: { own: FoundBallot; titles: Record<string, string> }) {
  const { t } = useTranslation('recount');
  const { record } = own.ballot;
  const title = (id: Json) => own.round.names[String(id)] ?? titles[String(id)] ?? String(id);
  const { b: body } = record;
  const rows: [string, string][] =
    body === 'abstain' || body === null
      ? [[t('receipt.abstained'), '']]
      : body === 'uphold' || body === 'dismiss'
        ? [[t(`choice.${body}`), '']]
        : Array.isArray(body)
          ? body.map((each, index) =>
              Array.isArray(each)
                ? [t('receipt.place', { place: index + 1 }), each.map(title).join(' · ')]
                : [t('receipt.ticks'), title(each)],
            )
          : Object.entries(body)
              .sort(([, a], [, b]) => Number(b) - Number(a))
              .map(([id, points]) => [String(points), title(id)]);
  return (
    <div className={classes.own}>
      <ul className={classes.marks}>
        {rows.map(([mark, what], index) => (
          <li key={index}>
            <span className={classes.mark}>{mark}</span>
            {what}
          </li>
        ))}
      </ul>
      <details>
        <summary>{t('receipt.record')}</summary>
        <p className={classes.code}>{JSON.stringify(record)}</p>
      </details>
    </div>
  );
}
