import { useTranslation } from 'react-i18next';
import { Link } from '@tanstack/react-router';
import { shortDate } from '../../lib/dates';
import { withUnit } from '../../lib/numbers';
import classes from './CommitmentTable.module.css';
import { said } from './effect';
import type { Commitment, Effect } from './queries';
import { dateOf } from './timeline';

/** The tiles as a table: what was measured, before, after, and what it says. */
export function EffectTable({ commitments }: { commitments: readonly Commitment[] }) {
  const { t } = useTranslation('roadmap');
  const date = (written: string) => {
    const at = dateOf(written);
    return at ? shortDate(at) : '';
  };
  const value = (effect: Effect | undefined, at: 'before' | 'after') => {
    const one = effect?.[at];
    return one && effect ? `${withUnit(one.value, effect.unit)}, ${date(one.on)}` : '';
  };
  const columns = ['title', 'measure', 'before', 'after', 'measureOn', 'effect', 'status'] as const;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways on a narrow screen, so the keyboard must reach it
    <div className={classes.scroll} role="region" aria-label={t('effect.table')} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {commitments.map(({ effect, ...commitment }) => (
            <tr key={commitment.id}>
              <th scope="row">
                <Link
                  to="/commitments/$id"
                  params={{ id: commitment.id }}
                  className={`tk-link ${classes.title}`}
                >
                  {commitment.title}
                </Link>
              </th>
              <td>{effect?.measure}</td>
              <td>{value(effect, 'before')}</td>
              <td>{value(effect, 'after')}</td>
              <td className={classes.date}>{date(effect?.measure_on ?? '')}</td>
              <td>{effect && said(t, commitment, effect)}</td>
              <td>{t(`status.${commitment.status}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
