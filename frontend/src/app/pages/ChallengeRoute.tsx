import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ChallengePage } from '../../features/challenge/ChallengePage';
import type { Challenge } from '../../features/challenge/queries';
import { ChallengeConcepts } from '../../features/concept/ChallengeConcepts';
import { IdeaList } from '../../features/idea/IdeaList';
import { PostBox } from '../../features/idea/PostBox';
import type { Filter } from '../../features/idea/queries';
import { SortTabs } from '../../ui/SortTabs';
import { challengeSearch } from '../searches';
import classes from './ChallengeRoute.module.css';

/** A challenge with its post box and its ideas. */
export function ChallengeRoute() {
  const { id } = useParams({ from: '/challenges/$id' });
  const search = useSearch({ from: '/challenges/$id' });
  const navigate = useNavigate();
  const { t } = useTranslation('challenge');
  const { show, ...listed } = search;
  const filter: Filter = { ...listed, sort: search.sort ?? 'new' };
  // While ideas are gathered they come first; later the concepts do.
  const shown = ({ counts, phase }: Challenge) =>
    counts.concepts === 0 ? 'ideas' : (show ?? (phase === 'gather' || search.theme ? 'ideas' : 'concepts'));
  const onFilter = useCallback(
    (next: Filter) =>
      void navigate({
        to: '/challenges/$id',
        params: { id },
        search: { ...challengeSearch(next), show: 'ideas' },
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
          {challenge.counts.concepts > 0 && (
            <SortTabs
              label={t('show')}
              value={shown(challenge)}
              onChange={(show) =>
                void navigate({
                  to: '/challenges/$id',
                  params: { id },
                  search: { show },
                  replace: true,
                  resetScroll: false,
                })
              }
              options={[
                { value: 'ideas', label: t('ideas', { count: challenge.counts.ideas }) },
                { value: 'concepts', label: t('concepts', { count: challenge.counts.concepts }) },
              ]}
            />
          )}
          {shown(challenge) === 'concepts' ? (
            <ChallengeConcepts challenge={id} />
          ) : (
            <IdeaList
              challenge={challenge}
              filter={filter}
              onFilter={onFilter}
              onGrow={(ideas) =>
                void navigate({ href: `/concepts/new?challenge=${id}&ideas=${ideas.join(',')}` })
              }
            />
          )}
        </div>
      )}
    />
  );
}
