import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../lib/dates';
import { dayOf } from '../lib/day';
import classes from './CustomerQuote.module.css';
import { sentimentColour, signed, type Sentiment } from './sentiment';

/** A customer's words as every answer of the server carries them. */
export type Said = {
  quote: string;
  sentiment: number;
  source_kind?: 'interview' | 'review' | 'ticket' | 'survey' | 'observation' | 'social';
  /** Who said it where, without a name. */
  source?: string;
  segment?: string;
  said_on?: string;
};

type Props = {
  said: Said;
  /** Where the words lead, as `/insights/…`. */
  to?: string;
  /** A row of a list that j and k walk (lib/listKeys). */
  row?: boolean;
  size?: 'body' | 'reading';
  /** At most so many lines are shown; the whole quote stands behind the link. */
  lines?: number;
  /** After the source line: tags, buttons. */
  children?: ReactNode;
};

/** A customer speaking: the bar has the colour of the sentiment, and its number is printed. */
export function CustomerQuote({ said, to, row, size = 'body', lines, children }: Props) {
  const { t } = useTranslation();
  const { quote, sentiment } = said;
  const kind = said.source_kind && t(`sourceKind.${said.source_kind}`);
  // "Interview, IT contact of a bakery" says already what kind of source it is.
  const told = kind && said.source?.toLowerCase().startsWith(kind.split(' ', 1)[0]!.toLowerCase());
  const from = [
    !told && kind,
    said.source,
    said.segment,
    said.said_on && shortDate(dayOf(said.said_on)),
  ].filter(Boolean);
  const step = Math.max(-2, Math.min(2, Math.round(sentiment))) as Sentiment;
  return (
    <figure className={classes.said} data-size={size} style={{ borderLeftColor: sentimentColour(sentiment) }}>
      <blockquote
        className={classes.words}
        style={lines ? { WebkitLineClamp: lines } : undefined}
        data-cut={!!lines}
      >
        {to ? (
          <Link to={to} className={classes.link} data-row={row || undefined}>
            {quote}
          </Link>
        ) : (
          <span className={classes.quote}>{quote}</span>
        )}
      </blockquote>
      <figcaption className={classes.from}>
        <span className={classes.number} title={t(`sentiment.${step}`)}>
          {signed(sentiment)}
          <span className="tk-hidden"> {t(`sentiment.${step}`)}</span>
        </span>
        <span>{from.join(' · ')}</span>
        {children}
      </figcaption>
    </figure>
  );
}
