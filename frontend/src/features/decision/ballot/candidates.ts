import { useTranslation } from 'react-i18next';
import type { Concept } from '../queries';

/** What every way to fill in a ballot is given. */
export type CandidateProps = {
  order: readonly string[];
  title: (id: string) => string;
  /** The canvases, as far as they have been fetched. */
  held: ReadonlyMap<string, Concept>;
  focused: string;
  onFocus: (id: string) => void;
  /** Opens what a concept rests on; left out where there is no room for it. */
  onEvidence?: (id: string) => void;
};

/**
 * What a concept rests on, in figures: "3 customer quotes · 2 ideas", or where there is little room the first half;
 * empty until its canvas has come.
 */
export function useGrounds(held: CandidateProps['held'], short = false): (id: string) => string {
  const { t } = useTranslation('decision');
  return (id) => {
    const concept = held.get(id);
    if (!concept) return '';
    const quotes = t('cast.quotes', { count: concept.insights });
    if (short) return quotes;
    return `${quotes} · ${t('cast.ideas', { count: concept.sources.filter(({ kind }) => kind === 'idea').length })}`;
  };
}
