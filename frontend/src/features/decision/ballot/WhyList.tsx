import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Why } from './why';
import classes from './WhyList.module.css';

type Props = {
  why: Why;
  order: readonly string[];
  title: (id: string) => string;
};

const most = 1000; // characters the server takes

/** The field takes the place of the button that asked for it, and the focus too. */
const begin = (field: HTMLTextAreaElement | null) => field?.focus();

/** A reason for each concept, for who wants to give one. */
export function WhyList({ why, order, title }: Props) {
  const { t } = useTranslation('decision');
  const [opened, setOpened] = useState<readonly string[]>([]);
  const written = order.some((id) => why.words(id) !== '');
  return (
    <details className={classes.why} open={written || undefined}>
      <summary className={classes.summary}>
        {t('why.title')} <span className={classes.hint}>{t('why.hint')}</span>
      </summary>
      <p className={classes.warning}>{t('why.warning')}</p>
      <ul className={classes.list}>
        {order.map((id) => {
          const shown = opened.includes(id) || why.words(id) !== '';
          return (
            <li key={id} className={classes.concept}>
              <span className={classes.title}>{title(id)}</span>
              {shown ? (
                <Textarea
                  aria-label={t('why.wordsFor', { title: title(id) })}
                  placeholder={t('why.placeholder')}
                  className={classes.words}
                  maxLength={most}
                  autosize
                  minRows={2}
                  ref={opened.at(-1) === id && why.words(id) === '' ? begin : undefined}
                  value={why.words(id)}
                  onChange={(event) => {
                    setOpened((before) => (before.includes(id) ? before : [...before, id]));
                    why.write(id, event.currentTarget.value);
                  }}
                />
              ) : (
                <span className={classes.add}>
                  <button
                    type="button"
                    className="tk-link"
                    aria-label={t('why.addOf', { title: title(id) })}
                    onClick={() => setOpened([...opened, id])}
                  >
                    {t('why.add')}
                  </button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
