import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Company } from '../api/session';
import { signInAddress } from '../api/signIn';
import { LineageLine, lineageKinds } from '../ui/LineageLine';
import { Mark } from './shell/Mark';
import classes from './LandingPage.module.css';

/** The whole way, as it looks when every step has happened. */
const wholeWay = Object.fromEntries(lineageKinds.map((kind) => [kind, { state: 'done' as const }]));

type Props = { company: Company; returnTo: string };

/** What somebody sees who has not signed in: three sentences and one button. */
export function LandingPage({ company, returnTo }: Props) {
  const { t } = useTranslation('shell');
  return (
    <div className={classes.page}>
      <title>Talkoot</title>
      <header className={classes.brand}>
        <Mark size={28} />
        Talkoot
        <span className={classes.company}>{company.name}</span>
      </header>
      <main className={classes.main}>
        <h1 className={classes.title}>{t('landing.title')}</h1>
        <div className={classes.text}>
          <p>{t('landing.one', { company: company.name })}</p>
          <p>{t('landing.two')}</p>
          <p>{t('landing.three')}</p>
        </div>
        <Button
          component="a"
          href={signInAddress(returnTo)}
          variant="filled"
          size="md"
          className={classes.act}
        >
          {t('landing.signIn')}
        </Button>
        {company.demonstration && <p className={classes.note}>{t('landing.demonstration')}</p>}
        <div className={classes.line}>
          <LineageLine label={t('landing.line')} stations={wholeWay} />
        </div>
      </main>
    </div>
  );
}
