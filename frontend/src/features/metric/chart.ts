import type { Metric, Point } from './queries';

/** A day of the API (YYYY-MM-DD) as local midnight; undefined for an empty one. */
export function dayOf(written: string): Date | undefined {
  const [year, month, date] = written.split('-').map(Number);
  return year && month && date ? new Date(year, month - 1, date) : undefined;
}

/** Where things lie in the picture, in per cent of its width and height; y grows downwards. */
export type Chart = {
  x: (day: string) => number;
  y: (value: number) => number;
  ticks: number[];
  line: string;
  /** The 95 % interval, where counts give one; one path for each unbroken stretch. */
  bands: string[];
};

/** Round numbers that hold all values, about four of them. */
export function ticksOf(low: number, high: number): number[] {
  if (low === high)
    [low, high] = [low - Math.max(1, Math.abs(low) / 10), high + Math.max(1, Math.abs(high) / 10)];
  const rough = (high - low) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** The stretch of time that the picture shows: the series, and the days of commitments up to a quarter of it beyond either end. */
export function spanOf(metric: Metric): { from: number; to: number } | undefined {
  const at = metric.points.flatMap(({ on }) => dayOf(on)?.getTime() ?? []);
  if (at.length === 0) return undefined;
  const [first, last] = [Math.min(...at), Math.max(...at)];
  const room = Math.max((last - first) / 4, 30 * 86_400_000);
  const days = (metric.commitments ?? []).flatMap(({ starts_on, due_on, measure_on }) =>
    [starts_on, due_on, measure_on].flatMap((day) => dayOf(day)?.getTime() ?? []),
  );
  const near = days.filter((day) => day >= first - room && day <= last + room);
  const [from, to] = [Math.min(first, ...near), Math.max(last, ...near)];
  return from === to ? { from: from - room, to: to + room } : { from, to };
}

export function chartOf(metric: Metric): Chart | undefined {
  const span = spanOf(metric);
  if (!span) return undefined;
  const { points } = metric;
  const ticks = ticksOf(
    Math.min(...points.map(({ value, low }) => Math.min(value, low ?? value))),
    Math.max(...points.map(({ value, high }) => Math.max(value, high ?? value))),
  );
  const [bottom, top] = [ticks[0] ?? 0, ticks[ticks.length - 1] ?? 1];
  const x = (day: string) =>
    (100 * ((dayOf(day)?.getTime() ?? span.from) - span.from)) / (span.to - span.from);
  const y = (value: number) => 100 - (100 * (value - bottom)) / (top - bottom);
  const at = (day: string, value: number) => `${x(day).toFixed(2)} ${y(value).toFixed(2)}`;
  const stretches: Point[][] = [[]];
  for (const point of points) {
    if (point.low === undefined || point.high === undefined) stretches.push([]);
    else stretches[stretches.length - 1]?.push(point);
  }
  return {
    x,
    y,
    ticks,
    line: points.map(({ on, value }, index) => `${index === 0 ? 'M' : 'L'}${at(on, value)}`).join(''),
    bands: stretches
      .filter((stretch) => stretch.length > 1)
      .map((stretch) => {
        const up = stretch.map(({ on, high, value }) => at(on, high ?? value));
        const down = stretch.toReversed().map(({ on, low, value }) => at(on, low ?? value));
        return `M${[...up, ...down].join('L')}Z`;
      }),
  };
}
