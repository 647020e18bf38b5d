import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useId, useRef, type CSSProperties, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { IconForward } from '../../ui/icons';
import { Section } from '../../ui/Section';
import { MetricFigure, QuoteWords, WeightBar, WorkTile } from './Cells';
import type { Column } from './columns';
import { Emotion } from './Emotion';
import { useMoodWords } from './MapGrid';
import { figure, meanOf, signed } from './mood';
import classes from './PhoneMap.module.css';

const texts = ['does', 'feels', 'people', 'systems'] as const;
const swipe = 40; // px to the side that are a wish, not a tremble

type Props = {
  columns: readonly Column[];
  of: string;
  described: boolean;
  /** The id of the column shown. */
  at: string | undefined;
  onAt: (column: Column) => void;
  onOpen: (column: Column) => void;
};

/** The map in a hand's width: the curve leads through the columns, the lanes of one of them are the page below. */
export function PhoneMap({ columns, of, described, at, onAt, onOpen }: Props) {
  const { t } = useTranslation('journey');
  const moodWords = useMoodWords();
  const label = useId();
  const began = useRef<{ x: number; y: number } | null>(null);
  const index = Math.max(
    0,
    columns.findIndex(({ id }) => id === at),
  );
  const column = columns[index];
  if (!column) return null;
  const go = (steps: number) => {
    const next = columns[index + steps];
    if (next) onAt(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') go(-1);
    else if (event.key === 'ArrowRight') go(1);
    else return;
    event.preventDefault();
  };
  const mean = meanOf(column.mood);
  const heaviest = Math.max(0, ...columns.flatMap((each) => each.stickingPoints.map(({ weight }) => weight)));
  const work = [
    ...column.commitments.map((item) => ({ item, kind: 'commitment' as const })),
    ...column.concepts.map((item) => ({ item, kind: 'concept' as const })),
  ];
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- swiping and the arrow keys do what its two buttons do */}
      <section
        className={classes.navigator}
        aria-labelledby={label}
        onKeyDown={onKeyDown}
        onTouchStart={(event) => {
          const touch = event.touches[0];
          began.current = touch ? { x: touch.clientX, y: touch.clientY } : null;
        }}
        onTouchEnd={(event) => {
          const [from, touch] = [began.current, event.changedTouches[0]];
          began.current = null;
          if (!from || !touch) return;
          const x = touch.clientX - from.x;
          if (Math.abs(x) > swipe && Math.abs(x) > Math.abs(touch.clientY - from.y)) go(x < 0 ? 1 : -1);
        }}
      >
        <div className={classes.curve}>
          <span
            className={classes.band}
            style={{ left: `${(100 * index) / columns.length}%`, width: `${100 / columns.length}%` }}
          />
          <Emotion columns={columns} of={of} height={84} chosen={column.id} />
        </div>
        <div className={classes.steps}>
          <ActionIcon
            variant="default"
            size={40}
            aria-label={t('phone.previous')}
            // Not disabled: that would take the focus away, and the arrow keys with it.
            aria-disabled={index === 0}
            data-disabled={index === 0 || undefined}
            onClick={() => go(-1)}
          >
            <IconForward size={18} className={classes.left} />
          </ActionIcon>
          <div className={classes.here} aria-live="polite">
            <h2 id={label} className={classes.name}>
              {column.name}
            </h2>
            <p className={classes.of}>
              {t(`phone.${column.kind}`, { at: index + 1, of: columns.length })}
              {mean !== undefined && <> · {t('mean', { mean: signed(mean), count: column.mood.count })}</>}
            </p>
            <p className="tk-hidden">{moodWords(column)}</p>
          </div>
          <ActionIcon
            variant="default"
            size={40}
            aria-label={t('phone.next')}
            aria-disabled={index === columns.length - 1}
            data-disabled={index === columns.length - 1 || undefined}
            onClick={() => go(1)}
          >
            <IconForward size={18} />
          </ActionIcon>
        </div>
      </section>

      <Section title={t('lane.sticking')}>
        {column.stickingPoints.length === 0 ? (
          <p className={classes.none}>{t('noneSticking')}</p>
        ) : (
          <ul className={classes.card}>
            {column.stickingPoints.map((point) => (
              <li key={point.id}>
                <Link to="/sticking-points/$id" params={{ id: point.id }} className={classes.row}>
                  <span className={classes.title}>{point.title}</span>
                  <span className={classes.weight}>
                    <WeightBar point={point} heaviest={heaviest} />
                  </span>
                  <span className="tk-hidden">
                    , {t('insights', { count: point.insights })},{' '}
                    {t('weight', { weight: figure(point.weight) })}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('lane.quote')}>
        {column.quote ? (
          <QuoteWords quote={column.quote} />
        ) : (
          <p className={classes.none}>{t('nobodySaid')}</p>
        )}
      </Section>
      <Section title={t('lane.ideas')}>
        {column.ideas.length === 0 ? (
          <p className={classes.none}>{t('none')}</p>
        ) : (
          <ul className={classes.card}>
            {column.ideas.map((idea) => (
              <li key={idea.id}>
                <Link to="/ideas/$id" params={{ id: idea.id }} className={classes.row}>
                  <span className={classes.title}>{idea.title}</span>
                  <span className={classes.support} aria-hidden="true">
                    {idea.support}
                  </span>
                  <span className="tk-hidden">, {t('ideaOf', { count: idea.support })}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {work.length > 0 && (
        <Section title={t('lane.work')}>
          <div className={classes.tiles}>
            {work.map(({ item, kind }) => (
              <WorkTile key={item.id} item={item} kind={kind} />
            ))}
          </div>
        </Section>
      )}
      <Section
        title={t('lane.touchpoints')}
        action={
          column.kind === 'stage' &&
          column.touchpoints.length > 0 && (
            <button type="button" className="tk-link" onClick={() => onOpen(column)}>
              {t('foot.openStage')}
            </button>
          )
        }
      >
        {column.touchpoints.length === 0 ? (
          <p className={classes.none}>{t('noTouchpoints')}</p>
        ) : (
          <ul className={classes.card}>
            {column.touchpoints.map((touchpoint) => (
              <li key={touchpoint.id}>
                <Link
                  to="/touchpoints/$id"
                  params={{ id: touchpoint.id }}
                  className={classes.row}
                  data-touchpoint={touchpoint.id}
                >
                  <span className={classes.touchpoint}>{touchpoint.name}</span>
                  <IconForward size={16} className={classes.chevron} />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {described &&
        texts.map((field) => {
          const rows = column.touchpoints.filter((touchpoint) => touchpoint[field]);
          return (
            rows.length > 0 && (
              <Section key={field} title={t(`lane.${field}`)}>
                <ul className={classes.texts}>
                  {rows.map((touchpoint) => (
                    <li key={touchpoint.id}>
                      {column.kind === 'stage' && <strong>{touchpoint.name}: </strong>}
                      {touchpoint[field]}
                    </li>
                  ))}
                </ul>
              </Section>
            )
          );
        })}
      {column.metrics.length > 0 && (
        <Section title={t('lane.metrics')}>
          <div className={classes.tiles} style={{ '--gap': '1rem' } as CSSProperties}>
            {column.metrics.map((metric) => (
              <MetricFigure key={metric.id} metric={metric} />
            ))}
          </div>
        </Section>
      )}
    </>
  );
}
