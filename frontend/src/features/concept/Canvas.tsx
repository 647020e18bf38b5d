import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { textFields } from './canvas';
import classes from './Canvas.module.css';
import type { Concept } from './queries';
import { RatingCell } from './RatingCell';
import { TextCell } from './TextCell';
import { useSaver } from './useSaver';

const typing = 'input, textarea, select, [contenteditable="true"], [role="dialog"] *';

/** The canvas: six plain answers in reading order. */
export function Canvas({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const canvas = useRef<HTMLDivElement>(null);
  const save = useSaver(concept.id);
  const editable = concept.can.includes('concept.edit');

  useEffect(() => {
    if (!editable) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'e' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.matches(typing)) return;
      // The cell with the focus, else the one under the pointer, else the first.
      const root = canvas.current;
      const cell =
        document.activeElement?.closest('[data-field]') ?? root?.querySelector('[data-field]:hover') ?? root;
      const button = cell?.querySelector<HTMLElement>('[data-edit]');
      if (!button) return;
      event.preventDefault();
      button.click();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [editable]);

  return (
    <div ref={canvas} className={classes.canvas} role="group" aria-label={t('canvas')}>
      {textFields.map((field) => (
        <TextCell key={field} concept={concept} field={field} save={save} editable={editable} />
      ))}
      <RatingCell concept={concept} save={save} editable={editable} />
    </div>
  );
}
