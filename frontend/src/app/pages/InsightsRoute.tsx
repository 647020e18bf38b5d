import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { InsightsPage } from '../../features/insight/InsightsPage';
import type { InsightsSearch } from '../../features/insight/search';

/** The insights; which are shown stands in the address. */
export function InsightsRoute() {
  const filter = useSearch({ from: '/insights' });
  const navigate = useNavigate();
  const onFilter = useCallback(
    (search: InsightsSearch) => void navigate({ to: '/insights', search, replace: true, resetScroll: false }),
    [navigate],
  );
  return <InsightsPage filter={filter} onFilter={onFilter} />;
}
