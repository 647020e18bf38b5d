import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';

const long = 240; // ms
// cubic-bezier(.2,0,0,1), near enough for a quarter of a second
const ease = (t: number) => 1 - (1 - t) ** 3;

type Values = readonly (number | undefined)[];

/**
 * Numbers that glide to their new values in 240 ms. They jump when the reader wants no motion, and when `of` changes:
 * then they are other numbers, not the same ones later.
 */
export function useTween(values: Values, of: string): Values {
  const still = useReducedMotion();
  const [shown, setShown] = useState({ of, values });
  const key = JSON.stringify(values);
  const now = useRef(shown);
  useEffect(() => {
    now.current = shown;
  });
  useEffect(() => {
    const goal = JSON.parse(key, (_, value: number | null) => value ?? undefined) as number[];
    const from = now.current;
    const jump = still || from.of !== of || from.values.length !== values.length;
    let frame = 0;
    const start = performance.now();
    const step = (at: number) => {
      const share = jump ? 1 : ease(Math.min(1, Math.max(0, (at - start) / long)));
      setShown({
        of,
        values: Array.from({ length: goal.length }, (_, index) => {
          const [a, b] = [from.values[index], goal[index]];
          return a === undefined || b === undefined ? b : a + (b - a) * share;
        }),
      });
      if (share < 1) frame = requestAnimationFrame(step);
    };
    if (JSON.stringify(from.values) !== key || from.of !== of) frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [key, of, still, values.length]);
  // Other columns are drawn at once; waiting for the frame would show them at the old heights.
  return shown.of === of && shown.values.length === values.length ? shown.values : values;
}
