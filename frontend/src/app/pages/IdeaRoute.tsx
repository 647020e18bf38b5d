import { useNavigate, useParams } from '@tanstack/react-router';
import { Comments } from '../../features/discussion/Comments';
import { IdeaPage } from '../../features/idea/IdeaPage';

/** An idea with its discussion. */
export function IdeaRoute() {
  const { id } = useParams({ from: '/ideas/$id' });
  const navigate = useNavigate();
  return (
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
    />
  );
}
