import { useTranslation } from 'react-i18next';
import type { Verification } from '../../lib/tally';
import { IconDone, IconWarning } from '../../ui/icons';
import { Section } from '../../ui/Section';
import { DifferenceNote } from './DifferenceNote';
import { seconds } from './errorText';
import { Figures } from './Figures';
import { ReceiptFinder } from './ReceiptFinder';
import classes from './Recount.module.css';
import { Steps } from './Steps';

const states = [
  'open',
  'discussion',
  'second_round',
  'runoff',
  'proposed',
  'objections',
  'adopted',
  'not_adopted',
  'no_consensus',
  'inquorate',
  'closed',
] as const;

/** What the recount of a record gave, from the verdict down to every figure. */
export function RecordResult({ found }: { found: Verification }) {
  const { t } = useTranslation('recount');
  const [main] = found.rounds;
  const title = (id: string) => main?.names[id] ?? id;
  const state = states.find((each) => each === found.state);
  return (
    <>
      <div
        className={classes.verdict}
        data-differs={!found.ok || undefined}
        role={found.ok ? 'status' : 'alert'}
      >
        {found.ok ? <IconDone size={24} /> : <IconWarning size={24} />}
        <div>
          <h2 className={classes.says}>
            {found.ok ? t('same', { seconds: seconds(found.ms) }) : t('differs')}
          </h2>
          <p>{found.ok ? t('sameText', { count: found.steps.length }) : t('differsText')}</p>
          {found.difference && <DifferenceNote difference={found.difference} />}
        </div>
      </div>
      <Section title={t('shortlist')} hint={state && t(`state.${state}`)}>
        {found.shortlist.length === 0 ? (
          <p className={classes.quiet}>{t('shortlistNone')}</p>
        ) : (
          <ol className={classes.shortlist}>
            {found.shortlist.map((id) => (
              <li key={id}>{title(id)}</li>
            ))}
          </ol>
        )}
      </Section>
      <ReceiptFinder found={found} />
      <Section title={t('steps')} hint={String(found.steps.length)}>
        <Steps found={found} />
      </Section>
      <Section title={t('figures')}>
        {found.rounds.map((round) => (
          <Figures key={round.id} round={round} titles={main?.names ?? {}} />
        ))}
      </Section>
    </>
  );
}
