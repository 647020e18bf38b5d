import { useParams } from '@tanstack/react-router';
import { ConceptPage } from '../../features/concept/ConceptPage';
import { Comments } from '../../features/discussion/Comments';

/** A concept with its discussion. */
export function ConceptRoute() {
  const { id } = useParams({ from: '/concepts/$id' });
  return (
    <ConceptPage
      id={id}
      comments={(concept) => (
        <Comments
          kind="concept"
          id={concept.id}
          count={concept.counts.comments}
          may={concept.can.includes('comment.create')}
        />
      )}
    />
  );
}
