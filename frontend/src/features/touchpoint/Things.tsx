import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { locale } from '../../i18n';
import { Section } from '../../ui/Section';
import { Tag } from '../../ui/Tag';
import classes from './Things.module.css';
import type { MapItem, Overview } from './queries';

/** What colleagues do about it: ideas, concepts and what is on the roadmap, with its effect. */
export function Things({ overview }: { overview: Overview }) {
  const { t } = useTranslation('touchpoint');
  const lists = [
    ['ideas', overview.ideas, '/ideas/$id'],
    ['concepts', overview.concepts, '/concepts/$id'],
    ['commitments', overview.commitments, '/commitments/$id'],
  ] as const;
  return lists.map(([name, items, to]) => (
    <Section key={name} title={t(`things.${name}`)} hint={items.length > 0 ? items.length : undefined}>
      {items.length === 0 ? (
        <p className={classes.none}>{t(`things.no_${name}`)}</p>
      ) : (
        <ul className={classes.list}>
          {items.map((item) => (
            <li key={item.id} className={classes.row}>
              <Link to={to} params={{ id: item.id }} className={classes.link}>
                {item.title}
              </Link>
              <span className={classes.meta}>
                {name !== 'commitments' && <span>{t('things.support', { count: item.support })}</span>}
                {name === 'commitments' && <Effect item={item} />}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  ));
}

/** "31 % → 44 %, better", or when it will be measured. */
function Effect({ item: { status, effect } }: { item: MapItem }) {
  const { t } = useTranslation('touchpoint');
  const known = ['decided', 'under_way', 'done', 'stopped'] as const;
  const state = known.find((each) => each === status);
  return (
    <>
      {state && <Tag tone={state === 'done' ? 'accent' : 'neutral'}>{t(`things.status.${state}`)}</Tag>}
      {effect && <span>{effectInWords(t, effect)}</span>}
    </>
  );
}

function effectInWords(t: TFunction<'touchpoint'>, effect: NonNullable<MapItem['effect']>): string {
  const { before, after, unit, measure, verdict } = effect;
  const figure = (value: number) =>
    `${new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value).replace('-', '−')}${unit ? ` ${unit}` : ''}`;
  if (before && after) {
    const words = t('things.effect', { measure, before: figure(before.value), after: figure(after.value) });
    return verdict ? `${words}, ${t(`things.verdict.${verdict}`)}` : words;
  }
  if (before) return t('things.before', { measure, before: figure(before.value) });
  return t('things.notMeasured');
}
