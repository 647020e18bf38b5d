import { useEffect, type KeyboardEvent, type RefObject } from 'react';

const stops = (cell: Element) => [...cell.querySelectorAll<HTMLElement>('[data-stop]')];

/**
 * Moves the focus through a grid by arrow keys. Its cells carry `data-cell="row:column"`, what can be focused in them
 * `data-stop`; one stop of the whole grid is in the tab order. Up and down go through the stops of a column, left and
 * right to the same lane of its neighbour.
 */
export function useGridWalk(grid: RefObject<HTMLElement | null>) {
  const enter = (stop: HTMLElement | undefined) => {
    if (!stop) return;
    grid.current?.querySelectorAll<HTMLElement>('[data-stop][tabindex="0"]').forEach((each) => {
      each.tabIndex = -1;
    });
    stop.tabIndex = 0;
  };
  // The tab order is kept in the page itself: a state would draw every cell again at each step.
  useEffect(() => {
    if (grid.current?.querySelector('[data-stop][tabindex="0"]')) return;
    enter(grid.current?.querySelector<HTMLElement>('[data-stop]') ?? undefined);
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const stop = (event.target as Element).closest<HTMLElement>('[data-stop]');
    const cell = stop?.closest<HTMLElement>('[data-cell]');
    if (!stop || !cell) return;
    const [row = 0, column = 0] = (cell.dataset.cell ?? '').split(':').map(Number);
    const cellAt = (r: number, c: number) =>
      grid.current?.querySelector<HTMLElement>(`[data-cell="${r}:${c}"]`);
    const all = stops(cell);
    const at = all.indexOf(stop);
    let next: HTMLElement | undefined;
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const there = cellAt(row, column + (event.key === 'ArrowRight' ? 1 : -1));
      const places = there ? stops(there) : [];
      next = places[Math.min(at, places.length - 1)];
    } else if (event.key === 'ArrowDown') {
      next = all[at + 1];
      const below = cellAt(row + 1, column);
      if (!next && below) next = stops(below)[0];
    } else if (event.key === 'ArrowUp') {
      next = all[at - 1];
      const above = cellAt(row - 1, column);
      if (!next && above) next = stops(above).at(-1);
    } else if (event.key === 'Home' || event.key === 'End') {
      const cells = grid.current?.querySelectorAll<HTMLElement>(`[data-cell^="${row}:"]`) ?? [];
      const end = [...cells].at(event.key === 'Home' ? 0 : -1);
      if (end) next = stops(end)[0];
    } else return;
    event.preventDefault();
    event.stopPropagation();
    next?.focus();
    next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const onFocus = (event: { target: EventTarget }) => {
    const stop = (event.target as Element).closest<HTMLElement>('[data-stop]');
    if (stop) enter(stop);
  };
  return { onKeyDown, onFocus };
}
