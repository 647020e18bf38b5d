import type { KeyboardEvent, ReactNode } from 'react';
import type { CandidateProps } from './candidates';
import classes from './CandidateRow.module.css';
import { GroundsLink } from './GroundsLink';

type Props = Omit<CandidateProps, 'order'> & {
  id: string;
  /** What is done with the concept: stars, dots. */
  children: ReactNode;
};

/** A concept in a list: its title, what it rests on, and at the end what the ballot asks. */
export function CandidateRow({ id, title, held, focused, onFocus, onEvidence, children }: Props) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- E leads to the evidence from wherever in the row the focus is
    <li
      className={classes.row}
      data-focused={focused === id || undefined}
      onFocus={() => onFocus(id)}
      onKeyDown={onEvidence && evidenceKey(() => onEvidence(id))}
    >
      <div className={classes.words}>
        <h2 className={classes.title}>{title(id)}</h2>
        <GroundsLink id={id} held={held} title={title} onEvidence={onEvidence} />
      </div>
      <div className={classes.control}>{children}</div>
    </li>
  );
}

/** E leads to the evidence from wherever in the row the focus is. */
export function evidenceKey(read: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'e' || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    read();
  };
}
