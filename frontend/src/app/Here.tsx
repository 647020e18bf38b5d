import { lazy, Suspense } from 'react';
import { loadTexts } from '../i18n';
import type { Place } from '../live/presence/presence';

const Line = lazy(async () => {
  const [module] = await Promise.all([import('../live/presence/Here'), loadTexts('presence')]);
  return module;
});

/** Who else is on this page, fetched after it. */
export function Here(place: Place) {
  return (
    <Suspense fallback={null}>
      <Line {...place} />
    </Suspense>
  );
}
