import type { ComponentType, ReactNode } from 'react';
import classes from './Tag.module.css';

type Props = {
  tone?: 'neutral' | 'accent' | 'warn' | 'bad';
  icon?: ComponentType<{ size?: number }>;
  children: ReactNode;
};

/** A state in a few words: "Ready for the ballot", "9 days late". */
export function Tag({ tone = 'neutral', icon: Icon, children }: Props) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {Icon && <Icon size={14} />}
      {children}
    </span>
  );
}
