import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ChallengePage } from '../../features/challenge/ChallengePage';
import { IdeaList } from '../../features/idea/IdeaList';
import { PostBox } from '../../features/idea/PostBox';
import type { Filter } from '../../features/idea/queries';
import { challengeSearch } from '../searches';
import classes from './ChallengeRoute.module.css';

/** A challenge with its post box and its ideas. */
export function ChallengeRoute() {
  const { id } = useParams({ from: '/challenges/$id' });
  const search = useSearch({ from: '/challenges/$id' });
  const navigate = useNavigate();
  const filter: Filter = { ...search, sort: search.sort ?? 'new' };
  const onFilter = useCallback(
    (next: Filter) =>
      void navigate({
        to: '/challenges/$id',
        params: { id },
        search: challengeSearch(next),
        replace: true,
        resetScroll: false,
      }),
    [navigate, id],
  );
  return (
    <ChallengePage
      key={id}
      id={id}
      theme={search.theme}
      onTheme={(theme) => onFilter({ ...filter, theme })}
      ideas={(challenge) => (
        <div className={classes.ideas}>
          {challenge.can.includes('idea.create') && <PostBox challenge={challenge} />}
          <IdeaList
            challenge={challenge}
            filter={filter}
            onFilter={onFilter}
            onGrow={(ideas) =>
              void navigate({ href: `/concepts/new?challenge=${id}&ideas=${ideas.join(',')}` })
            }
          />
        </div>
      )}
    />
  );
}
