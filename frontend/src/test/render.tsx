import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
  type AnyRouter,
} from '@tanstack/react-router';
import { act, render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { Me } from '../api/session';
import { theme } from '../app/theme/theme';
import { DraftOwnerProvider } from '../lib/draft';
import { DepartmentsProvider } from '../ui/departments';

export const departments = [
  'Service Desk',
  'Field Services',
  'Cloud & Networks',
  'Sales',
  'Finance & HR',
  'Product & Design',
];

/** Somebody signed in, for tests. */
export const somebody: Me = {
  person: { id: 'p1', name: 'Aino Väisänen', department: 'Service Desk' },
  email: 'aino@havulinna.example',
  locale: 'en',
  roles: ['member'],
  can: [],
  waiting: { ballots: [], open_challenges: 0, own_ideas: 0 },
};

/** Renders a page or a part of one inside everything it may rely on. It stays the same at every address; `routes` are
 * the addresses that the navigation knows to exist. */
export async function renderPage(
  page: ReactNode,
  { me = somebody, at = '/', routes = [] }: { me?: Me; at?: string; routes?: readonly string[] } = {},
): Promise<RenderResult & { queryClient: QueryClient; router: Pick<AnyRouter, 'state'> }> {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  queryClient.setQueryData(['me'], me);
  queryClient.setQueryData(['company'], {
    name: 'Havulinna ICT (fictional)',
    demonstration: true,
    departments,
    signed_in: true,
  });
  const root = createRootRoute();
  const pages = ['$', ...routes].map((path) =>
    createRoute({ getParentRoute: () => root, path, component: () => page }),
  );
  const router = createRouter({
    routeTree: root.addChildren(pages),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  await router.load();
  const result = await act(() =>
    render(
      <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false} env="test">
        <QueryClientProvider client={queryClient}>
          <DepartmentsProvider names={departments}>
            <DraftOwnerProvider person={me.person.id}>
              <RouterProvider router={router as never} />
            </DraftOwnerProvider>
          </DepartmentsProvider>
        </QueryClientProvider>
      </MantineProvider>,
    ),
  );
  return Object.assign(result, { queryClient, router });
}
