import { useTranslation } from 'react-i18next';
import { Section } from '../../../ui/Section';
import classes from './Bars.module.css';
import { counted } from './figures';
import type { Titled } from './OutcomePage';

/** The ticks of every concept, most first; the chosen in accent. The numbers stand beside the bars. */
export function Bars({ result, title }: Titled) {
  const { t } = useTranslation('decision');
  const of = result.counted ?? 0;
  const unmarked = Object.keys(result.names).filter((id) => result.totals?.[id] === undefined);
  return (
    <Section title={t('result.bars')} hint={t('result.barsHint', { count: of })}>
      <ol className={classes.bars}>
        {[...counted(result), ...unmarked].map((id) => {
          const ticks = result.totals?.[id] ?? 0;
          return (
            <li key={id} className={classes.row}>
              <span className={classes.name}>{title(id)}</span>
              <span className={classes.track} aria-hidden="true">
                <span
                  className={classes.bar}
                  data-chosen={result.winners.includes(id) || undefined}
                  style={{ width: `${of > 0 ? (100 * ticks) / of : 0}%` }}
                />
              </span>
              <span className={classes.ticks}>{ticks}</span>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
