import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PersonLine } from '../../../ui/PersonLine';
import type { Decision } from '../queries';
import { evidenceKey } from './CandidateRow';
import type { CandidateProps } from './candidates';
import type { Filled } from './filled';
import { GroundsLink } from './GroundsLink';
import classes from './ObjectionChoice.module.css';

type Props = Pick<CandidateProps, 'title' | 'held' | 'onEvidence'> & {
  subject: NonNullable<Decision['subject']>;
  choice: Filled['choice'];
  onChoice: (next: NonNullable<Filled['choice']>) => void;
};

const choices = ['uphold', 'dismiss', 'abstain'] as const;

/** A vote on an objection: whose it is and in what words, and three answers. */
export default function ObjectionChoice({ subject, title, held, onEvidence, choice, onChoice }: Props) {
  const { t } = useTranslation('decision');
  const { concept, person, reason } = subject;
  return (
    <div className={classes.objection}>
      <PersonLine person={person} />
      <p className={classes.about}>{t('cast.objects')}</p>
      <h2 className={classes.concept}>{concept.title}</h2>
      <GroundsLink id={concept.id} held={held} title={title} onEvidence={onEvidence} />
      <blockquote className={classes.words}>{reason}</blockquote>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- E leads to the evidence from each answer */}
      <fieldset
        className={classes.choices}
        onKeyDown={onEvidence && evidenceKey(() => onEvidence(concept.id))}
      >
        <legend className={classes.legend}>{t('cast.yourVoice')}</legend>
        {choices.map((each) => (
          <Radio
            key={each}
            name={`voice-${concept.id}`}
            className={classes.choice}
            value={each}
            label={t(`cast.${each}`)}
            description={t(`cast.${each}Says`)}
            checked={choice === each}
            data-card={(choice ?? 'uphold') === each ? concept.id : undefined}
            onChange={() => onChoice(each)}
          />
        ))}
      </fieldset>
      <p className={classes.rule}>{t('cast.twoThirds')}</p>
    </div>
  );
}
