import { useDepartmentColour } from './departments';
import classes from './DepartmentTag.module.css';

type Props = { name: string; size?: 'small' | 'body' };

/** A department: its coloured square, always beside its name. Nothing for a person without one. */
export function DepartmentTag({ name, size = 'small' }: Props) {
  const colour = useDepartmentColour(name);
  if (!name) return null;
  return (
    <span className={classes.tag} data-size={size}>
      <span className={classes.square} style={{ background: colour }} aria-hidden="true" />
      {name}
    </span>
  );
}
