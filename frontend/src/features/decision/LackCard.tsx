import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './DecisionForm.module.css';
import type { Draft, Lack } from './form';

type Props = {
  lacks: readonly Lack[];
  /** The challenge is not in its Decide phase. */
  late: boolean;
  savable: boolean;
  saving: boolean;
  onOpen: () => void;
  onSave: () => void;
  children: React.ReactNode;
};

/** Everything that keeps the ballot from opening, each leading to where it is mended, and the two acts. */
export function LackCard({ lacks, late, savable, saving, onOpen, onSave, children }: Props) {
  const { t } = useTranslation('decision');
  const open = lacks.length > 0 || late;
  return (
    <div className={classes.card}>
      {open && (
        <>
          <h2 className={classes.cardTitle}>{t('form.lacks')}</h2>
          <ul className={classes.lacks}>
            {lacks.map((lack) => (
              <li key={lack.name}>
                <button type="button" className={classes.lack} onClick={() => goTo(lack.field)}>
                  {t(`form.lack.${lack.name}`, lack.values ?? {})}
                </button>
              </li>
            ))}
            {late && <li>{t('form.lack.phase')}</li>}
          </ul>
        </>
      )}
      <div className={classes.acts}>
        <Button variant="filled" disabled={open} onClick={onOpen}>
          {t('form.open')}
        </Button>
        <Button disabled={!savable} loading={saving} onClick={onSave}>
          {t('form.save')}
        </Button>
      </div>
      {children}
    </div>
  );
}

/** Leads to the part of the form where something is mended. */
export function goTo(field: keyof Draft | 'dots' | 'cap') {
  const part = document.getElementById(`decision-${field}`);
  part?.scrollIntoView({ block: 'center' });
  part?.focus({ preventScroll: true });
}
