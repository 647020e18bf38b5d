import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RichText, words } from '../../../ui/RichText';
import { Section } from '../../../ui/Section';
import { reasons, type Reason } from './figures';
import { inWords, startsWith } from './numbers';
import type { Titled } from './OutcomePage';
import classes from './Reasons.module.css';

const b = (text: string) => <strong className={classes.name}>{text}</strong>;

/** Why this, and not that: sentences read off the count. */
export function Reasons({ result, title }: Titled) {
  const { t } = useTranslation('decision');
  const told = reasons(result);
  if (told.length === 0) return null;
  return (
    <Section title={t('result.why')}>
      <ul className={classes.reasons}>
        {told.map((reason, index) => (
          <li key={index} className={classes.reason}>
            <Sentence reason={reason} counted={result.counted ?? 0} title={title} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

type Props = { reason: Reason; counted: number; title: (id: string) => string };

function Sentence({ reason, counted, title }: Props): ReactNode {
  const { t } = useTranslation('decision');
  if (reason.kind === 'left') {
    return (
      <RichText
        text={t(reason.others > 0 ? 'result.leftMany' : 'result.left', words({ x: title(reason.x) }))}
        b={b}
      />
    );
  }
  if (reason.kind === 'equal') {
    const list = reason.concepts.map(title).join(' · ');
    return <RichText text={t('result.equal', words({ list }))} b={b} />;
  }
  const [x, y] = reason.kind === 'ticks' ? [reason.x, reason.y] : [reason.pair.x, reason.pair.y];
  const names = words({ x: title(x), y: title(y) });
  const heading = reason.place
    ? t('result.thirdTitle', { ...names, place: reason.place })
    : t('result.directTitle', names);
  return (
    <>
      <RichText text={heading} b={b} />{' '}
      {reason.kind === 'ticks' ? (
        t('result.ticksMore', { more: reason.ticks[0], fewer: reason.ticks[1] })
      ) : (
        <Figures reason={reason} counted={counted} />
      )}
    </>
  );
}

type Compared = Extract<Reason, { pair: unknown }>;

function Figures({ reason, counted }: { reason: Compared; counted: number }) {
  const { t } = useTranslation('decision');
  const { above, below, equal } = reason.pair;
  const figures = {
    above: startsWith(t, above),
    of: inWords(t, counted),
    below: inWords(t, below),
    equal: inWords(t, equal),
  };
  if (reason.kind === 'direct') return t('result.direct', figures);
  if (reason.kind === 'balance') {
    const [net, otherNet] = reason.net.map(signed);
    return `${t('result.direct', figures)} ${t('result.balance', { net, otherNet })}`;
  }
  const [wins, otherWins] = reason.wins;
  const [losses, otherLosses] = reason.losses;
  return t('result.indirect', {
    ...figures,
    above: inWords(t, above),
    wins: inWords(t, wins),
    otherWins: inWords(t, otherWins),
    losses: inWords(t, losses),
    otherLosses: inWords(t, otherLosses),
  });
}

const signed = (figure: number) => (figure > 0 ? `+${figure}` : `${figure}`.replace('-', '−'));
