import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { OwedBy } from '../../features/challenge/OwedBy';
import { Comments } from '../../features/discussion/Comments';
import { IdeaPage } from '../../features/idea/IdeaPage';
import { PickInsights } from '../../features/insight/PickInsights';
import type { Insight } from '../../features/insight/queries';
import { Line } from '../../features/lineage/Line';
import { Here } from '../Here';

/** An idea with its discussion and its place on the line. */
export function IdeaRoute() {
  const { id } = useParams({ from: '/ideas/$id' });
  const navigate = useNavigate();
  return (
    <>
      <Here kind="idea" id={id} />
      <IdeaPage
        key={id}
        id={id}
        comments={(idea) => (
          <Comments
            kind="idea"
            id={id}
            count={idea.counts.comments}
            may={idea.can.includes('comment.create')}
          />
        )}
        onDeleted={(idea) =>
          void navigate({ to: '/challenges/$id', params: { id: idea.challenge.id }, replace: true })
        }
        picker={Picker}
        line={<Line kind="idea" id={id} />}
        owedBy={(idea) => <OwedBy challenge={idea.challenge.id} />}
      />
    </>
  );
}

/** Keeps what is chosen as the insights' own picker wants it, and tells their ids. */
function Picker({ held, onChange }: { held: readonly string[]; onChange: (ids: string[]) => void }) {
  const [chosen, setChosen] = useState<Insight[]>([]);
  return (
    <PickInsights
      chosen={chosen}
      held={held}
      onChange={(next) => {
        setChosen(next);
        onChange(next.map((insight) => insight.id));
      }}
    />
  );
}
