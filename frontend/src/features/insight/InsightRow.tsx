import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CustomerQuote } from '../../ui/CustomerQuote';
import { IconJourney } from '../../ui/icons';
import classes from './InsightRow.module.css';
import { PlaceInsight } from './PlaceInsight';
import type { Insight } from './queries';

/** An insight in a list: the words, where they come from, where they belong; without a place, the way to give it one. */
export function InsightRow({ insight }: { insight: Insight }) {
  const { t } = useTranslation('insight');
  const { touchpoint } = insight;
  return (
    <li className={classes.row}>
      <CustomerQuote said={insight} to={`/insights/${insight.id}`} row lines={4}>
        {insight.masked && <span>{t('masked')}</span>}
      </CustomerQuote>
      <div className={classes.place}>
        {touchpoint ? (
          <Link to="/touchpoints/$id" params={{ id: touchpoint.id }} className={classes.link}>
            <IconJourney size={14} />
            <span>{touchpoint.title}</span>
          </Link>
        ) : insight.can.includes('insight.edit') ? (
          <PlaceInsight insight={insight} />
        ) : (
          <span className={classes.none}>{t('unplaced')}</span>
        )}
      </div>
    </li>
  );
}
