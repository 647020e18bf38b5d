import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { writtenDate } from '../../../lib/dates';
import { ErrorNote } from '../../../ui/ErrorNote';
import { IconCheck, IconRecount, IconWarning } from '../../../ui/icons';
import { Skeleton } from '../../../ui/Skeleton';
import type { Decision } from '../queries';
import { Hash } from './Hash';
import { draw, type Checked } from './lottery';
import classes from './Lottery.module.css';
import { listed } from './numbers';
import { roundResultQuery, type PathStep } from './queries';

type Props = { step: PathStep; decision: Decision; title: (id: string) => string };

/** A drawing that nobody steered: what was sealed, what was revealed, and the tickets that follow from both. */
export default function Lottery({ step, decision, title }: Props) {
  const { t } = useTranslation('outcome');
  const id = step.round ?? decision.id;
  const round = useQuery(roundResultQuery(id));
  const [checked, setChecked] = useState<Checked[]>([]);
  const [running, setRunning] = useState(false);
  const [failed, setFailed] = useState(false);
  const { seed = '', tickets = {}, winners } = step;
  const opened = decision.rounds.find((each) => each.id === id)?.opens_at ?? decision.opens_at;
  const order = Object.entries(tickets).sort(([, a], [, b]) => (a < b ? -1 : 1));

  if (round.isError) {
    return (
      <ErrorNote title={t('filled.figuresFailed')} error={round.error} onRetry={() => void round.refetch()} />
    );
  }
  if (!round.data) return <Skeleton heights={[220]} />;
  const { commitment, config_hash, server_seed, root } = round.data;

  const drawAgain = async () => {
    setRunning(true);
    setFailed(false);
    setChecked([]);
    try {
      const published = { commitment, config_hash, server_seed, root, seed, tickets, winners };
      for await (const one of draw(published)) setChecked((before) => [...before, one]);
    } catch {
      setFailed(true); // no hashes without a secure connection
    }
    setRunning(false);
  };

  return (
    <div className={classes.lottery}>
      <dl className={classes.parts}>
        <Part name={t('lottery.sealed')} hash={commitment}>
          {opened && t('lottery.sealedAt', { date: writtenDate(new Date(opened)) })}
        </Part>
        <Part name={t('lottery.revealed')} hash={server_seed}>
          {t('lottery.revealedText')}
        </Part>
        <Part name={t('lottery.root')} hash={root}>
          {t('lottery.rootText')}
        </Part>
        <Part name={t('lottery.seed')} hash={seed}>
          {t('lottery.seedText')}
        </Part>
      </dl>
      <p className={classes.nobody}>{t('lottery.nobody')}</p>
      <h4 className={classes.heading}>{t('lottery.tickets')}</h4>
      <ol className={classes.tickets}>
        {order.map(([concept, ticket]) => {
          const wins = winners.includes(concept);
          return (
            <li key={concept} className={classes.drawn} data-wins={wins || undefined}>
              <span className={classes.ticket}>
                <Hash hex={ticket} />
              </span>
              <span className={classes.name}>{title(concept)}</span>
              {wins && (
                <span className={classes.wins}>
                  <IconCheck size={16} /> {t('lottery.wins')}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      <Button
        leftSection={<IconRecount size={16} />}
        loading={running}
        onClick={() => void drawAgain()}
        className={classes.act}
      >
        {t(checked.length > 0 ? 'lottery.again' : 'lottery.recompute')}
      </Button>
      {failed && <ErrorNote title={t('lottery.failed')} />}
      <ol className={classes.checks} aria-live="polite">
        {checked.map((one) => {
          const from = one.ok ? 'check' : 'wrong';
          return (
            <li key={one.what} data-wrong={!one.ok || undefined}>
              {one.ok ? <IconCheck size={16} /> : <IconWarning size={16} />}
              {one.what === 'tickets'
                ? t(`lottery.${from}.tickets`, { count: one.count })
                : one.what === 'winners'
                  ? t(`lottery.${from}.winners`, { list: listed(one.drawn.map(title)) })
                  : t(`lottery.${from}.${one.what}`)}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

type PartProps = { name: string; hash: string; children: ReactNode };

function Part({ name, hash, children }: PartProps) {
  return (
    <div className={classes.part}>
      <dt>{name}</dt>
      <dd>
        <Hash hex={hash} />
        <span className={classes.says}>{children}</span>
      </dd>
    </div>
  );
}
