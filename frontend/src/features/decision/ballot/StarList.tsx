import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { IconStar } from '../../../ui/icons';
import { RichText } from '../../../ui/RichText';
import { CandidateRow } from './CandidateRow';
import type { CandidateProps } from './candidates';
import { mostStars, withPoints } from './filled';
import classes from './StarList.module.css';

type Props = CandidateProps & {
  points: Record<string, number>;
  onPoints: (next: Record<string, number>) => void;
};

const values = Array.from({ length: mostStars + 1 }, (_, value) => value);

/** Stars from 0 to 5 for every concept, by click, by tap, by arrows or by typing the number. */
export default function StarList({ points, onPoints, ...shared }: Props) {
  const { t } = useTranslation('decision');
  const [said, setSaid] = useState('');
  const { order, title } = shared;
  const give = (id: string, value: number) => {
    onPoints(withPoints(points, id, value));
    setSaid(t('cast.say.stars', { title: title(id), count: value }));
  };
  const onDigit = (event: KeyboardEvent<HTMLElement>, id: string) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-5]$/.test(event.key)) return;
    event.preventDefault();
    give(id, Number(event.key));
    event.currentTarget.querySelectorAll('input')[Number(event.key)]?.focus();
  };
  return (
    <>
      <ul className={classes.list}>
        {order.map((id) => {
          const given = points[id] ?? 0;
          return (
            <CandidateRow key={id} id={id} {...shared}>
              {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the number keys work on every star, so they are read where they all are */}
              <fieldset className={classes.stars} onKeyDown={(event) => onDigit(event, id)}>
                <legend className="tk-hidden">{t('cast.starsOf', { title: title(id) })}</legend>
                {values.map((value) => (
                  <label
                    key={value}
                    className={classes.star}
                    data-value={value}
                    data-lit={(value > 0 && value <= given) || undefined}
                  >
                    <input
                      type="radio"
                      className="tk-hidden"
                      name={`stars-${id}`}
                      data-card={value === given ? id : undefined}
                      checked={value === given}
                      onChange={() => give(id, value)}
                    />
                    {value === 0 ? <span aria-hidden="true">0</span> : <IconStar size={24} />}
                    <span className="tk-hidden">
                      {value === 0 ? t('cast.starNone') : t('cast.stars', { count: value })}
                    </span>
                  </label>
                ))}
                <span className={classes.number} aria-hidden="true">
                  {given}
                </span>
              </fieldset>
            </CandidateRow>
          );
        })}
      </ul>
      <p role="status" className="tk-hidden">
        {said}
      </p>
      <Keys names={shared.onEvidence ? ['give', 'move', 'evidence'] : ['give', 'move']} of="keysStar" />
    </>
  );
}

type KeysProps =
  | { of: 'keysStar' | 'keysDots'; names: readonly ('give' | 'move' | 'evidence')[] }
  | { of: 'keysRank'; names: readonly ('lift' | 'move' | 'place' | 'out' | 'evidence')[] };

/** What the keyboard does here. Read aloud it is part of each control instead. */
export function Keys({ of, names }: KeysProps) {
  const { t } = useTranslation('decision');
  return (
    <p className={classes.keys} aria-hidden="true">
      {names.map((name) => (
        <span key={name} className={classes.key}>
          <RichText
            text={t(`cast.${of}.${name}` as 'cast.keysStar.give')}
            b={(key) => <kbd className="tk-kbd">{key}</kbd>}
          />
        </span>
      ))}
    </p>
  );
}
