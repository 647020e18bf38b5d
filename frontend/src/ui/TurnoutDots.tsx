import { useTranslation } from 'react-i18next';
import classes from './TurnoutDots.module.css';

/** "4 of 7 have voted": dots that fill from the left and belong to nobody. The words stand beside them. */
export function TurnoutDots({ voted, of }: { voted: number; of: number }) {
  const { t } = useTranslation();
  return (
    <span className={classes.turnout}>
      <span className={classes.dots} aria-hidden="true">
        {Array.from({ length: of }, (_, index) => (
          <span key={index} className={classes.dot} data-full={index < voted || undefined} />
        ))}
      </span>
      <span role="status" className={classes.words}>
        {t('turnout', { voted, of })}
      </span>
    </span>
  );
}
