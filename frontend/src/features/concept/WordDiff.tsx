import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { difference } from './difference';
import classes from './WordDiff.module.css';

type Props = { older: string; newer: string };

/** What changed from one text to another: words taken out are struck through, words put in underlined, and both are said. */
export default function WordDiff({ older, newer }: Props) {
  const { t } = useTranslation('concept');
  return (
    <p className={classes.text}>
      {difference(older, newer).map(({ kind, text }, index) =>
        kind === 'gone' ? (
          <del key={index}>
            <span className="tk-hidden">{t('taken')}: </span>
            {text}
          </del>
        ) : kind === 'new' ? (
          <ins key={index}>
            <span className="tk-hidden">{t('added')}: </span>
            {text}
          </ins>
        ) : (
          <Fragment key={index}>{text}</Fragment>
        ),
      )}
    </p>
  );
}
