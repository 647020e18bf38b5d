import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/Section';
import type { Challenge } from './queries';
import classes from './ThemeList.module.css';

type Props = {
  themes: Challenge['themes'];
  chosen: string | undefined;
  onChoose: (theme: string | undefined) => void;
};

/** The themes of a challenge with the number of their ideas; pressing one shows only its ideas, pressing it again all. */
export function ThemeList({ themes, chosen, onChoose }: Props) {
  const { t } = useTranslation('challenge');
  return (
    <Section
      title={t('themes')}
      action={
        chosen && (
          <button type="button" className="tk-link" onClick={() => onChoose(undefined)}>
            {t('allThemes')}
          </button>
        )
      }
    >
      <ul className={classes.list}>
        {themes.map((theme) => (
          <li key={theme.id}>
            <button
              type="button"
              className={classes.theme}
              aria-pressed={theme.id === chosen}
              onClick={() => onChoose(theme.id === chosen ? undefined : theme.id)}
            >
              <span className={classes.name}>{theme.name}</span>
              <span aria-hidden="true">{theme.ideas}</span>
              <span className="tk-hidden">{t('ideas', { count: theme.ideas })}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
