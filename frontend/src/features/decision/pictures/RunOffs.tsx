import { useTranslation } from 'react-i18next';
import { RichText, words } from '../../../ui/RichText';
import { Section } from '../../../ui/Section';
import type { Titled } from '../outcome/titled';
import { Pictured } from './Pictured';
import classes from './RunOffs.module.css';

/** STAR's run-off of each place: the two best by stars, and how many ballots prefer which. */
export function RunOffs({ result, title }: Titled) {
  const { t } = useTranslation('outcome');
  const { rounds, counted = 0, totals = {}, fives = {}, electable = [], seats } = result;
  if (!rounds || rounds.length === 0) {
    return (
      <Section title={t('star.title')}>
        <p className={classes.note}>{t(electable.length <= seats ? 'star.none' : 'star.ties')}</p>
      </Section>
    );
  }
  return (
    <Pictured
      title={t('star.title')}
      hint={t('star.hint')}
      picture={
        <ol className={classes.rounds}>
          {rounds.map(({ winner, runner_up: other, for: votes, against }, index) => {
            const equal = counted - votes - against;
            const starsEqual = totals[winner] === totals[other];
            return (
              <li key={winner} className={classes.round}>
                <p className={classes.seat}>{t('star.seat', { place: index + 1 })}</p>
                <p>
                  <RichText
                    text={t(
                      'star.sentence',
                      words({ x: title(winner), y: title(other), for: votes, against }),
                    )}
                  />
                  {equal > 0 && <span className={classes.note}> · {t('star.equal', { count: equal })}</span>}
                </p>
                <span className={classes.track} aria-hidden="true">
                  <span className={classes.won} style={{ flexGrow: votes }} />
                  <span className={classes.even} style={{ flexGrow: equal }} />
                  <span className={classes.lost} style={{ flexGrow: against }} />
                </span>
                {votes === against && (
                  <p className={classes.note}>
                    {starsEqual
                      ? t('star.evenFives', { x: fives[winner] ?? 0, y: fives[other] ?? 0 })
                      : t('star.even', { x: totals[winner] ?? 0, y: totals[other] ?? 0 })}
                  </p>
                )}
              </li>
            );
          })}
        </ol>
      }
      table={
        <>
          <thead>
            <tr>
              <th scope="col">{t('star.seat', { place: '' }).trim()}</th>
              <th scope="col">{t('star.winner')}</th>
              <th scope="col">{t('star.runnerUp')}</th>
              <th scope="col">{t('star.for')}</th>
              <th scope="col">{t('star.against')}</th>
            </tr>
          </thead>
          <tbody>
            {rounds.map(({ winner, runner_up: other, for: votes, against }, index) => (
              <tr key={winner}>
                <th scope="row">{index + 1}</th>
                <td>{title(winner)}</td>
                <td>{title(other)}</td>
                <td>{votes}</td>
                <td>{against}</td>
              </tr>
            ))}
          </tbody>
        </>
      }
    />
  );
}
