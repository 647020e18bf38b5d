import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ImportPage } from '../../features/insight/ImportPage';

/** The import of insights; which one is open stands in the address, so that it can be left and found again. */
export function ImportRoute() {
  const { id } = useSearch({ from: '/insights/import' });
  const navigate = useNavigate();
  const onOpen = useCallback(
    (next: string | undefined) =>
      void navigate({ to: '/insights/import', search: next ? { id: next } : {}, resetScroll: false }),
    [navigate],
  );
  return <ImportPage id={id} onOpen={onOpen} />;
}
