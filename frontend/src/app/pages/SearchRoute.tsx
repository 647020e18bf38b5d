import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { SearchPage } from '../../features/search/SearchPage';

/** The search page; what is looked for stands in the address. */
export function SearchRoute() {
  const { q = '' } = useSearch({ from: '/search' });
  const navigate = useNavigate();
  const onSearch = useCallback(
    (next: string) => void navigate({ to: '/search', search: next ? { q: next } : {}, replace: true }),
    [navigate],
  );
  return <SearchPage q={q} onSearch={onSearch} />;
}
