import classes from './Avatar.module.css';

type Props = { name: string; picture?: string; size?: 24 | 28 };

/** First letters of the first and the last part of a name: "Marja-Liisa Hyvärinen" is MH. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters = parts.length > 1 ? [parts[0], parts[parts.length - 1]] : [parts[0]];
  return letters
    .map((part) => [...(part ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** A person's picture or initials; decoration, because the name always stands beside it. */
export function Avatar({ name, picture, size = 24 }: Props) {
  const side = `${size / 16}rem`;
  return (
    <span className={classes.avatar} style={{ width: side, height: side }} aria-hidden="true">
      {picture ? <img className={classes.picture} src={picture} alt="" loading="lazy" /> : initials(name)}
    </span>
  );
}
