import {
  DndContext,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  rectIntersection,
  TouchSensor,
  useDroppable,
  useSensor,
  useSensors,
  type Active,
  type CollisionDetection,
  type Over,
} from '@dnd-kit/core';
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { IconMovable } from '../../../ui/icons';
import type { CandidateProps } from './candidates';
import { useGrounds } from './candidates';
import classes from './RankBoard.module.css';
import { RankCard } from './RankCard';
import { putAt, step, without } from './ranks';
import { Keys } from './StarList';

type Props = CandidateProps & { ranked: readonly string[]; onRank: (next: string[]) => void };

const keys = ['lift', 'move', 'place', 'out'] as const;
const list = 'list';
const out = 'out';
const patience = 900; // ms in which a second digit makes a number of two

/** Where a dragged card would land: before or after a card of the list, at its end, or out of it. */
type Landing = { on: string; after: boolean };

// A card of the list under the pointer comes before the list it is in.
const where: CollisionDetection = (args) => {
  const under = pointerWithin(args);
  const cards = under.filter(({ id }) => id !== list && id !== out);
  if (cards.length > 0) return cards;
  return under.length > 0 ? under : rectIntersection(args);
};

function landingOf(active: Active, over: Over | null): Landing | null {
  if (!over) return null;
  const moved = active.rect.current.translated;
  const middle = over.rect.top + over.rect.height / 2;
  return { on: String(over.id), after: !!moved && moved.top + moved.height / 2 > middle };
}

/**
 * One list, best first, and below it what is not placed. A place holds one concept, so equal ranks cannot be made. By
 * drag and drop, by buttons and by keys; every move is spoken.
 */
export default function RankBoard(props: Props) {
  const { order, title, held, focused, onFocus, onEvidence, ranked, onRank } = props;
  const { t } = useTranslation('decision');
  const grounds = useGrounds(held, true);
  const help = useId();
  const board = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [landing, setLanding] = useState<Landing | null>(null);
  /** The card lifted by the keyboard, and the list as it was then. */
  const [lifted, setLifted] = useState<{ id: string; before: string[] } | null>(null);
  const [said, setSaid] = useState('');
  const typed = useRef({ id: '', digits: '', at: 0 });
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
  );
  const rest = order.filter((id) => !ranked.includes(id));
  const card = (id: string) => board.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);

  // A card that leaves or enters the list is a new element; the focus goes with it.
  const follow = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (follow.current) card(follow.current)?.focus();
    follow.current = null;
  });
  const told = (id: string, next: readonly string[]) => {
    const at = next.indexOf(id);
    return at < 0
      ? t('cast.say.unranked', { title: title(id) })
      : t('cast.say.ranked', { title: title(id), place: at + 1, count: next.length });
  };
  const rank = (id: string, next: string[], keepFocus = true) => {
    if (keepFocus) follow.current = id;
    onRank(next);
    setSaid(told(id, next));
  };
  const walk = (id: string, steps: number) => {
    const all = [...ranked, ...rest];
    card(all[all.indexOf(id) + steps] ?? id)?.focus();
  };

  /** The place that the digits typed on a card name: a second digit soon after the first makes a number of two. */
  const placeTyped = (event: KeyboardEvent, id: string) => {
    const before = typed.current;
    const goesOn = before.id === id && event.timeStamp - before.at < patience && order.length > 9;
    const digits = goesOn ? before.digits + event.key : event.key;
    const place = Number(digits) <= order.length ? digits : event.key;
    typed.current = { id, digits: place, at: event.timeStamp };
    return Number(place);
  };

  const onKeyDown = (event: KeyboardEvent, id: string) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const lifting = lifted?.id === id;
    if (event.key === ' ') {
      setSaid(t(lifting ? 'cast.say.down' : 'cast.say.rankLifted', { title: title(id) }));
      setLifted(lifting ? null : { id, before: [...ranked] });
    } else if (event.key === 'Escape' && lifting) {
      setLifted(null);
      rank(id, lifted.before);
    } else if (/^\d$/.test(event.key)) {
      const place = placeTyped(event, id);
      setLifted(null);
      rank(id, place === 0 ? without(ranked, id) : putAt(ranked, id, place - 1));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      setLifted(null);
      rank(id, without(ranked, id));
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const direction = event.key === 'ArrowUp' ? -1 : 1;
      if (lifting) rank(id, step(ranked, id, direction));
      else walk(id, direction);
    } else if (event.key.toLowerCase() === 'e' && onEvidence) {
      onEvidence(id);
      setSaid(t('cast.say.evidence', { title: title(id) }));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const landed = (id: string, { on, after }: Landing): string[] => {
    if (on === out) return without(ranked, id);
    const others = without(ranked, id);
    const at = others.indexOf(on);
    if (at < 0) return on === id ? [...ranked] : [...others, id];
    return putAt(ranked, id, at + (after ? 1 : 0));
  };
  const drop = (active: Active, over: Over | null) => {
    const target = landingOf(active, over);
    const id = String(active.id);
    if (target) rank(id, landed(id, target), false);
    setDragged(null);
    setLanding(null);
  };

  const shared = (id: string) => ({
    id,
    title: title(id),
    grounds: grounds(id),
    help,
    focused: focused === id,
    lifted: lifted?.id === id,
    flying: dragged === id,
    onFocus: () => onFocus(id),
    onBlur: () => lifted?.id === id && follow.current !== id && setLifted(null),
    onKeyDown: (event: KeyboardEvent) => onKeyDown(event, id),
    onEvidence: onEvidence && (() => onEvidence(id)),
  });
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={where}
      // The words spoken are ours, below, for every way to move a card.
      accessibility={{
        announcements: {
          onDragStart: () => undefined,
          onDragOver: () => undefined,
          onDragEnd: () => undefined,
          onDragCancel: () => undefined,
        },
        screenReaderInstructions: { draggable: '' },
      }}
      onDragStart={({ active }) => {
        setDragged(String(active.id));
        setLifted(null);
        onFocus(String(active.id));
      }}
      onDragMove={({ active, over }) => setLanding(landingOf(active, over))}
      onDragEnd={({ active, over }) => drop(active, over)}
      onDragCancel={() => {
        setDragged(null);
        setLanding(null);
      }}
    >
      <div ref={board} className={classes.board}>
        <Lane id={list} title={t('cast.ranked')} hint={t('cast.rankedHint')} over={landing?.on === list}>
          {ranked.length === 0 ? (
            <p className={classes.empty}>{t('cast.rankedEmpty')}</p>
          ) : (
            <ol className={classes.cards}>
              {ranked.map((id, index) => (
                <RankCard
                  key={id}
                  {...shared(id)}
                  place={index + 1}
                  of={ranked.length}
                  landing={
                    landing?.on === id && dragged !== id ? (landing.after ? 'after' : 'before') : undefined
                  }
                  onStep={(direction) => rank(id, putAt(ranked, id, index + direction), false)}
                  onRemove={() => rank(id, without(ranked, id))}
                />
              ))}
            </ol>
          )}
        </Lane>
        <Lane id={out} title={t('cast.unranked')} hint={t('cast.unrankedHint')} over={landing?.on === out}>
          {rest.length === 0 ? (
            <p className={classes.empty}>{t('cast.rankedAll')}</p>
          ) : (
            <ul className={classes.cards}>
              {rest.map((id) => (
                <RankCard key={id} {...shared(id)} onAdd={() => rank(id, [...ranked, id])} />
              ))}
            </ul>
          )}
        </Lane>
      </div>
      {createPortal(
        <DragOverlay dropAnimation={null}>
          {dragged && (
            <div className={classes.flying}>
              <IconMovable size={16} className={classes.grip} />
              <span className={classes.title}>{title(dragged)}</span>
            </div>
          )}
        </DragOverlay>,
        document.body,
      )}
      <p id={help} className="tk-hidden">
        {t('cast.rankHelp')}
      </p>
      <p role="status" aria-live="assertive" className="tk-hidden">
        {said}
      </p>
      <Keys names={onEvidence ? [...keys, 'evidence'] : keys} of="keysRank" />
    </DndContext>
  );
}

type LaneProps = { id: string; title: string; hint: string; over: boolean; children: React.ReactNode };

function Lane({ id, title, hint, over, children }: LaneProps) {
  const { setNodeRef } = useDroppable({ id });
  const head = useId();
  return (
    <section
      ref={setNodeRef}
      className={classes.lane}
      data-lane={id}
      data-over={over || undefined}
      aria-labelledby={head}
    >
      <div className={classes.head}>
        <h2 id={head} className={classes.name}>
          {title}
        </h2>
        <p className={classes.hint}>{hint}</p>
      </div>
      {children}
    </section>
  );
}
