import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/Section';
import classes from './Side.module.css';
import type { Overview, Touchpoint } from './queries';

const lanes = ['does', 'feels', 'people', 'systems'] as const;

/** What the map says in words: the customer's side and ours. */
export function Lanes({ touchpoint }: { touchpoint: Touchpoint }) {
  const { t } = useTranslation('touchpoint');
  const filled = lanes.filter((lane) => touchpoint[lane] !== '');
  return (
    <Section title={t('lane.title')}>
      {filled.length === 0 ? (
        <p className={classes.quiet}>{t('lane.none')}</p>
      ) : (
        <dl className={classes.lanes}>
          {filled.map((lane) => (
            <div key={lane}>
              <dt>{t(`lane.${lane}`)}</dt>
              <dd>{touchpoint[lane]}</dd>
            </div>
          ))}
        </dl>
      )}
    </Section>
  );
}

/** Where the words come from, each kind with how many. */
export function Sources({ sources, total }: { sources: Overview['sources']; total: number }) {
  const { t } = useTranslation('touchpoint');
  const { t: ui } = useTranslation();
  if (sources.length === 0) return null;
  return (
    <Section title={t('sources')}>
      <ul className={classes.sources}>
        {sources.map(({ value, count }) => (
          <li key={value}>
            <span className={classes.source}>
              <span>{ui(`sourceKind.${value as 'review'}`, { defaultValue: value })}</span>
              <span className={classes.count}>{count}</span>
            </span>
            <span className={classes.track}>
              <span style={{ width: `${total > 0 ? Math.min(100, (count / total) * 100) : 0}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
