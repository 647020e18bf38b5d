import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { importSearch, insightsSearch } from '../features/insight/search';
import { touchpointSearch } from '../features/touchpoint/search';
import { loadTexts } from '../i18n';
import type { Texts } from '../i18n/languages';
import { ErrorPage } from './ErrorPage';
import { Frame } from './Frame';
import { NotFoundPage } from './NotFoundPage';
import { challengeSearch, newConceptSearch, newDecisionSearch, searchSearch } from './searches';

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Frame,
  notFoundComponent: NotFoundPage,
});

/** A page in a chunk of its own, fetched together with the texts of the features it shows. */
function page<Name extends string>(
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
  ...features: (keyof Texts)[]
) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), loadTexts(...features)]);
    return { default: module[name] };
  });
}

// One entry for each page that exists, in the order of the rail. Each page is a chunk of its own. The navigation shows
// a place as soon as its route is here (shell/navigation.ts).
const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: page(() => import('./pages/HomeRoute'), 'HomeRoute', 'home', 'challenge', 'yourIdeas'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/challenges',
    component: page(() => import('../features/challenge/ChallengesPage'), 'ChallengesPage', 'challenge'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/challenges/new',
    component: page(
      () => import('./pages/ChallengesRoute'),
      'NewChallengeRoute',
      'challenge',
      'challengeForm',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/challenges/$id',
    validateSearch: challengeSearch,
    component: page(() => import('./pages/ChallengeRoute'), 'ChallengeRoute', 'challenge', 'idea', 'concept'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/challenges/$id/edit',
    component: page(
      () => import('./pages/ChallengesRoute'),
      'EditChallengeRoute',
      'challenge',
      'challengeForm',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/ideas/$id',
    component: page(
      () => import('./pages/IdeaRoute'),
      'IdeaRoute',
      'idea',
      'discussion',
      'insight',
      'challenge',
      'lineage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/feed',
    component: page(() => import('../features/home/FeedPage'), 'FeedPage', 'home'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/search',
    validateSearch: searchSearch,
    component: page(() => import('./pages/SearchRoute'), 'SearchRoute', 'search'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/concepts',
    component: page(() => import('./pages/ConceptsRoute'), 'ConceptsRoute', 'concept'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/concepts/new',
    validateSearch: newConceptSearch,
    component: page(() => import('./pages/NewConceptRoute'), 'NewConceptRoute', 'concept'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/concepts/$id',
    component: page(() => import('./pages/ConceptRoute'), 'ConceptRoute', 'concept', 'discussion', 'lineage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/decisions',
    component: page(() => import('./pages/DecisionsRoute'), 'DecisionsRoute', 'decision'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/decisions/new',
    validateSearch: newDecisionSearch,
    component: page(() => import('./pages/NewDecisionRoute'), 'NewDecisionRoute', 'decision'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/decisions/$id',
    component: page(() => import('./pages/DecisionRoute'), 'DecisionRoute', 'decision', 'lineage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/recount',
    component: page(() => import('./pages/RecountRoute'), 'RecountRoute', 'recount'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/roadmap',
    component: page(() => import('./pages/RoadmapRoute'), 'RoadmapRoute', 'roadmap'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/journeys',
    component: page(() => import('../features/journey/JourneysPage'), 'JourneysPage', 'journey'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/journeys/$id',
    component: page(() => import('./pages/JourneyRoute'), 'JourneyRoute', 'journey', 'insight'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/touchpoints/$id',
    validateSearch: touchpointSearch,
    component: page(
      () => import('./pages/TouchpointRoute'),
      'TouchpointRoute',
      'touchpoint',
      'metric',
      'insight',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sticking-points/$id',
    component: page(
      () => import('./pages/StickingPointRoute'),
      'StickingPointRoute',
      'touchpoint',
      'insight',
      'lineage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/insights',
    validateSearch: insightsSearch,
    component: page(() => import('./pages/InsightsRoute'), 'InsightsRoute', 'insight'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/insights/import',
    validateSearch: importSearch,
    component: page(() => import('./pages/ImportRoute'), 'ImportRoute', 'insight'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/insights/$id',
    component: page(() => import('./pages/InsightRoute'), 'InsightRoute', 'insight', 'lineage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/challenges/$id/answers',
    component: page(() => import('../features/challenge/AnswersPage'), 'AnswersPage', 'challenge'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/challenges/$id/coverage',
    component: page(() => import('../features/challenge/CoveragePage'), 'CoveragePage', 'challenge'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/challenges/$id/lineage',
    component: page(
      () => import('../features/lineage/ChallengeLineagePage'),
      'ChallengeLineagePage',
      'lineage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/lineage/$kind/$id',
    component: page(() => import('../features/lineage/LineagePage'), 'LineagePage', 'lineage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/inbox',
    component: page(() => import('../features/notice/InboxPage'), 'InboxPage', 'notice'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/roadmap/promises',
    component: page(() => import('../features/roadmap/PromisesPage'), 'PromisesPage', 'roadmap'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/commitments/$id',
    component: page(
      () => import('./pages/CommitmentRoute'),
      'CommitmentRoute',
      'roadmap',
      'metric',
      'lineage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/me',
    component: page(() => import('./MePage'), 'MePage', 'yourIdeas'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/more',
    component: page(() => import('./MorePage'), 'MorePage'),
  }),
];

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: root.addChildren(routes),
    context: { queryClient },
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    scrollRestoration: true,
  });
}
