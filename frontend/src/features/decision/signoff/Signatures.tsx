import { useTranslation } from 'react-i18next';
import { DepartmentTag } from '../../../ui/DepartmentTag';
import { IconCheck } from '../../../ui/icons';
import { RichText } from '../../../ui/RichText';
import { Section } from '../../../ui/Section';
import type { SignOff } from '../outcome/queries';
import type { Decision } from '../queries';
import classes from './Signatures.module.css';

/** Who has signed the shortlist, and who is still missing; before there is one, who is on the panel. */
export function Signatures({ decision }: { decision: Decision }) {
  const { t } = useTranslation('outcome');
  const { panel, sign_offs: signs, cycle } = decision;
  const signing = decision.kind === 'main' && (signs.length > 0 || decision.state === 'proposed');
  if (!signing) {
    return (
      <Section title={t('signs.panel')} hint={panel.length}>
        <People panel={panel} />
        <p className={classes.note}>{t('signs.weight')}</p>
      </Section>
    );
  }
  const now = signs.filter((sign) => sign.cycle === cycle);
  const earlier = signs.filter((sign) => sign.cycle < cycle);
  return (
    <Section
      title={t('signs.title')}
      action={
        <span className={classes.count} role="status">
          <RichText text={t('signs.of', { signed: now.length, panel: panel.length })} />
        </span>
      }
    >
      {cycle > 1 && <p className={classes.cycle}>{t('signs.second')}</p>}
      <People panel={panel} signs={now} open={decision.state === 'proposed'} />
      <p className={classes.note}>{t('signs.weight')}</p>
      {earlier.length > 0 && (
        <details className={classes.earlier}>
          <summary>{t('signs.earlier')}</summary>
          <People panel={panel} signs={earlier} />
        </details>
      )}
    </Section>
  );
}

type PeopleProps = {
  panel: Decision['panel'];
  signs?: readonly SignOff[];
  /** Whoever has not signed still can. */
  open?: boolean;
};

function People({ panel, signs, open }: PeopleProps) {
  const { t } = useTranslation('outcome');
  return (
    <ul className={classes.people}>
      {panel.map((person) => {
        const sign = signs?.find((each) => each.person.id === person.id);
        return (
          <li key={person.id} className={classes.person} data-missing={(signs && !sign) || undefined}>
            {signs &&
              (sign ? <IconCheck size={16} /> : <span className={classes.outline} aria-hidden="true" />)}
            <span className={classes.name}>
              {person.name}
              {sign && sign.choice !== 'agree' && (
                <span className={classes.word}> {t(`signs.${sign.choice}`)}</span>
              )}
              {sign?.choice === 'agree' && <span className="tk-hidden"> {t('signs.agree')}</span>}
              {signs && !sign && (
                <span className={classes.word}> {t(open ? 'signs.missing' : 'signs.never')}</span>
              )}
            </span>
            <DepartmentTag name={person.department} />
          </li>
        );
      })}
    </ul>
  );
}
