import i18next from 'i18next';
import { findFew, pageOf } from '../features/search/queries';
import { loadTexts } from '../i18n';
import type { Found } from './slots';

/** The first hits for the command palette, and the way to all of them. */
export async function search(query: string, signal: AbortSignal): Promise<Found[]> {
  const [hits] = await Promise.all([findFew(query, signal), loadTexts('search')]);
  const found = hits.map((hit) => ({
    id: hit.id,
    title: hit.title,
    kind: hit.kind,
    hint: hit.kind === 'challenge' ? undefined : hit.challenge?.title,
    to: pageOf(hit),
  }));
  if (found.length === 0) return [];
  return [
    ...found,
    {
      id: 'all',
      title: i18next.t('all', { ns: 'search', q: query }),
      kind: 'search',
      to: `/search?q=${encodeURIComponent(query)}`,
    },
  ];
}
