import { useTranslation } from 'react-i18next';
import { IconCheck, IconDown } from '../../ui/icons';
import { RichText, words } from '../../ui/RichText';
import type { Concept } from './queries';
import classes from './Readiness.module.css';

type Item = Concept['readiness'][number]['item'];
const needed = ['measure', 'insight', 'sticking_point'] as const satisfies readonly Item[];

/** What a concept still needs before a ballot. */
export function lacksOf({ readiness }: Pick<Concept, 'readiness'>) {
  return needed.filter((item) => readiness.some((each) => each.item === item && !each.done));
}

/** Where on the page a thing is mended. */
const places: Record<Item, string> = {
  problem: 'problem',
  solution: 'solution',
  customer_value: 'customer_value',
  company_value: 'company_value',
  first_step: 'first_step',
  rating: 'effort_impact',
  measure: 'measure',
  insight: 'sources',
  sticking_point: 'sources',
};

type Props = {
  concept: Concept;
  /** On a phone: one line that opens. */
  folded?: boolean;
};

/** What the concept has and lacks, and what of it a ballot asks for; each missing thing leads to where it is mended. */
export function Readiness({ concept, folded = false }: Props) {
  const { t } = useTranslation('concept');
  const { readiness } = concept;
  const done = readiness.filter((each) => each.done).length;
  const lacks = lacksOf(concept).map((item) => t(`ready.lack.${item}`));
  const count = (
    <span className={classes.count}>
      <RichText
        text={t('ready.count', words({ done: String(done), all: String(readiness.length) }))}
        b={(text) => <strong>{text}</strong>}
      />
    </span>
  );
  const list = (
    <>
      <ul className={classes.list}>
        {readiness.map(({ item, done: has, needed: must }) => (
          <li key={item} className={classes.item} data-done={has || undefined}>
            {has ? <IconCheck size={16} className={classes.check} /> : <span className={classes.open} />}
            {has ? (
              <span>
                {t(`ready.item.${item}`)} <span className="tk-hidden">({t('ready.done')})</span>
              </span>
            ) : (
              <button type="button" className="tk-link" onClick={() => goTo(places[item])}>
                {t(`ready.item.${item}`)} <span className="tk-hidden">({t('ready.missing')})</span>
              </button>
            )}
            {must && !has && <span className={classes.needed}>{t('ready.needed')}</span>}
          </li>
        ))}
      </ul>
      <p className={classes.foot}>
        {lacks.length > 0 ? t('ready.lacks', { list: lacks.join(', ') }) : t('ready.foot')}
      </p>
    </>
  );
  if (folded) {
    return (
      <details className={classes.card}>
        <summary className={classes.summary}>
          <h2 className={classes.title}>{t(lacks.length > 0 ? 'ready.tagNot' : 'ready.tag')}</h2>
          {count}
          <IconDown size={16} className={classes.chevron} />
        </summary>
        {list}
      </details>
    );
  }
  return (
    <section className={classes.card} aria-label={t('ready.title')}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t('ready.title')}</h2>
        {count}
      </div>
      {list}
    </section>
  );
}

/** Leads to a part of the page and, where it can be written, opens it. */
function goTo(place: string) {
  const part = document.getElementById(`concept-${place}`);
  part?.scrollIntoView({ block: 'center' });
  const button = part?.querySelector<HTMLElement>('[data-edit], input');
  if (button?.matches('[data-edit]')) button.click();
  else (button ?? part)?.focus({ preventScroll: true });
}
