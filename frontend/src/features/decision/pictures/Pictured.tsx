import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../ui/Section';
import classes from './Pictured.module.css';
import { Scroll } from './Scroll';

type Props = {
  title: string;
  hint?: ReactNode;
  picture: ReactNode;
  /** The same figures as `thead` and `tbody`. */
  table: ReactNode;
  children?: ReactNode;
};

/** A picture with its table behind one button, and what holds for both under them. */
export function Pictured({ title, hint, picture, table, children }: Props) {
  const { t } = useTranslation('outcome');
  const [asTable, setAsTable] = useState(false);
  return (
    <Section
      title={title}
      hint={hint}
      action={
        <button
          type="button"
          className="tk-link"
          aria-expanded={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'picture.asPicture' : 'picture.asTable')}
        </button>
      }
    >
      {asTable ? (
        <Scroll label={t('picture.scroll', { title })}>
          <table className={classes.table}>{table}</table>
        </Scroll>
      ) : (
        picture
      )}
      {children}
    </Section>
  );
}
