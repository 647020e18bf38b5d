import { useTranslation } from 'react-i18next';
import { useGrounds, type CandidateProps } from './candidates';
import classes from './GroundsLink.module.css';

type Props = Pick<CandidateProps, 'held' | 'title' | 'onEvidence'> & { id: string };

/** How much a concept rests on, and the way to read it. */
export function GroundsLink({ id, held, title, onEvidence }: Props) {
  const { t } = useTranslation('decision');
  const words = useGrounds(held)(id) || t('cast.evidence');
  if (!onEvidence) return held.has(id) ? <span className={classes.plain}>{words}</span> : null;
  return (
    <span className={classes.link}>
      <button type="button" className="tk-link" onClick={() => onEvidence(id)}>
        {words}
        <span className="tk-hidden">: {title(id)}</span>
      </button>
    </span>
  );
}
