import { useDraggable, useDroppable } from '@dnd-kit/core';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { IconClose, IconDown, IconMovable, IconPlus, IconUp } from '../../../ui/icons';
import classes from './RankBoard.module.css';

type Props = {
  id: string;
  title: string;
  /** What it rests on, in figures. */
  grounds: string;
  help: string;
  focused: boolean;
  lifted: boolean;
  /** It is in the hand, so its place is shown empty. */
  flying: boolean;
  /** Its place in the list, counted from 1; left out for a card that is not placed. */
  place?: number;
  of?: number;
  /** Where a card in the hand would land beside it. */
  landing?: 'before' | 'after';
  onFocus: () => void;
  onBlur: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onEvidence?: () => void;
  onStep?: (direction: -1 | 1) => void;
  onRemove?: () => void;
  onAdd?: () => void;
};

/** A concept in the list or out of it: a card to drag or to move by keys, and buttons that do the same. */
export function RankCard(props: Props) {
  const { id, title, grounds, help, focused, lifted, flying, place, of, landing } = props;
  const { onFocus, onBlur, onKeyDown, onEvidence, onStep, onRemove, onAdd } = props;
  const { t } = useTranslation('decision');
  const { setNodeRef: setHandle, listeners } = useDraggable({ id });
  const { setNodeRef: setTarget } = useDroppable({ id, disabled: place === undefined });
  return (
    <li ref={setTarget} className={classes.item} data-landing={landing}>
      {place !== undefined && (
        <span className={classes.place} aria-hidden="true">
          {place}
        </span>
      )}
      <div
        className={classes.card}
        data-focused={focused || undefined}
        data-lifted={lifted || undefined}
        data-flying={flying || undefined}
      >
        <button
          ref={setHandle}
          type="button"
          className={classes.handle}
          data-card={id}
          aria-label={
            place === undefined
              ? t('cast.rankOut', { title })
              : t('cast.rankOf', { title, place, count: of ?? place })
          }
          aria-describedby={help}
          aria-pressed={lifted}
          onClick={onFocus}
          {...listeners}
          onFocus={onFocus}
          onBlur={onBlur}
          onKeyDown={onKeyDown}
        >
          <IconMovable size={16} className={classes.grip} />
          <span className={classes.words}>
            <span className={classes.title}>{title}</span>
            {grounds && !onEvidence && <span className={classes.detail}>{grounds}</span>}
          </span>
        </button>
        {onEvidence && (
          <span className={classes.grounds}>
            <button type="button" className="tk-link" onClick={onEvidence}>
              {grounds || t('cast.evidence')}
              <span className="tk-hidden">: {title}</span>
            </button>
          </span>
        )}
        <span className={classes.acts}>
          {onStep && (
            <>
              <button
                type="button"
                className={classes.act}
                aria-label={t('cast.rankUp', { title })}
                disabled={place === 1}
                onClick={() => onStep(-1)}
              >
                <IconUp size={18} />
              </button>
              <button
                type="button"
                className={classes.act}
                aria-label={t('cast.rankDown', { title })}
                disabled={place === of}
                onClick={() => onStep(1)}
              >
                <IconDown size={18} />
              </button>
            </>
          )}
          {onRemove && (
            <button
              type="button"
              className={classes.act}
              aria-label={t('cast.rankRemove', { title })}
              onClick={onRemove}
            >
              <IconClose size={16} />
            </button>
          )}
          {onAdd && (
            <button
              type="button"
              className={classes.add}
              aria-label={t('cast.rankAddOf', { title })}
              onClick={onAdd}
            >
              <IconPlus size={16} />
              {t('cast.rankAdd')}
            </button>
          )}
        </span>
      </div>
    </li>
  );
}
