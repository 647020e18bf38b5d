import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './ApprovalList.module.css';
import { evidenceKey } from './CandidateRow';
import type { CandidateProps } from './candidates';
import { GroundsLink } from './GroundsLink';

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
              onKeyDown={onEvidence && evidenceKey(() => onEvidence(id))}
            />
            <span className={classes.evidence}>
              <GroundsLink id={id} held={held} title={title} onEvidence={onEvidence} />
            </span>
          </li>
        ))}
      </ul>
      <p role="status" className="tk-hidden">
        {said}
      </p>
    </>
  );
}
