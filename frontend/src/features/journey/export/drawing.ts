import { columnsOf, latest, type Column } from '../columns';
import { areaOf, pathOf, runsOf, sureFrom, type Point } from '../curve';
import { change, figure, meanOf, signed, toneOf } from '../mood';
import type { JourneyMap } from '../queries';
import { wrapped, type Drawing, type Measure, type Op } from './ops';

// The colours of the light scheme: paper is white.
const colours = {
  text: '#191D1B',
  second: '#4A514D',
  third: '#626965',
  line: '#E3E3DD',
  strong: '#868C87',
  sunk: '#F6F6F3',
  accent: '#176046',
};
export const tones = { n2: '#9A3B00', n1: '#CF7B33', '0': '#8D938E', p1: '#5590CB', p2: '#1D4F8F' };

/** The words of the drawing, in the reader's language. */
export type Words = {
  /** Under the title: how many insights, from when. */
  meta: string;
  /** What the signs mean, and what was filtered. */
  legend: string[];
  lanes: Record<'touchpoints' | 'emotion' | 'quote' | 'sticking' | 'ideas' | 'work' | 'metrics', string>;
  none: string;
  more: (count: number) => string;
  effect: (measure: string, before: string, after: string) => string;
};

const edge = 32;
const laneWidth = 120;
const pad = 12;
const body = 13;
const curveHeight = 170;
const least = 1400; // px, so that a map of two stages has the shape of a page too
const most = { touchpoints: 8, sticking: 6, ideas: 6, work: 5, metrics: 4 };

/** A block of a cell: how high it is, and what it draws when it knows where it stands. */
type Block = { height: number; draw: (x: number, y: number) => Op[] };

/**
 * The whole map, or one stage of it, as one drawing: title, stages, lanes, the curve, and what the signs mean. Pure:
 * the same map, words and widths give the same drawing.
 */
export function drawingOf(
  map: JourneyMap,
  stage: string | undefined,
  words: Words,
  measure: Measure,
): Drawing {
  const columns = columnsOf(map, stage);
  const zoomed = map.journey.stages.find(({ id }) => id === stage);
  const title = zoomed ? `${map.journey.title}: ${zoomed.name}` : map.journey.title;
  const width = Math.max(least, 2 * edge + laneWidth + columns.length * 158);
  const cell = (width - 2 * edge - laneWidth) / Math.max(1, columns.length);
  const inner = cell - 2 * pad;
  const left = edge + laneWidth;
  const ops: Op[] = [];

  const text = (
    words: string,
    options: {
      size?: number;
      bold?: boolean;
      fill?: string;
      indent?: number;
      right?: number;
      most?: number;
      of?: number;
    } = {},
  ): Block => {
    const { size = body, bold, fill = colours.text, indent = 0, right = 0 } = options;
    const step = Math.round(size * 1.31);
    const lines = wrapped(words, (options.of ?? inner) - indent - right, size, measure, {
      bold,
      most: options.most,
    });
    return {
      height: lines.length * step,
      draw: (x, y) =>
        lines.map((line, index) => ({
          kind: 'text',
          x: x + indent,
          y: y + index * step + size,
          text: line,
          size,
          bold,
          fill,
        })),
    };
  };
  const none = text(words.none, { fill: colours.third, size: 12 });
  const some = <T>(rows: readonly T[], first: number, block: (row: T) => Block): Block[] => {
    if (rows.length === 0) return [none];
    const shown = rows.slice(0, rows.length > first + 1 ? first : rows.length);
    const rest = rows.length - shown.length;
    return [
      ...shown.map(block),
      ...(rest > 0 ? [text(words.more(rest), { fill: colours.third, size: 12 })] : []),
    ];
  };
  const heaviest = Math.max(
    0,
    ...columns.flatMap((column) => column.stickingPoints.map((each) => each.weight)),
  );

  const cells: Record<Exclude<keyof Words['lanes'], 'emotion'>, (column: Column) => Block[]> = {
    touchpoints: (column) =>
      some(column.touchpoints, most.touchpoints, ({ name }) => {
        const block = text(name, { indent: 14 });
        return {
          height: block.height,
          draw: (x, y) => [
            { kind: 'circle', x: x + 4, y: y + 9, r: 3.5, stroke: colours.strong },
            ...block.draw(x, y),
          ],
        };
      }),
    quote: ({ quote }) => {
      if (!quote) return [none];
      const block = text(quote.quote, { indent: 11, most: 8 });
      return [
        {
          height: block.height,
          draw: (x, y) => [
            { kind: 'rect', x, y: y + 1, w: 3, h: block.height, fill: tones[toneOf(quote.sentiment)] },
            ...block.draw(x, y),
          ],
        },
      ];
    },
    sticking: (column) =>
      some(column.stickingPoints, most.sticking, (point) => {
        const block = text(point.title, { bold: true, of: inner - 18 });
        const bar = heaviest > 0 ? Math.max(4, (56 * point.weight) / heaviest) : 0;
        return {
          height: block.height + 34,
          draw: (x, y) => [
            {
              kind: 'rect',
              x,
              y,
              w: inner,
              h: block.height + 30,
              radius: 6,
              stroke: colours.strong,
              fill: '#FFFFFF',
            },
            ...block.draw(x + 9, y + 7),
            { kind: 'rect', x: x + 9, y: y + block.height + 14, w: bar, h: 6, radius: 2, fill: tones.n2 },
            {
              kind: 'text',
              x: x + 16 + bar,
              y: y + block.height + 21,
              text: String(point.insights),
              size: 12,
              bold: true,
              fill: colours.second,
            },
          ],
        };
      }),
    ideas: (column) =>
      some(column.ideas, most.ideas, ({ title: name, support }) => {
        const block = text(name, { right: 34 });
        return {
          height: block.height,
          draw: (x, y) => [
            ...block.draw(x, y),
            {
              kind: 'text',
              x: x + inner,
              y: y + body,
              text: String(support),
              size: body,
              fill: colours.second,
              anchor: 'end',
            },
          ],
        };
      }),
    work: (column) =>
      some([...column.commitments, ...column.concepts], most.work, ({ title: name, effect }) => {
        const first = text(name, { bold: true });
        if (!effect?.before || !effect.after) return first;
        const second = text(
          words.effect(effect.measure, figure(effect.before.value), figure(effect.after.value, effect.unit)),
          { size: 12, fill: effect.verdict === 'worse' ? tones.n2 : colours.accent },
        );
        return {
          height: first.height + second.height,
          draw: (x, y) => [...first.draw(x, y), ...second.draw(x, y + first.height)],
        };
      }),
    metrics: (column) =>
      some(column.metrics, most.metrics, (metric) => {
        const last = latest(metric);
        const name = text(metric.name, { size: 12, fill: colours.third });
        if (!last) return name;
        const values = metric.points.map(({ value }) => value);
        const [low, high] = [Math.min(...values), Math.max(...values)];
        const value = figure(last.value, metric.unit);
        return {
          height: name.height + 22,
          draw: (x, y) => {
            const base = y + name.height;
            const line = values.map((each, index) => ({
              x: x + inner - 44 + (index / Math.max(1, values.length - 1)) * 44,
              y: base + 17 - ((each - low) / (high - low || 1)) * 13,
            }));
            return [
              ...name.draw(x, y),
              { kind: 'text', x, y: base + 16, text: value, size: 15, bold: true, fill: colours.text },
              ...(values.length > 1
                ? ([
                    {
                      kind: 'text',
                      x: x + measure(value, 15, true) + 6,
                      y: base + 16,
                      text: change(last.since),
                      size: 12,
                      fill: colours.second,
                    },
                    {
                      kind: 'path',
                      d: line
                        .map(
                          (point, index) =>
                            `${index === 0 ? 'M' : 'L'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`,
                        )
                        .join(''),
                      stroke: colours.second,
                      width: 1.75,
                    },
                  ] satisfies Op[])
                : []),
            ];
          },
        };
      }),
  };

  // Title, and under it how much it rests on.
  let y = edge;
  const put = (block: Block, x: number) => {
    ops.push(...block.draw(x, y));
    y += block.height;
  };
  put(text(title, { size: 26, bold: true, of: width - 2 * edge }), edge);
  y += 6;
  put(text(words.meta, { fill: colours.second, of: width - 2 * edge }), edge);
  y += 18;
  const top = y;

  const heads = columns.map(({ name }) => text(name, { size: 14, bold: true }));
  const headHeight = Math.max(18, ...heads.map(({ height }) => height)) + 20;
  ops.push({ kind: 'rect', x: edge, y, w: width - 2 * edge, h: headHeight, fill: colours.sunk });
  const under = ops.length;
  heads.forEach((head, index) => ops.push(...head.draw(left + index * cell + pad, y + 10)));
  y += headHeight;

  const rule = () =>
    ops.push({
      kind: 'path',
      d: `M${edge} ${y}L${width - edge} ${y}`,
      stroke: colours.line,
    });
  const lanes = (['touchpoints', 'emotion', 'quote', 'sticking', 'ideas', 'work', 'metrics'] as const).filter(
    (lane) =>
      (lane !== 'touchpoints' || !zoomed) &&
      (lane !== 'work' ||
        columns.some(({ concepts, commitments }) => concepts.length + commitments.length > 0)),
  );
  for (const lane of lanes) {
    rule();
    const label = text(words.lanes[lane], { bold: true, size: 14, of: laneWidth - 2 * pad });
    ops.push(...label.draw(edge + pad, y + 12));
    if (lane === 'emotion') {
      ops.push(...curve(columns, left, y, cell));
      y += curveHeight;
      continue;
    }
    const blocks = columns.map(cells[lane]);
    const heights = blocks.map((column) => column.reduce((sum, { height }) => sum + height + 6, -6));
    blocks.forEach((column, index) => {
      let at = y + 12;
      for (const block of column) {
        ops.push(...block.draw(left + index * cell + pad, at));
        at += block.height + 6;
      }
    });
    y += Math.max(label.height, ...heights) + 24;
  }
  const bottom = y;
  // Under everything in the cells, the curve above all.
  ops.splice(
    under,
    0,
    ...columns.map((_, index): Op => {
      const x = left + index * cell;
      return { kind: 'path', d: `M${x} ${top}L${x} ${bottom}`, stroke: colours.line };
    }),
  );
  ops.push({
    kind: 'rect',
    x: edge,
    y: top,
    w: width - 2 * edge,
    h: bottom - top,
    radius: 4,
    stroke: colours.strong,
  });
  y = bottom + 14;
  for (const line of words.legend)
    put(text(line, { size: 12, fill: colours.third, of: width - 2 * edge }), edge);
  const height = Math.ceil(y + edge);
  return {
    width,
    height,
    title,
    summary: [words.meta, ...words.legend].join(' '),
    ops: [{ kind: 'rect', x: 0, y: 0, w: width, h: height, fill: '#FFFFFF' }, ...ops],
  };
}

function curve(columns: readonly Column[], left: number, top: number, cell: number): Op[] {
  const scale = (curveHeight - 56) / 4;
  const zero = top + curveHeight / 2;
  const place = ({ x, y }: Point) => ({ x: left + x * cell, y: zero - y * scale });
  const right = left + columns.length * cell;
  const runs = runsOf(columns.map(({ mood }) => ({ mean: meanOf(mood), count: mood.count })));
  const ops: Op[] = [];
  for (const run of runs) {
    const d = areaOf(run, place);
    const half = curveHeight / 2;
    const box = { x: left, w: right - left, h: half };
    ops.push({ kind: 'path', d, fill: tones.p1, opacity: 0.35, clip: { ...box, y: top } });
    ops.push({ kind: 'path', d, fill: tones.n1, opacity: 0.35, clip: { ...box, y: zero } });
  }
  ops.push({
    kind: 'path',
    d: `M${left} ${zero}L${right} ${zero}`,
    stroke: colours.strong,
    dash: [1, 4],
  });
  for (const { pieces } of runs) {
    const sure = pathOf(
      pieces.filter((piece) => piece.sure),
      place,
    );
    const unsure = pathOf(
      pieces.filter((piece) => !piece.sure),
      place,
    );
    if (sure) ops.push({ kind: 'path', d: sure, stroke: colours.text, width: 2.25 });
    if (unsure) ops.push({ kind: 'path', d: unsure, stroke: colours.text, width: 2.25, dash: [5, 6] });
  }
  for (const mark of [2, 0, -2]) {
    ops.push({
      kind: 'text',
      x: left + 6,
      y: zero - mark * scale + 4,
      text: mark === 0 ? '0' : signed(mark, 0),
      size: 11,
      fill: colours.third,
    });
  }
  columns.forEach(({ mood }, index) => {
    const mean = meanOf(mood);
    if (mean === undefined) return;
    const { x, y } = place({ x: index + 0.5, y: mean });
    const sure = mood.count >= sureFrom;
    const tone = tones[toneOf(mean)];
    ops.push({
      kind: 'circle',
      x,
      y,
      r: 6,
      fill: sure ? tone : '#FFFFFF',
      stroke: sure ? colours.text : tone,
      width: 2,
    });
    const at = mean < 0 ? y + 23 : y - 14;
    ops.push(
      {
        kind: 'text',
        x: x - 2,
        y: at,
        text: signed(mean),
        size: body,
        bold: true,
        fill: colours.text,
        anchor: 'end',
      },
      { kind: 'text', x: x + 3, y: at, text: String(mood.count), size: body, fill: colours.second },
    );
  });
  return ops;
}
