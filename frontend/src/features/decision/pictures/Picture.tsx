import { lazy, Suspense } from 'react';
import { Skeleton } from '../../../ui/Skeleton';
import type { Titled } from '../outcome/titled';

const Matrix = lazy(() => import('./Matrix'));
const Bars = lazy(() => import('./Bars'));
const Flow = lazy(() => import('./Flow'));

/** The picture that a count's method asks for. Each is fetched by itself. */
export function Picture({ result, title }: Titled) {
  const Chosen = result.stages ? Flow : result.totals ? Bars : result.pairwise ? Matrix : undefined;
  if (!Chosen) return null;
  return (
    <div>
      <Suspense fallback={<Skeleton heights={[280]} />}>
        <Chosen result={result} title={title} />
      </Suspense>
    </div>
  );
}
