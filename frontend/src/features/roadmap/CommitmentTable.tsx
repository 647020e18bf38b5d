import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import classes from './CommitmentTable.module.css';
import { said } from './effect';
import type { Commitment } from './queries';
import { dateOf } from './timeline';

type Props = { commitments: readonly Commitment[] };

/** The roadmap as a table, to read line by line or to copy. */
export function CommitmentTable({ commitments }: Props) {
  const { t } = useTranslation('roadmap');
  const date = (written: string) => {
    const at = dateOf(written);
    return at ? shortDate(at) : '';
  };
  const columns = [
    'title',
    'status',
    'owner',
    'department',
    'stage',
    'starts',
    'due',
    'measureOn',
    'effect',
    'decision',
    'note',
  ] as const;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways on a narrow screen, so the keyboard must reach it
    <div className={classes.scroll} role="region" aria-label={t('roadmap')} tabIndex={0}>
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
          {commitments.map((commitment) => (
            <tr key={commitment.id} id={`commitment-${commitment.id}`}>
              <th scope="row">
                <Link
                  to="/commitments/$id"
                  params={{ id: commitment.id }}
                  className={`tk-link ${classes.title}`}
                >
                  {commitment.title}
                </Link>
              </th>
              <td>{t(`status.${commitment.status}`)}</td>
              <td>{commitment.owner?.name}</td>
              <td>{commitment.owner?.department}</td>
              <td>{commitment.stage?.title}</td>
              <td className={classes.date}>{date(commitment.starts_on)}</td>
              <td className={classes.date}>{date(commitment.due_on)}</td>
              <td className={classes.date}>{date(commitment.effect?.measure_on ?? '')}</td>
              <td>{commitment.effect && said(t, commitment, commitment.effect)}</td>
              <td>
                {commitment.decision && (
                  <Link
                    to="/decisions/$id"
                    params={{ id: commitment.decision.id }}
                    className={`tk-link ${classes.title}`}
                  >
                    {commitment.decision.title}
                  </Link>
                )}
              </td>
              <td className={classes.note}>{commitment.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
