import { Link } from '@tanstack/react-router';
import { memo, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Envelope } from '../../live';
import { Avatar } from '../../ui/Avatar';
import { DepartmentTag } from '../../ui/DepartmentTag';
import {
  IconChallenge,
  IconComment,
  IconConcept,
  IconDecision,
  IconIdea,
  IconInsight,
  IconJourney,
  IconMetric,
  IconRoadmap,
  IconStickingPoint,
  IconUpload,
} from '../../ui/icons';
import { linkTo } from '../../lib/places';
import { RelativeTime } from '../../ui/RelativeTime';
import { RichText, words } from '../../ui/RichText';
import classes from './Feed.module.css';
import { sentenceOf } from './sentence';

const icons: Record<string, ComponentType<{ size?: number }>> = {
  challenge: IconChallenge,
  idea: IconIdea,
  concept: IconConcept,
  comment: IconComment,
  decision: IconDecision,
  commitment: IconRoadmap,
  insight: IconInsight,
  insight_import: IconUpload,
  journey: IconJourney,
  touchpoint: IconJourney,
  sticking_point: IconStickingPoint,
  metric: IconMetric,
};

/** One activity: who, what, when. Where the product itself acted there is no person. */
export const FeedItem = memo(function FeedItem({ item }: { item: Envelope }) {
  const { t } = useTranslation('home');
  const { key, values, to, whole } = sentenceOf(item);
  const Icon = icons[item.ref.kind] ?? IconIdea;
  return (
    <li className={classes.item}>
      {item.actor ? (
        <Avatar name={item.actor.name} picture={item.actor.picture} />
      ) : (
        <span className={classes.icon}>
          <Icon size={16} />
        </span>
      )}
      <div className={classes.words}>
        {(item.actor || !whole) && (
          <p className={classes.who}>
            <strong className={classes.name}>{item.actor?.name ?? t('somebody')}</strong>
            {item.actor && <DepartmentTag name={item.actor.department} />}
          </p>
        )}
        <p className={classes.what}>
          <RichText
            text={t(`feedKind.${key}`, words(values))}
            b={
              to === undefined
                ? undefined
                : (title) => (
                    <Link {...linkTo(to)} className={classes.link}>
                      {title}
                    </Link>
                  )
            }
          />
        </p>
        <p className={classes.when}>
          <RelativeTime at={item.at} />
        </p>
      </div>
    </li>
  );
});
