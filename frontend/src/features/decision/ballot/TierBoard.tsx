import {
  DndContext,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  rectIntersection,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
  type CollisionDetection,
  type UniqueIdentifier,
} from '@dnd-kit/core';
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconMovable } from '../../../ui/icons';
import { RichText } from '../../../ui/RichText';
import { useGrounds, type CandidateProps } from './candidates';
import { inTier, place, tierOf, tiers, towards, type Placing, type Tier } from './tiers';
import classes from './TierBoard.module.css';

type Props = CandidateProps & { placing: Placing; onPlace: (next: Placing) => void };

// The card goes where the pointer is; with the pointer between two tiers, where most of the card is.
const where: CollisionDetection = (args) => {
  const under = pointerWithin(args);
  return under.length > 0 ? under : rectIntersection(args);
};

const tierKey = (key: string): Tier | undefined =>
  key === '1' || key === '2' || key === '3' || key === '0' ? (Number(key) as Tier) : undefined;

/**
 * The board of tiers, moved by mouse, by touch and by keys; every move is spoken. Within a tier all are equal, so there
 * is no order to make: a card lies where the member's drawn order puts it.
 */
export default function TierBoard(props: Props) {
  const { order, title, held, focused, onFocus, onEvidence, placing, onPlace } = props;
  const { t } = useTranslation('decision');
  const grounds = useGrounds(held);
  const help = useId();
  const board = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<Tier | null>(null);
  /** The card lifted by the keyboard, and where it came from. */
  const [lifted, setLifted] = useState<{ id: string; from: Tier } | null>(null);
  const [said, setSaid] = useState('');
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
  );

  const tierName = (tier: Tier) => t(`cast.tier.${tier}`);
  const card = (id: string) => board.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);

  // A card that changes its tier is a new element; the focus goes with it.
  const follow = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (follow.current) card(follow.current)?.focus();
    follow.current = null;
  });
  const move = (id: string, tier: Tier) => {
    follow.current = id;
    onPlace(place(placing, id, tier));
  };
  const walk = (id: string, step: number) => {
    const cards = tiers.flatMap((tier) => inTier(placing, order, tier));
    card(cards[cards.indexOf(id) + step] ?? id)?.focus();
  };

  const onKeyDown = (event: KeyboardEvent, id: string) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const tier = tierOf(placing, id);
    const lifting = lifted?.id === id;
    const direct = tierKey(event.key);
    if (event.key === ' ') {
      if (lifting) setSaid(t('cast.say.placed', { title: title(id), tier: tierName(tier) }));
      else setSaid(t('cast.say.lifted', { title: title(id), tier: tierName(tier) }));
      setLifted(lifting ? null : { id, from: tier });
    } else if (event.key === 'Escape' && lifting) {
      move(id, lifted.from);
      setLifted(null);
      setSaid(t('cast.say.back', { title: title(id), tier: tierName(lifted.from) }));
    } else if (direct !== undefined) {
      move(id, direct);
      setLifted(null);
      setSaid(t('cast.say.placed', { title: title(id), tier: tierName(direct) }));
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const step = event.key === 'ArrowUp' ? -1 : 1;
      if (!lifting) walk(id, step);
      else {
        const next = towards(tier, step);
        move(id, next);
        setSaid(t('cast.say.over', { title: title(id), tier: tierName(next) }));
      }
    } else if ((event.key === 'ArrowLeft' || event.key === 'ArrowRight') && !lifting) {
      walk(id, event.key === 'ArrowLeft' ? -1 : 1);
    } else if (event.key.toLowerCase() === 'e' && onEvidence) {
      onEvidence(id);
      setSaid(t('cast.say.evidence', { title: title(id) }));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const name = (id: UniqueIdentifier) => title(String(id));
  const announcements = {
    onDragStart: ({ active }: { active: { id: UniqueIdentifier } }) =>
      t('cast.say.lifted', { title: name(active.id), tier: tierName(tierOf(placing, String(active.id))) }),
    onDragOver: (e: { active: { id: UniqueIdentifier }; over: { id: UniqueIdentifier } | null }) =>
      e.over
        ? t('cast.say.over', { title: name(e.active.id), tier: tierName(Number(e.over.id) as Tier) })
        : '',
    onDragEnd: (e: { active: { id: UniqueIdentifier }; over: { id: UniqueIdentifier } | null }) =>
      e.over
        ? t('cast.say.placed', { title: name(e.active.id), tier: tierName(Number(e.over.id) as Tier) })
        : '',
    onDragCancel: ({ active }: { active: { id: UniqueIdentifier } }) =>
      t('cast.say.back', { title: name(active.id), tier: tierName(tierOf(placing, String(active.id))) }),
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={where}
      accessibility={{ announcements, screenReaderInstructions: { draggable: '' } }}
      onDragStart={({ active }) => {
        setDragged(String(active.id));
        setLifted(null);
        onFocus(String(active.id));
      }}
      onDragOver={({ over: target }) => setOver(target ? (Number(target.id) as Tier) : null)}
      onDragEnd={({ active, over: target }) => {
        if (target) onPlace(place(placing, String(active.id), Number(target.id) as Tier));
        setDragged(null);
        setOver(null);
      }}
      onDragCancel={() => {
        setDragged(null);
        setOver(null);
      }}
    >
      <div ref={board} className={classes.board} role="group" aria-label={t('cast.board')}>
        {tiers.map((tier) => {
          const concepts = inTier(placing, order, tier);
          const landing = dragged !== null && over === tier;
          return (
            <TierLane
              key={tier}
              tier={tier}
              over={landing || (lifted !== null && concepts.includes(lifted.id))}
            >
              {order
                .filter((id) => concepts.includes(id) || (landing && id === dragged))
                .map((id) =>
                  id === dragged ? (
                    (landing || (over === null && tier === tierOf(placing, id))) && (
                      <li key={id} className={classes.landing} aria-hidden="true" />
                    )
                  ) : (
                    <li key={id}>
                      <Card
                        id={id}
                        label={t('cast.cardOf', { title: title(id), tier: tierName(tier) })}
                        help={help}
                        focused={focused === id}
                        lifted={lifted?.id === id}
                        onFocus={() => onFocus(id)}
                        onBlur={() => lifted?.id === id && follow.current !== id && setLifted(null)}
                        onKeyDown={(event) => onKeyDown(event, id)}
                      >
                        <CardWords title={title(id)} detail={grounds(id)} />
                      </Card>
                    </li>
                  ),
                )}
            </TierLane>
          );
        })}
      </div>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className={classes.card} data-flying>
            <IconMovable size={16} className={classes.grip} />
            <CardWords title={title(dragged)} detail={grounds(dragged)} />
          </div>
        )}
      </DragOverlay>
      <p id={help} className="tk-hidden">
        {t('cast.cardHelp')}
      </p>
      <p role="status" aria-live="assertive" className="tk-hidden">
        {said}
      </p>
      <p className={classes.keys} aria-hidden="true">
        {(['lift', 'move', 'place', 'evidence'] as const).map((key) => (
          <span key={key} className={classes.key}>
            <RichText text={t(`cast.keys.${key}`)} b={(name) => <kbd className="tk-kbd">{name}</kbd>} />
          </span>
        ))}
      </p>
    </DndContext>
  );
}

function TierLane({ tier, over, children }: { tier: Tier; over: boolean; children: ReactNode }) {
  const { t } = useTranslation('decision');
  const { setNodeRef } = useDroppable({ id: String(tier) });
  const head = useId();
  return (
    <section
      ref={setNodeRef}
      className={classes.lane}
      data-tier={tier}
      data-over={over || undefined}
      aria-labelledby={head}
    >
      <div className={classes.head}>
        <span className={classes.number} aria-hidden="true">
          {tier === 0 ? t('cast.tierShort0') : tier}
        </span>
        <div>
          <h2 id={head} className={classes.tier}>
            {t(`cast.tier.${tier}`)}
          </h2>
          <p className={classes.hint}>{t(`cast.tierHint.${tier}`)}</p>
        </div>
      </div>
      <ul className={classes.cards}>{children}</ul>
    </section>
  );
}

type CardProps = {
  id: string;
  label: string;
  help: string;
  focused: boolean;
  lifted: boolean;
  onFocus: () => void;
  onBlur: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  children: ReactNode;
};

function Card({ id, label, help, focused, lifted, children, ...handlers }: CardProps) {
  const { setNodeRef, listeners } = useDraggable({ id });
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={classes.card}
      data-card={id}
      data-focused={focused || undefined}
      data-lifted={lifted || undefined}
      aria-label={label}
      aria-describedby={help}
      aria-pressed={lifted}
      onClick={handlers.onFocus}
      {...listeners}
      {...handlers}
    >
      <IconMovable size={16} className={classes.grip} />
      {children}
    </button>
  );
}

function CardWords({ title, detail }: { title: string; detail: string }) {
  return (
    <span className={classes.words}>
      <span className={classes.title}>{title}</span>
      {detail && <span className={classes.detail}>{detail}</span>}
    </span>
  );
}
