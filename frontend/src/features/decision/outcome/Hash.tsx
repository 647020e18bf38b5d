import classes from './Hash.module.css';

/** A hash as people compare one: its beginning and its end, in groups; the whole of it to copy and for the pointer. */
export function Hash({ hex, name }: { hex: string; name?: string }) {
  if (hex === '') return null;
  return (
    <span className={classes.hash} title={hex}>
      {name && `${name} `}
      {hex.slice(0, 4)} {hex.slice(4, 8)} … {hex.slice(-4)}
    </span>
  );
}
