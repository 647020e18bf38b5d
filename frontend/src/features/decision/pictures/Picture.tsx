import type { Titled } from '../outcome/titled';
import Bars from './Bars';
import Flow from './Flow';
import Matrix from './Matrix';

/** The picture that a count's method asks for. All come with the page: one that came later would move what is below it. */
export function Picture({ result, title }: Titled) {
  const Chosen = result.stages ? Flow : result.totals ? Bars : result.pairwise ? Matrix : undefined;
  if (!Chosen) return null;
  return (
    <div>
      <Chosen result={result} title={title} />
    </div>
  );
}
