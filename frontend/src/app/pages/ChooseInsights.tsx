import { useState } from 'react';
import type { Source } from '../../features/concept/queries';
import { sourceOfInsight } from '../../features/concept/queries';
import { PickInsights } from '../../features/insight/PickInsights';
import type { Insight } from '../../features/insight/queries';

type Props = { chosen: readonly string[]; onToggle: (source: Source) => void };

/** The insights' own picker, for the sources of a concept. What was a source before is not offered again; it stands above. */
export default function ChooseInsights({ chosen, onToggle }: Props) {
  const [known, setKnown] = useState<readonly Insight[]>([]);
  const ours = known.filter(({ id }) => chosen.includes(id));
  return (
    <PickInsights
      chosen={ours}
      held={chosen.filter((id) => !known.some((each) => each.id === id))}
      onChange={(next) => {
        setKnown([...known, ...next.filter(({ id }) => !known.some((each) => each.id === id))]);
        const changed = [...next, ...ours].filter(
          ({ id }) => next.some((each) => each.id === id) !== ours.some((each) => each.id === id),
        );
        for (const insight of changed) onToggle(sourceOfInsight(insight));
      }}
    />
  );
}
