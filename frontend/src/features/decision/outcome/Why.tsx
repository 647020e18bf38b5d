import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RichText, words } from '../../../ui/RichText';
import { Section } from '../../../ui/Section';
import type { Result } from '../queries';
import { reasons, type Reason } from './figures';
import { inWords, listed, startsWith } from './numbers';
import type { Titled } from './titled';
import classes from './Why.module.css';

const b = (text: string) => <strong className={classes.name}>{text}</strong>;

/** Why this, and not that: sentences read off the count. */
export function Why({ result, title }: Titled) {
  const { t } = useTranslation('outcome');
  const told = reasons(result);
  if (told.length === 0) return null;
  return (
    <Section title={t('why.title')}>
      <ul className={classes.reasons}>
        {told.map((reason, index) => (
          <li key={index} className={classes.reason}>
            <Sentence reason={reason} result={result} title={title} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

type Props = { reason: Reason; result: Result; title: (id: string) => string };

function Sentence({ reason, result, title }: Props): ReactNode {
  const { t } = useTranslation('outcome');
  const rich = (text: string) => <RichText text={text} b={b} />;
  switch (reason.kind) {
    case 'left':
      return rich(t(reason.others > 0 ? 'why.leftMany' : 'why.left', words({ x: title(reason.x) })));
    case 'equal':
      return rich(t('why.equal', words({ list: listed(reason.concepts.map(title)) })));
    case 'second':
    case 'runoff':
      return rich(t(`why.${reason.kind}`, words({ x: title(reason.x), place: reason.place })));
    case 'lottery':
      return rich(
        t('why.lottery', words({ x: title(reason.x), place: reason.place, among: inWords(t, reason.among) })),
      );
    case 'quota': {
      const { place, stage, votes, quota } = reason;
      return rich(t('why.quota', words({ x: title(reason.x), place, stage, votes, quota })));
    }
    case 'remained':
      return rich(t('why.remained', words({ x: title(reason.x), place: reason.place })));
    case 'excluded': {
      const { stage, votes } = reason;
      // A single ballot's worth of votes is not spelt out: it would point at whoever cast it.
      const key = Number(votes) > 1 ? 'why.excluded' : 'why.excludedEven';
      return rich(t(key, words({ x: title(reason.x), stage, votes })));
    }
    case 'short':
      return rich(t('why.short', words({ x: title(reason.x) })));
    case 'final': {
      const [votes, against] = reason.votes;
      return rich(
        t(
          'why.final',
          words({
            x: title(reason.x),
            y: title(reason.y),
            votes: startsWith(t, votes),
            against: inWords(t, against),
          }),
        ),
      );
    }
    case 'seat': {
      const [votes, against] = reason.votes;
      return (
        <>
          {rich(t('why.seat', words({ x: title(reason.x), y: title(reason.y), place: reason.place })))}{' '}
          {votes === against
            ? t('why.seatEven')
            : t(against === 1 ? 'why.seatMost' : 'why.seatVotes', {
                votes: startsWith(t, votes),
                against: inWords(t, against),
              })}
        </>
      );
    }
    default:
      return <Compared reason={reason} result={result} title={title} />;
  }
}

type Comparison = Extract<Reason, { pair: unknown } | { kind: 'total' }>;

function Compared({ reason, result, title }: Props & { reason: Comparison }) {
  const { t } = useTranslation('outcome');
  const [x, y] = reason.kind === 'total' ? [reason.x, reason.y] : [reason.pair.x, reason.pair.y];
  const names = words({ x: title(x), y: title(y) });
  const heading = reason.place ? t('why.place', { ...names, place: reason.place }) : t('why.before', names);
  const unit = result.method === 'dots' || result.method === 'star' ? result.method : 'approval';
  return (
    <>
      <RichText text={heading} b={b} />{' '}
      {reason.kind === 'total' ? (
        t(`why.${unit}`, { more: reason.totals[0], fewer: reason.totals[1] })
      ) : (
        <Figures reason={reason} counted={result.counted ?? 0} />
      )}
    </>
  );
}

function Figures({ reason, counted }: { reason: Extract<Reason, { pair: unknown }>; counted: number }) {
  const { t } = useTranslation('outcome');
  const { above, below, equal } = reason.pair;
  const figures = {
    above: startsWith(t, above),
    of: inWords(t, counted),
    below: inWords(t, below),
    equal: inWords(t, equal),
  };
  // The one ballot that went the other way is not pointed at.
  const direct = t(
    above === counted
      ? 'why.directAll'
      : below === 1
        ? 'why.directMost'
        : equal === 0
          ? 'why.directNone'
          : 'why.direct',
    figures,
  );
  if (reason.kind === 'direct') return direct;
  if (reason.kind === 'balance') {
    const [net, otherNet] = reason.net.map(signed);
    return `${direct} ${t('why.balance', { net, otherNet })}`;
  }
  const [wins, otherWins] = reason.wins;
  const [losses, otherLosses] = reason.losses;
  return t('why.indirect', {
    ...figures,
    above: inWords(t, above),
    wins: inWords(t, wins),
    otherWins: inWords(t, otherWins),
    losses: inWords(t, losses),
    otherLosses: inWords(t, otherLosses),
  });
}

const signed = (figure: number) => (figure > 0 ? `+${figure}` : `${figure}`.replace('-', '−'));
