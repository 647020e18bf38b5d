import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { loadTexts } from '../i18n';
import type { Texts } from '../i18n/languages';
import { ErrorPage } from './ErrorPage';
import { Frame } from './Frame';
import { NotFoundPage } from './NotFoundPage';

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
    path: '/me',
    component: page(() => import('./MePage'), 'MePage'),
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
