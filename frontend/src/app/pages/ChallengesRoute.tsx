import { useNavigate, useParams } from '@tanstack/react-router';
import { EditChallenge, NewChallenge } from '../../features/challenge/ChallengeEditor';

function useToChallenge() {
  const navigate = useNavigate();
  return (id: string) => void navigate({ to: '/challenges/$id', params: { id } });
}

/** A new challenge. */
export function NewChallengeRoute() {
  return <NewChallenge onDone={useToChallenge()} />;
}

/** Changing a challenge. */
export function EditChallengeRoute() {
  const { id } = useParams({ from: '/challenges/$id/edit' });
  return <EditChallenge key={id} id={id} onDone={useToChallenge()} />;
}
