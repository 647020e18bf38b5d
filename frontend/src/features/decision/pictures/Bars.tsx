import { useTranslation } from 'react-i18next';
import { chosenOf, counted } from '../outcome/figures';
import type { Titled } from '../outcome/titled';
import classes from './Bars.module.css';
import { Pictured } from './Pictured';
import { RunOffs } from './RunOffs';

/** Ticks, dots or stars of every concept, most first; the chosen in accent. The numbers stand beside the bars. */
export default function Bars({ result, title }: Titled) {
  const { t } = useTranslation('outcome');
  const of = result.counted ?? 0;
  const { totals = {}, method, seats, options } = result;
  const unit = method === 'dots' || method === 'star' ? method : 'approval';
  const chosen = chosenOf(result);
  const unmarked = Object.keys(result.names).filter(
    (id) => totals[id] === undefined && !result.withdrawn.includes(id),
  );
  const concepts = [...counted(result), ...unmarked];
  // Ticks are measured against all ballots; stars and dots against the most that any concept has.
  const full = Math.max(1, unit === 'approval' ? of : Math.max(0, ...Object.values(totals)));
  const budget = options.dots ?? 2 * seats;
  const hint =
    unit === 'dots'
      ? t('picture.dotsHint', { count: of, budget, cap: options.cap ?? Math.ceil(budget / 2) })
      : t(`picture.${unit}Hint`, { count: of });
  return (
    <>
      <Pictured
        title={t(`picture.${unit}`)}
        hint={hint}
        picture={
          <ol className={classes.bars}>
            {concepts.map((id) => (
              <li key={id} className={classes.row}>
                <span className={classes.name}>
                  {title(id)}
                  {chosen.includes(id) && <span className="tk-hidden">, {t('picture.chosen')}</span>}
                </span>
                <span className={classes.track} aria-hidden="true">
                  <span
                    className={classes.bar}
                    data-chosen={chosen.includes(id) || undefined}
                    style={{ width: `${(100 * (totals[id] ?? 0)) / full}%` }}
                  />
                </span>
                <span className={classes.ticks}>{totals[id] ?? 0}</span>
              </li>
            ))}
          </ol>
        }
        table={
          <>
            <thead>
              <tr>
                <th scope="col">{t('picture.concept')}</th>
                <th scope="col">{t(`picture.${unit}`)}</th>
                {result.fives && <th scope="col">{t('star.fives')}</th>}
                <th scope="col">{t('picture.chosen')}</th>
              </tr>
            </thead>
            <tbody>
              {concepts.map((id) => (
                <tr key={id}>
                  <th scope="row">{title(id)}</th>
                  <td>{totals[id] ?? 0}</td>
                  {result.fives && <td>{result.fives[id] ?? 0}</td>}
                  <td>{t(chosen.includes(id) ? 'picture.yes' : 'picture.no')}</td>
                </tr>
              ))}
            </tbody>
          </>
        }
      />
      {unit === 'star' && <RunOffs result={result} title={title} />}
    </>
  );
}
