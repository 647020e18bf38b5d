import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Skeleton.module.css';

const patience = 300; // ms; what comes sooner should not flash

/** Grey blocks in the final geometry, after 300 ms. `heights` in px, one block each. */
export function Skeleton({ heights }: { heights: readonly number[] }) {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.blocks} aria-busy="true" data-late={late || undefined}>
      {late && (
        <span role="status" className="tk-hidden">
          {t('loading')}
        </span>
      )}
      {heights.map((height, index) => (
        <span key={index} className={classes.block} style={{ height: `${height / 16}rem` }} />
      ))}
    </div>
  );
}

/** The blocks of a list: `rows` rows as high as a row with a title and two lines. */
export function SkeletonRows({ rows = 4, height = 72 }: { rows?: number; height?: number }) {
  return <Skeleton heights={Array.from({ length: rows }, () => height)} />;
}
