import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import classes from './Cells.module.css';
import { latest, type At, type Column } from './columns';
import { change, figure, toneOf } from './mood';
import type { MapItem, MapMetric, MapStickingPoint, Quote } from './queries';
import type { Selection } from './selection';
import { Sparkline } from './Sparkline';

/** How many rows a cell shows before it says how many more there are. */
export const most = { touchpoints: 6, sticking: 4, ideas: 4, work: 3, metrics: 2 } as const;

export type CellProps = {
  column: Column;
  selected: Selection | undefined;
  onSelect: (selection: Selection) => void;
  /** Shows the rest: the stage or the touchpoint by itself. */
  onMore: (column: Column) => void;
};

/** What of a list is shown, and a button for the rest. */
export function Some<T>({
  rows,
  first,
  more,
  children,
}: {
  rows: readonly T[];
  first: number;
  more: () => void;
  children: (row: T) => ReactNode;
}) {
  const { t } = useTranslation('journey');
  // One that is left out costs as much room as the button.
  const shown = rows.length > first + 1 ? rows.slice(0, first) : rows;
  return (
    <>
      {shown.map(children)}
      {rows.length > shown.length && (
        <button type="button" className={classes.more} data-stop tabIndex={-1} onClick={more}>
          {t('andMore', { count: rows.length - shown.length })}
        </button>
      )}
    </>
  );
}

/** Words in an empty cell; the arrow keys stop on it too, so that they can be read there. */
export function None({ text }: { text: string }) {
  return (
    <span className={classes.none} data-stop tabIndex={-1}>
      {text}
    </span>
  );
}

export function TouchpointsCell({ column, selected, onSelect, onMore }: CellProps) {
  const { t } = useTranslation('journey');
  if (column.touchpoints.length === 0) return <None text={t('none')} />;
  return (
    <Some rows={column.touchpoints} first={most.touchpoints} more={() => onMore(column)}>
      {({ id, name }) => (
        <button
          key={id}
          type="button"
          className={classes.touchpoint}
          data-stop
          data-touchpoint={id}
          tabIndex={-1}
          aria-pressed={selected?.touchpoint === id && !selected.stickingPoint}
          onClick={() => onSelect({ column: column.id, touchpoint: id })}
        >
          <span className={classes.ring} aria-hidden="true" />
          <span>{name}</span>
        </button>
      )}
    </Some>
  );
}

/** A customer's words behind the bar of their sentiment. */
export function QuoteWords({ quote }: { quote: Quote }) {
  const { t } = useTranslation('journey');
  return (
    <Link
      to="/insights/$id"
      params={{ id: quote.insight }}
      className={classes.quote}
      data-stop
      tabIndex={-1}
      style={{ '--tone': `var(--tk-sent-${toneOf(quote.sentiment)})` } as React.CSSProperties}
    >
      <span className={classes.words}>{quote.quote}</span>
      <span className="tk-hidden">, {t('sentiment', { value: figure(quote.sentiment) })}</span>
    </Link>
  );
}

/** A bar as long as the weight of the evidence, and the number of insights. */
export function WeightBar({ point, heaviest }: { point: MapStickingPoint; heaviest: number }) {
  return (
    <span className={classes.weight} aria-hidden="true">
      <span
        className={classes.bar}
        style={{ width: `${heaviest > 0 ? Math.max(0.25, (3.25 * point.weight) / heaviest) : 0}rem` }}
      />
      <span className={classes.count}>{point.insights}</span>
    </span>
  );
}

export function StickingCell({
  column,
  selected,
  onSelect,
  onMore,
  heaviest,
}: CellProps & { heaviest: number }) {
  const { t } = useTranslation('journey');
  if (column.stickingPoints.length === 0) return <None text={t('noneSticking')} />;
  return (
    <Some rows={column.stickingPoints} first={most.sticking} more={() => onMore(column)}>
      {(point) => (
        <button
          key={point.id}
          type="button"
          className={classes.sticking}
          data-stop
          data-touchpoint={point.touchpoint}
          tabIndex={-1}
          aria-pressed={selected?.stickingPoint === point.id}
          aria-label={t('stickingOf', {
            title: point.title,
            insights: t('insights', { count: point.insights }),
            weight: figure(point.weight),
          })}
          onClick={() =>
            onSelect({ column: column.id, touchpoint: point.touchpoint, stickingPoint: point.id })
          }
        >
          <span className={classes.title}>{point.title}</span>
          <WeightBar point={point} heaviest={heaviest} />
        </button>
      )}
    </Some>
  );
}

export function IdeasCell({ column, onMore }: Pick<CellProps, 'column' | 'onMore'>) {
  const { t } = useTranslation('journey');
  if (column.ideas.length === 0) return <None text={t('none')} />;
  return (
    <Some rows={column.ideas} first={most.ideas} more={() => onMore(column)}>
      {(idea) => (
        <Link
          key={idea.id}
          to="/ideas/$id"
          params={{ id: idea.id }}
          className={classes.idea}
          data-stop
          tabIndex={-1}
          data-touchpoint={idea.touchpoint}
        >
          <span className={classes.words}>{idea.title}</span>
          <span className={classes.support} aria-hidden="true">
            {idea.support}
          </span>
          <span className="tk-hidden">, {t('ideaOf', { count: idea.support })}</span>
        </Link>
      )}
    </Some>
  );
}

const states = ['planned', 'decided', 'under_way', 'done', 'stopped'] as const;

/** A concept or a commitment with what it has changed. */
export function WorkTile({ item, kind }: { item: At<MapItem>; kind: 'concept' | 'commitment' }) {
  const { t } = useTranslation('journey');
  const { effect } = item;
  const state = states.find((each) => each === item.status) ?? 'planned';
  const unit = effect?.unit;
  return (
    <Link
      to={kind === 'concept' ? '/concepts/$id' : '/commitments/$id'}
      params={{ id: item.id }}
      className={classes.work}
      data-stop
      tabIndex={-1}
      data-touchpoint={item.touchpoint}
    >
      <span className={classes.state}>{kind === 'concept' ? t('concept') : t(`commitment.${state}`)}</span>
      <span className={classes.words}>{item.title}</span>
      {effect?.before && (
        <span className={classes.effect} data-verdict={effect.verdict}>
          {effect.after
            ? t('effect', {
                measure: effect.measure,
                before: figure(effect.before.value),
                after: figure(effect.after.value, unit),
              })
            : t('effectAhead', {
                measure: effect.measure,
                before: figure(effect.before.value, unit),
                date: effect.measure_on && shortDate(new Date(effect.measure_on)),
              })}
        </span>
      )}
    </Link>
  );
}

export function WorkCell({ column, onMore }: Pick<CellProps, 'column' | 'onMore'>) {
  const { t } = useTranslation('journey');
  const rows = [
    ...column.commitments.map((item) => ({ item, kind: 'commitment' as const })),
    ...column.concepts.map((item) => ({ item, kind: 'concept' as const })),
  ];
  if (rows.length === 0) return <None text={t('none')} />;
  return (
    <Some rows={rows} first={most.work} more={() => onMore(column)}>
      {({ item, kind }) => <WorkTile key={item.id} item={item} kind={kind} />}
    </Some>
  );
}

/** The last value of a metric, its change and its course. */
export function MetricFigure({ metric }: { metric: MapMetric }) {
  const { t } = useTranslation('journey');
  const last = latest(metric);
  const begin = metric.points[0];
  return (
    <span className={classes.metric}>
      <span className={classes.metricName}>{metric.name}</span>
      {last && begin ? (
        <span className={classes.figures}>
          <strong className={classes.value}>{figure(last.value, metric.unit)}</strong>
          {metric.points.length > 1 && (
            <>
              <span className={classes.change} aria-hidden="true">
                {change(last.since)}
              </span>
              <span className="tk-hidden">
                , {t('metricChange', { change: change(last.since), date: shortDate(new Date(begin.on)) })}
              </span>
            </>
          )}
          <Sparkline values={metric.points.map(({ value }) => value)} />
        </span>
      ) : (
        <span className={classes.none}>{t('none')}</span>
      )}
    </span>
  );
}

export function MetricsCell({ column, onMore }: Pick<CellProps, 'column' | 'onMore'>) {
  const { t } = useTranslation('journey');
  if (column.metrics.length === 0) return <None text={t('none')} />;
  return (
    <Some rows={column.metrics} first={most.metrics} more={() => onMore(column)}>
      {(metric) => (
        <Link
          key={metric.id}
          to="/touchpoints/$id"
          params={{ id: metric.touchpoint }}
          className={classes.metricLink}
          data-stop
          tabIndex={-1}
          data-touchpoint={metric.touchpoint}
        >
          <MetricFigure metric={metric} />
        </Link>
      )}
    </Some>
  );
}
