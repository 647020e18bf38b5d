import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Section } from '../../../ui/Section';
import { reasons, type Reason } from './figures';
import { inWords, startsWith } from './numbers';
import type { Titled } from './OutcomePage';
import classes from './Reasons.module.css';

const b = <strong className={classes.name} />;

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
      <Trans
        ns="decision"
        i18nKey={reason.others > 0 ? 'result.leftMany' : 'result.left'}
        values={{ x: title(reason.x) }}
        components={{ b }}
      />
    );
  }
  if (reason.kind === 'equal') {
    const list = reason.concepts.map(title).join(' · ');
    return <Trans ns="decision" i18nKey="result.equal" values={{ list }} components={{ b }} />;
  }
  const [x, y] = reason.kind === 'ticks' ? [reason.x, reason.y] : [reason.pair.x, reason.pair.y];
  return (
    <>
      <Trans
        ns="decision"
        i18nKey={reason.place ? 'result.thirdTitle' : 'result.directTitle'}
        values={{ x: title(x), y: title(y), place: reason.place }}
        components={{ b }}
      />{' '}
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
  const words = {
    above: startsWith(t, above),
    of: inWords(t, counted),
    below: inWords(t, below),
    equal: inWords(t, equal),
  };
  if (reason.kind === 'direct') return t('result.direct', words);
  if (reason.kind === 'balance') {
    const [net, otherNet] = reason.net.map(signed);
    return `${t('result.direct', words)} ${t('result.balance', { net, otherNet })}`;
  }
  const [wins, otherWins] = reason.wins;
  const [losses, otherLosses] = reason.losses;
  return t('result.indirect', {
    ...words,
    above: inWords(t, above),
    wins: inWords(t, wins),
    otherWins: inWords(t, otherWins),
    losses: inWords(t, losses),
    otherLosses: inWords(t, otherLosses),
  });
}

const signed = (figure: number) => (figure > 0 ? `+${figure}` : `${figure}`.replace('-', '−'));
