import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../lib/now';
import { IconConcept } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { PersonLine } from '../../ui/PersonLine';
import { Section } from '../../ui/Section';
import { DecisionHeader } from './DecisionHeader';
import type { Decision } from './queries';
import { RoundFoot } from './RoundFoot';
import { RoundNote } from './RoundNote';
import classes from './WatchPage.module.css';

/** An open decision for everybody who is not on its panel: what is decided, by whom and when; no count. */
export default function WatchPage({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decision');
  const past = useNow() > Date.parse(decision.closes_at);
  return (
    <Page
      aside={
        <Section title={t('watch.panel')} hint={decision.panel.length}>
          <ul className={classes.people}>
            {decision.panel.map((person) => (
              <li key={person.id} className={classes.person}>
                <PersonLine person={person} />
              </li>
            ))}
          </ul>
          <p className={classes.note}>{t('watch.panelHint')}</p>
        </Section>
      }
    >
      <DecisionHeader decision={decision} short={t('ballot')} says={t(`method.${decision.method}Says`)} />
      <RoundNote decision={decision} />
      <div className={classes.notice} role={past ? 'status' : undefined}>
        <p>{past ? t('watch.past') : t('watch.notice')}</p>
        {!past && <p>{t('watch.when')}</p>}
        <p className={classes.secret}>{t('cast.secret')}</p>
      </div>
      <Section title={t('watch.candidates')} hint={t('watch.candidatesHint', { seats: decision.seats })}>
        <ul className={classes.candidates}>
          {decision.candidates.map((candidate) => (
            <li key={candidate.id} className={classes.candidate}>
              <IconConcept size={18} />
              <Link to="/concepts/$id" params={{ id: candidate.id }} className={classes.link}>
                {candidate.title}
              </Link>
            </li>
          ))}
        </ul>
      </Section>
      <RoundFoot decision={decision} />
    </Page>
  );
}
