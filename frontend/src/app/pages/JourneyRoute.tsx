import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { meQuery } from '../../api/session';
import { JourneyPage, type Where } from '../../features/journey/JourneyPage';

const PostInsight = lazy(() => import('../../features/insight/PostInsight'));

/** A journey map, and the dialog for an insight that is posted from it. */
export function JourneyRoute() {
  const { id } = useParams({ from: '/journeys/$id' });
  const me = useQuery({ ...meQuery, enabled: false }).data;
  const [posting, setPosting] = useState<{ where?: Where }>();
  return (
    <>
      <JourneyPage
        key={id}
        id={id}
        mayImport={me?.roles.includes('facilitator') === true}
        onInsight={(where) => setPosting({ where })}
      />
      <Suspense fallback={null}>
        {posting && <PostInsight opened onClose={() => setPosting(undefined)} touchpoint={posting.where} />}
      </Suspense>
    </>
  );
}
