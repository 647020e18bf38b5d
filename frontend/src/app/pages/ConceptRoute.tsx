import { useParams } from '@tanstack/react-router';
import { lazy } from 'react';
import { ConceptPage } from '../../features/concept/ConceptPage';
import { Comments } from '../../features/discussion/Comments';
import { Line } from '../../features/lineage/Line';
import { loadTexts } from '../../i18n';
import { Here } from '../Here';

const ChooseInsights = lazy(async () => {
  const [module] = await Promise.all([import('./ChooseInsights'), loadTexts('insight')]);
  return module;
});

/** A concept with its discussion and its place on the line. */
export function ConceptRoute() {
  const { id } = useParams({ from: '/concepts/$id' });
  return (
    <>
      <Here kind="concept" id={id} />
      <ConceptPage
        id={id}
        line={<Line kind="concept" id={id} />}
        insights={ChooseInsights}
        comments={(concept) => (
          <Comments
            kind="concept"
            id={concept.id}
            count={concept.counts.comments}
            may={concept.can.includes('comment.create')}
          />
        )}
      />
    </>
  );
}
