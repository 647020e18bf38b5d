import { useTranslation } from 'react-i18next';
import type { Json } from '../../../../lib/tally';
import classes from './RecountCard.module.css';

type Props = { body: Json; title: (id: string) => string };

/** What a ballot says: places, ticks, stars, dots, or a word on an objection. */
export function Marks({ body, title }: Props) {
  const { t } = useTranslation('outcome');
  if (body === 'uphold' || body === 'dismiss') return <p>{t(`receipt.choice.${body}`)}</p>;
  if (body === null || typeof body !== 'object') return <p>{t('receipt.abstain')}</p>;
  const rows: [string, string[]][] = Array.isArray(body)
    ? body.map((tier, index) =>
        Array.isArray(tier)
          ? [t('receipt.place', { place: index + 1 }), tier.map((id) => title(String(id)))]
          : ['✓', [title(String(tier))]],
      )
    : Object.entries(body)
        .sort(([, a], [, b]) => Number(b) - Number(a))
        .map(([id, points]) => [String(points), [title(id)]]);
  return (
    <ul className={classes.marks}>
      {rows.map(([mark, titles], index) => (
        <li key={index}>
          <span className={classes.mark}>{mark}</span>
          <span>{titles.join(' · ')}</span>
        </li>
      ))}
    </ul>
  );
}
