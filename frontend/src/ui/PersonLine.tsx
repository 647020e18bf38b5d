import type { ReactNode } from 'react';
import { Avatar } from './Avatar';
import { DepartmentTag } from './DepartmentTag';
import classes from './PersonLine.module.css';

/** A person as every list shows one. */
export type PersonShown = { id: string; name: string; department: string; picture?: string };

type Props = {
  person: PersonShown;
  avatar?: boolean;
  /** What follows on the line, such as the time. */
  children?: ReactNode;
};

/** Avatar, name and department on one line. */
export function PersonLine({ person, avatar = true, children }: Props) {
  return (
    <span className={classes.line}>
      {avatar && <Avatar name={person.name} picture={person.picture} />}
      <span className={classes.name}>{person.name}</span>
      <DepartmentTag name={person.department} />
      {children && <span className={classes.rest}>{children}</span>}
    </span>
  );
}
