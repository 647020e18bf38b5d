import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { ErrorPage } from './ErrorPage';
import { Frame } from './Frame';
import { NotFoundPage } from './NotFoundPage';

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Frame,
  notFoundComponent: NotFoundPage,
});

// One entry for each page that exists, in the order of the rail. Each page is a chunk of its own. The navigation shows
// a place as soon as its route is here (shell/navigation.ts).
const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/me',
    component: lazyRouteComponent(() => import('./MePage'), 'MePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/more',
    component: lazyRouteComponent(() => import('./MorePage'), 'MorePage'),
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
