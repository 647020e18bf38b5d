import { useRef, type CSSProperties, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  IdeasCell,
  MetricsCell,
  None,
  QuoteWords,
  StickingCell,
  TouchpointsCell,
  WorkCell,
  type CellProps,
} from './Cells';
import type { Column } from './columns';
import { sureFrom } from './curve';
import { Emotion } from './Emotion';
import classes from './MapGrid.module.css';
import { meanOf, monthOf, signed } from './mood';
import type { Selection } from './selection';
import { useGridWalk } from './useGridWalk';

const curveHeight = 156; // px

const texts = ['does', 'feels', 'people', 'systems'] as const;
type Lane =
  'touchpoints' | (typeof texts)[number] | 'emotion' | 'quote' | 'sticking' | 'ideas' | 'work' | 'metrics';

/** The lanes of these columns from top to bottom; those that nobody needs here are left out. */
export function lanesOf(columns: readonly Column[], described: boolean): Lane[] {
  const work = columns.some(({ concepts, commitments }) => concepts.length + commitments.length > 0);
  return [
    ...(columns[0]?.kind === 'touchpoint' ? [] : (['touchpoints'] as const)),
    ...(described ? texts : []),
    'emotion',
    'quote',
    'sticking',
    'ideas',
    ...(work ? (['work'] as const) : []),
    'metrics',
  ];
}

/** What a column's mood is in words. */
export function useMoodWords() {
  const { t } = useTranslation('journey');
  return ({ name, mood }: Pick<Column, 'name' | 'mood'>) => {
    const mean = meanOf(mood);
    if (mean === undefined) return t('moodNone', { name });
    return t(mood.count < sureFrom ? 'moodUnsure' : 'moodOf', {
      name,
      mean: signed(mean),
      insights: t('insights', { count: mood.count }),
    });
  };
}

type Props = {
  label: string;
  columns: readonly Column[];
  /** What the columns are of; see Emotion. */
  of: string;
  described: boolean;
  selected: Selection | undefined;
  onSelect: (selection: Selection) => void;
  /** Goes into a column. */
  onOpen: (column: Column) => void;
};

/** The map: a column for each stage or touchpoint, a lane for each thing known, the emotion curve across. */
export function MapGrid({ label, columns, of, described, selected, onSelect, onOpen }: Props) {
  const { t } = useTranslation('journey');
  const grid = useRef<HTMLDivElement>(null);
  const walk = useGridWalk(grid);
  const moodWords = useMoodWords();
  const lanes = lanesOf(columns, described);
  const heaviest = Math.max(
    0,
    ...columns.flatMap((column) => column.stickingPoints.map((each) => each.weight)),
  );
  const begin = columns
    .flatMap(({ metrics }) => metrics.flatMap(({ points }) => points[0]?.on ?? []))
    .sort()[0];

  const content = (lane: Lane, props: CellProps): ReactNode => {
    const { column } = props;
    switch (lane) {
      case 'touchpoints':
        return <TouchpointsCell {...props} />;
      case 'emotion':
        return (
          <button
            type="button"
            className={classes.moodStop}
            data-stop
            tabIndex={-1}
            aria-label={moodWords(column)}
            onClick={() => onSelect({ column: column.id })}
          />
        );
      case 'quote':
        return column.quote ? <QuoteWords quote={column.quote} /> : <None text={t('nobodySaid')} />;
      case 'sticking':
        return <StickingCell {...props} heaviest={heaviest} />;
      case 'ideas':
        return <IdeasCell {...props} />;
      case 'work':
        return <WorkCell {...props} />;
      case 'metrics':
        return <MetricsCell {...props} />;
      default:
        return <Described column={column} field={lane} />;
    }
  };
  const hint = (lane: Lane) => {
    if (lane === 'metrics') return begin && t('laneHint.metrics', { month: monthOf(begin) });
    if (lane === 'touchpoints' || lane === 'emotion' || lane === 'quote') return t(`laneHint.${lane}`);
    return lane === 'sticking' || lane === 'ideas' ? t(`laneHint.${lane}`) : undefined;
  };
  return (
    <div className={classes.frame}>
      {/* The grid is one stop of the tab order; its cells take the keys that come up to it. */}
      <div
        ref={grid}
        role="grid"
        tabIndex={-1}
        aria-label={label}
        className={classes.grid}
        style={{ '--columns': columns.length } as CSSProperties}
        onKeyDown={walk.onKeyDown}
        onFocus={walk.onFocus}
      >
        <div role="row" className={classes.row}>
          <span role="columnheader" className={classes.corner}>
            <span className="tk-hidden">{t('table.stage')}</span>
          </span>
          {columns.map((column, index) => (
            <div
              key={column.id}
              role="columnheader"
              className={classes.head}
              data-cell={`0:${index}`}
              data-chosen={selected?.column === column.id || undefined}
            >
              <button
                type="button"
                className={classes.name}
                data-stop
                data-touchpoint={column.kind === 'touchpoint' ? column.id : undefined}
                tabIndex={-1}
                aria-pressed={selected?.column === column.id}
                onClick={() => onSelect({ column: column.id })}
                onDoubleClick={() => onOpen(column)}
              >
                {column.name}
              </button>
            </div>
          ))}
        </div>
        {lanes.map((lane, row) => (
          <div key={lane} role="row" className={classes.row} data-lane={lane}>
            <div role="rowheader" className={classes.lane}>
              <span className={classes.laneName}>{t(`lane.${lane}`)}</span>
              {hint(lane) && <span className={classes.hint}>{hint(lane)}</span>}
            </div>
            {columns.map((column, index) => (
              <div
                key={column.id}
                role="gridcell"
                className={classes.cell}
                data-cell={`${row + 1}:${index}`}
                data-lane={lane}
                data-touchpoint={column.kind === 'touchpoint' ? column.id : undefined}
                data-chosen={selected?.column === column.id || undefined}
                style={{ gridColumn: index + 2, gridRow: row + 2 }}
              >
                {content(lane, { column, selected, onSelect, onMore: onOpen })}
              </div>
            ))}
            {lane === 'emotion' && (
              <div className={classes.curve} style={{ gridRow: row + 2 }} role="presentation">
                <Emotion columns={columns} of={of} height={curveHeight} printed chosen={selected?.column} />
              </div>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

/** What the customer does or feels, our people or our systems there. */
function Described({ column, field }: { column: Column; field: (typeof texts)[number] }) {
  const { t } = useTranslation('journey');
  const rows = column.touchpoints.filter((touchpoint) => touchpoint[field] !== '');
  if (rows.length === 0) return <None text={t('none')} />;
  if (column.kind === 'touchpoint') {
    return (
      <p className={classes.text} data-stop tabIndex={-1}>
        {rows[0]?.[field]}
      </p>
    );
  }
  return (
    <ul className={classes.texts} data-stop tabIndex={-1}>
      {rows.map((touchpoint) => (
        <li key={touchpoint.id}>
          <span className={classes.of}>{touchpoint.name}</span> {touchpoint[field]}
        </li>
      ))}
    </ul>
  );
}
