import { memo, useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { kinds, lineThrough, neighboursOf } from './graph';
import { layOut, type Placed } from './layout';
import classes from './Picture.module.css';
import type { Graph } from './queries';
import { useNodeText } from './words';

type Props = {
  graph: Graph;
  /** What the page is about; marked. */
  here?: string;
  onZoom: (key: string) => void;
};

/** The graph as a picture: seven columns, smooth lines. What is pointed at or focused lights up with its whole line. */
export function Picture({ graph, here, onZoom }: Props) {
  const { t } = useTranslation('lineage');
  const { columns, curves, width, height } = useMemo(() => layOut(graph), [graph]);
  const neighbours = useMemo(() => neighboursOf(graph.edges), [graph]);
  const [pointed, setPointed] = useState<string>();
  const [focused, setFocused] = useState<string>();
  const active = pointed ?? focused;
  const line = useMemo(
    () => (active === undefined ? undefined : lineThrough(active, neighbours)),
    [active, neighbours],
  );
  const all = useMemo(() => columns.flatMap((column) => column.nodes), [columns]);
  const first = all.some((each) => each.key === focused) ? focused : (here ?? all[0]?.key);
  const box = useRef<HTMLDivElement>(null);

  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = all.find((each) => each.key === focused);
    if (!at || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = step(event.key, at, columns, neighbours);
    if (!next) return;
    event.preventDefault();
    const button = box.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`);
    button?.focus({ preventScroll: true });
    button?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const focus = useCallback((key: string) => setFocused(key), []);
  const point = useCallback((key: string | undefined) => setPointed(key), []);

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- every thing in it is a button; the group hears the arrows that walk from one to the other
    <div
      ref={box}
      className={classes.scroll}
      role="group"
      aria-label={t('picture', { things: t('things', { count: all.length }) })}
      aria-describedby="lineage-keys"
      onKeyDown={walk}
      onPointerLeave={() => setPointed(undefined)}
    >
      <div className={classes.sheet} style={{ width }}>
        <div className={classes.heads} aria-hidden="true">
          {columns.map((column) => (
            <span
              key={column.kind}
              className={classes.head}
              style={{ left: column.x, width: column.width }}
              data-empty={column.nodes.length === 0 || undefined}
            >
              {t(`column.${column.kind}`)}
              {column.nodes.length === 0 && <span className={classes.notYet}>{t('notYet')}</span>}
            </span>
          ))}
        </div>
        <div className={classes.field} style={{ height }} data-active={line ? true : undefined}>
          <svg className={classes.curves} width={width} height={height} aria-hidden="true">
            {curves.map(({ edge, from, to, d }) => (
              <path
                key={`${from} ${to}`}
                d={d}
                className={classes.curve}
                data-kind={edge.kind}
                data-lit={(line?.has(from) && line.has(to)) || undefined}
              />
            ))}
          </svg>
          {columns.map((column) => (
            <ul key={column.kind} className={classes.column} aria-label={t(`column.${column.kind}`)}>
              {column.nodes.map((placed) => (
                <Box
                  key={placed.key}
                  placed={placed}
                  here={placed.key === here}
                  lit={!line || line.has(placed.key)}
                  reachable={placed.key === first}
                  onFocus={focus}
                  onPoint={point}
                  onZoom={onZoom}
                />
              ))}
            </ul>
          ))}
        </div>
      </div>
    </div>
  );
}

type BoxProps = {
  placed: Placed;
  here: boolean;
  lit: boolean;
  /** The one of all that Tab leads to; arrows do the rest. */
  reachable: boolean;
  onFocus: (key: string) => void;
  onPoint: (key: string | undefined) => void;
  onZoom: (key: string) => void;
};

const Box = memo(function Box({ placed, here, lit, reachable, onFocus, onPoint, onZoom }: BoxProps) {
  const { t } = useTranslation('lineage');
  const text = useNodeText();
  const { node, key, x, y, width, height } = placed;
  const status = text.status(node);
  return (
    <li>
      <button
        type="button"
        className={classes.box}
        style={{ left: x, top: y, width, height }}
        title={text.title(node)}
        aria-label={[`${t(`kind.${node.kind}`)}: ${text.title(node)}`, status].filter(Boolean).join(', ')}
        aria-current={here ? 'true' : undefined}
        data-kind={node.kind}
        data-status={node.status}
        data-key={key}
        data-dim={lit ? undefined : true}
        data-low={height < 40 || undefined}
        data-bundle={node.count ? true : undefined}
        tabIndex={reachable ? 0 : -1}
        onFocus={() => onFocus(key)}
        onPointerEnter={(event) => event.pointerType === 'mouse' && onPoint(key)}
        onClick={() => onZoom(key)}
      >
        <span className={classes.title}>{text.title(node)}</span>
      </button>
    </li>
  );
});

/** Where an arrow leads: up and down the column, left and right along a line, or to the nearest in the next column. */
function step(
  pressed: string,
  at: Placed,
  columns: ReturnType<typeof layOut>['columns'],
  { before, after }: ReturnType<typeof neighboursOf>,
): Placed | undefined {
  const column = columns.find((each) => each.kind === at.node.kind);
  const index = column?.nodes.indexOf(at) ?? -1;
  if (!column || index < 0) return undefined;
  switch (pressed) {
    case 'ArrowUp':
      return column.nodes[index - 1];
    case 'ArrowDown':
      return column.nodes[index + 1];
    case 'Home':
      return column.nodes[0];
    case 'End':
      return column.nodes.at(-1);
    case 'ArrowLeft':
    case 'ArrowRight': {
      const onward = pressed === 'ArrowRight';
      const place = kinds.indexOf(at.node.kind);
      const beyond = columns.filter((_, n) => (onward ? n > place : n < place));
      const all = beyond.flatMap((each) => each.nodes);
      const tied = (onward ? after : before).get(at.key) ?? [];
      const along = all.filter((each) => tied.includes(each.key));
      const next = onward ? beyond : beyond.toReversed();
      return nearest(
        at,
        along.length > 0 ? along : (next.find((each) => each.nodes.length > 0)?.nodes ?? []),
      );
    }
    default:
      return undefined;
  }
}

function nearest(at: Placed, list: readonly Placed[]): Placed | undefined {
  return list.reduce<Placed | undefined>(
    (best, each) => (!best || Math.abs(each.y - at.y) < Math.abs(best.y - at.y) ? each : best),
    undefined,
  );
}
