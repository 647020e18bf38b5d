import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconWarning } from '../../ui/icons';
import classes from './PersonalNote.module.css';
import type { Finding } from './usePersonal';

type Props = {
  findings: readonly Pick<Finding, 'kind' | 'text'>[];
  /** The server has refused what was sent: its own words, and an answer posts at once. */
  refused?: readonly string[];
  onMask: () => void;
  onKeep: () => void;
  busy?: boolean;
};

/** Names the personal data in what is being written; one click masks it, one lets it stay. */
export function PersonalNote({ findings, refused, onMask, onKeep, busy }: Props) {
  const { t } = useTranslation('insight');
  const named = findings.filter(
    (each, index) => findings.findIndex((other) => other.text === each.text) === index,
  );
  return (
    <div role={refused ? 'alert' : 'status'} className={classes.note}>
      <IconWarning size={18} />
      <div className={classes.words}>
        <p className={classes.title}>{t(refused ? 'personal.refused' : 'personal.title')}</p>
        {named.length > 0 ? (
          <ul className={classes.found}>
            {named.map((each) => (
              <li key={each.text}>
                <mark>{each.text}</mark> {t(`personal.kind.${each.kind}`)}
              </li>
            ))}
          </ul>
        ) : (
          refused?.map((each) => <p key={each}>{each}</p>)
        )}
        <div className={classes.acts}>
          <Button onClick={onMask} disabled={busy}>
            {t(refused ? 'personal.maskPost' : 'personal.mask')}
          </Button>
          <Button variant="subtle" onClick={onKeep} disabled={busy}>
            {t(refused ? 'personal.keepPost' : 'personal.keep')}
          </Button>
        </div>
      </div>
    </div>
  );
}
