import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LineageLine } from '../../ui/LineageLine';
import { Credits } from './Credits';
import classes from './Line.module.css';
import { lineageQuery, type Kind } from './queries';
import { stationOf, stationsOf } from './stations';

/** The one line of a thing, from the customers' words to what came of them, and whose words are in it. */
export function Line({ kind, id }: { kind: Kind; id: string }) {
  const { t } = useTranslation('lineage');
  const graph = useQuery(lineageQuery(kind, id));
  const stations = graph.data
    ? stationsOf(
        graph.data,
        { kind, id },
        {
          customers: (count) => t('customers', { count }),
          none: t('none'),
          notChosen: t('notChosen'),
        },
      )
    : { [stationOf[kind]]: { state: 'here' as const } };
  return (
    <div className={classes.line}>
      <div className={classes.stations}>
        <LineageLine label={t('line')} stations={stations} />
      </div>
      <div className={classes.foot}>
        {graph.isError && !graph.data && (
          <span role="alert">
            {t('failed')}{' '}
            <button type="button" className="tk-link" onClick={() => void graph.refetch()}>
              {t('retry')}
            </button>
          </span>
        )}
        {graph.data && <Credits people={graph.data.credits} />}
        {!!graph.data?.edges.length && (
          <Link to="/lineage/$kind/$id" params={{ kind, id }} className="tk-link">
            {t('whole')}
          </Link>
        )}
      </div>
    </div>
  );
}
