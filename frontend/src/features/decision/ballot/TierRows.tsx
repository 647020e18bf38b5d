import { useTranslation } from 'react-i18next';
import type { CandidateProps } from './candidates';
import { GroundsLink } from './GroundsLink';
import { place, tierOf, tiers, type Placing } from './tiers';
import classes from './TierRows.module.css';

type Props = CandidateProps & { placing: Placing; onPlace: (next: Placing) => void };

/** The tiers on a phone: four buttons for each concept, one tap each. */
export function TierRows({ order, title, held, placing, onPlace, onEvidence, onFocus }: Props) {
  const { t } = useTranslation('decision');
  return (
    <ul className={classes.rows}>
      {order.map((id) => {
        return (
          <li key={id} className={classes.row}>
            <h2 className={classes.title} id={`concept-${id}`}>
              {title(id)}
            </h2>
            <GroundsLink id={id} held={held} title={title} onEvidence={onEvidence} />
            <fieldset className={classes.choice} onFocus={() => onFocus(id)}>
              <legend className="tk-hidden">{t('cast.choiceOf', { title: title(id) })}</legend>
              {tiers.map((tier) => (
                <label key={tier} className={classes.tier}>
                  <input
                    type="radio"
                    className="tk-hidden"
                    name={`tier-${id}`}
                    checked={tierOf(placing, id) === tier}
                    onChange={() => onPlace(place(placing, id, tier))}
                  />
                  {tier === 0 ? (
                    <>
                      <span aria-hidden="true">{t('cast.tierShort0')}</span>
                      <span className="tk-hidden">{t('cast.tier.0')}</span>
                    </>
                  ) : (
                    `${tier} ${t(`cast.tier.${tier}`)}`
                  )}
                </label>
              ))}
            </fieldset>
          </li>
        );
      })}
    </ul>
  );
}
