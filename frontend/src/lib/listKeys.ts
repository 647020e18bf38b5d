import { useEffect, type RefObject } from 'react';

const typing = 'input, textarea, select, [contenteditable="true"], [role="dialog"] *';

/**
 * Walks a list by keys: j and k move the focus along the links marked `data-row`, Enter opens (the link does that by
 * itself), s presses the vote button in the same `li`.
 */
export function useListKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.matches(typing)) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const here = rows.findIndex((row) => row.closest('li')?.contains(document.activeElement));
      if (event.key === 'j' || event.key === 'k') {
        const next = event.key === 'j' ? here + 1 : Math.max(here - 1, 0);
        const row = rows[Math.min(next, rows.length - 1)];
        row?.focus();
        row?.closest('li')?.scrollIntoView({ block: 'nearest' });
        if (row) event.preventDefault();
      } else if (event.key === 's' && here >= 0) {
        rows[here]?.closest('li')?.querySelector<HTMLElement>('button[data-support]')?.click();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [list]);
}
