import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textFields, type TextField } from './canvas';
import classes from './Canvas.module.css';
import type { Concept } from './queries';
import { RatingCell } from './RatingCell';
import { TextCell } from './TextCell';
import { useSaver } from './useSaver';

const SuggestDialog = lazy(() => import('./SuggestDialog'));

const typing = 'input, textarea, select, [contenteditable="true"], [role="dialog"] *';

/** The canvas: plain answers in reading order. Who may not write in it suggests other words. */
export function Canvas({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const canvas = useRef<HTMLDivElement>(null);
  const save = useSaver(concept.id);
  const editable = concept.can.includes('concept.edit');
  const [suggesting, setSuggesting] = useState<TextField | null>(null);
  const onSuggest = concept.can.includes('suggestion.create') ? setSuggesting : undefined;

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
    <>
      <div ref={canvas} className={classes.canvas} role="group" aria-label={t('canvas')}>
        {textFields.map((field) => (
          <TextCell
            key={field}
            concept={concept}
            field={field}
            save={save}
            editable={editable}
            onSuggest={onSuggest}
          >
            {field === 'problem' && <Grounds concept={concept} />}
          </TextCell>
        ))}
        <RatingCell concept={concept} save={save} editable={editable} />
      </div>
      <Suspense fallback={null}>
        {suggesting && (
          <SuggestDialog concept={concept} field={suggesting} onClose={() => setSuggesting(null)} />
        )}
      </Suspense>
    </>
  );
}

/** How much stands behind the problem, and the way to it on this page. */
function Grounds({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const { insights, sticking_points: points } = concept;
  if (insights + points.length === 0) return null;
  return (
    <p className={classes.grounds}>
      <button
        type="button"
        className="tk-link"
        onClick={(event) => {
          event.stopPropagation();
          const part = document.getElementById('concept-evidence');
          part?.scrollIntoView({ block: 'start' });
          part?.focus({ preventScroll: true });
        }}
      >
        {t('grounds.insights', { count: insights })} · {t('grounds.stickingPoints', { count: points.length })}
      </button>
    </p>
  );
}
