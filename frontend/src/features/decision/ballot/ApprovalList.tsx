import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './ApprovalList.module.css';
import type { CandidateProps } from './BallotPage';

type Props = CandidateProps & { ticks: readonly string[]; onTick: (next: string[]) => void };

/** A ballot of ticks: every concept once, as many ticks as one likes. */
export function ApprovalList({ order, title, held, focused, onFocus, onEvidence, ticks, onTick }: Props) {
  const { t } = useTranslation('decision');
  const [said, setSaid] = useState('');
  const tick = (id: string) => {
    const ticked = !ticks.includes(id);
    const next = ticked ? [...ticks, id] : ticks.filter((each) => each !== id);
    onTick(next);
    setSaid(t(ticked ? 'cast.say.ticked' : 'cast.say.unticked', { title: title(id), count: next.length }));
  };
  return (
    <>
      <ul className={classes.list}>
        {order.map((id) => (
          <li key={id} className={classes.row} data-focused={focused === id || undefined}>
            <Checkbox
              size="md"
              data-card={id}
              className={classes.tick}
              label={title(id)}
              checked={ticks.includes(id)}
              onChange={() => tick(id)}
              onFocus={() => onFocus(id)}
              onKeyDown={(event) => {
                if (event.key !== 'e' && event.key !== 'E') return;
                event.preventDefault();
                onEvidence(id);
              }}
            />
            <button type="button" className={`tk-link ${classes.evidence}`} onClick={() => onEvidence(id)}>
              {held.has(id)
                ? t('cast.ideas', { count: held.get(id)?.sources.length ?? 0 })
                : t('cast.evidence')}
              <span className="tk-hidden">: {title(id)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="tk-hidden">
        {said}
      </p>
    </>
  );
}
